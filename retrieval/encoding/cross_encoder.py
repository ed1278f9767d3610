"""Any ``CrossEncoder`` as a re-ranker: a model that reads question and passage together."""

import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.arrays import Scores
from retrieval.encoding.fingerprint import fingerprint
from retrieval.encoding.pretrained import load_pretrained, reason_of
from retrieval.errors import MissingExtraError, RerankerLoadError

_HUB_ID = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")


class CrossEncoderReranker:
    """Scores passages by a sigmoid of the model's one output for a question and a passage."""

    def __init__(self, model: Any, fingerprint: str) -> None:
        """``model``: a ``CrossEncoder`` with one label."""
        self.fingerprint = fingerprint
        self._model = model
        # A tokenizer keeps how it cuts and pads; and one call occupies all cores already.
        self._one_at_a_time = threading.Lock()

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """How well each of ``texts`` answers, in [0, 1]. What is too long for the model is cut off."""
        from torch import nn

        pairs = [(question, text) for text in texts]
        with self._one_at_a_time:
            # Most models have a sigmoid of their own; the others give what it is taken of.
            found = self._model.predict(pairs, activation_fn=nn.Sigmoid(), show_progress_bar=False)
        return np.asarray(found, np.float64)


def load_reranker(name: str, device: str = "auto", precision: str = "auto") -> CrossEncoderReranker:
    """The ``CrossEncoder`` in the folder, or with the hub id, ``name``.

    ``device`` and ``precision`` are as in `ModelChoice`. Raises RerankerLoadError where it can't be loaded,
    or gives more than one figure for a pair, and MissingExtraError without the packages that it takes.
    """
    if not Path(name).is_dir() and not _HUB_ID.fullmatch(name):
        raise RerankerLoadError(name, device, "there is no such folder")
    try:
        model = load_pretrained("CrossEncoder", name, device, precision)
    except MissingExtraError:
        raise
    except Exception as error:  # the hub, the file system and torch all raise their own kinds
        raise RerankerLoadError(name, device, reason_of(error)) from error
    if model.num_labels != 1:
        reason = f"it has {model.num_labels} labels, and a re-ranker has one"
        raise RerankerLoadError(name, device, reason)
    return CrossEncoderReranker(model, fingerprint(name))
