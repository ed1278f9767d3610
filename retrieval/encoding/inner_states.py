"""Token states of the layer before the last, in place of the last one's.

The last layer makes all tokens of a text alike, as its mean is all that the model was trained for; one
layer before, a token still says what it says itself, which is what late interaction compares.
"""

from typing import Any

import torch
from torch import nn


class InnerStates(nn.Module):  # type: ignore[misc]  # torch is imported untyped here
    """A last module for a ``SentenceTransformer``; what comes before it stays as it is."""

    def __init__(self, kind: type[Any], config: Any) -> None:
        """``kind`` and ``config``: of the model that gives the states."""
        super().__init__()
        self._kind = kind
        self._config = config

    def __setstate__(self, state: dict[str, Any]) -> None:
        """For a model that was sent to another process.

        transformers notes in each process, when a model is made there, which states its kind can give; one
        that was only sent there would give those of the last layer.
        """
        super().__setstate__(state)
        with torch.device("meta"):  # without weights
            self._kind(self._config)

    def forward(self, features: dict[str, Any]) -> dict[str, Any]:
        layers = features.pop("all_layer_embeddings", ())
        if len(layers) > 1:
            features["token_embeddings"] = layers[-2]
        return features


def keep_inner_states(model: Any) -> None:
    """Makes ``model``, a ``SentenceTransformer``, give the states of its last layer but one.

    Models without layers, of static embeddings for one, stay as they are.
    """
    inner: Any = getattr(model[0], "model", None)
    config: Any = getattr(inner, "config", None)
    if hasattr(config, "output_hidden_states"):
        config.output_hidden_states = True
        model.append(InnerStates(type(inner), config))
