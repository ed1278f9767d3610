"""Any ``SentenceTransformer`` as an encoder.

torch and sentence-transformers take seconds to import, so they are imported inside the functions that need
them.
"""

import copy
import functools
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from retrieval.arrays import Vectors
from retrieval.encoding.encoder import Encode, Encoding, ModelId, TextKind, unit
from retrieval.encoding.pretrained import load_pretrained, reason_of
from retrieval.errors import MissingExtraError, ModelLoadError
from retrieval.language.words import common_start

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_PROBES = ["а", "z"]
"""Texts of one token each, which differ: what they have in common once encoded is added by the model."""

_MOST_TOKENS = 512
"""The longest input, even for models that take more. It is what the bundled model takes; so passages of
all models are alike in length."""

_BATCH = 16
"""One batch size for all, so that a text's encoding does not depend on where it is encoded from."""


_CHUNKS = 4
"""Into how many parts each device's share of the texts is cut: the last ones are shared out evenly."""


class Model(Protocol):
    """What the encoder uses of a ``SentenceTransformer``."""

    @property
    def max_seq_length(self) -> int | None: ...

    @property
    def prompts(self) -> dict[str, str]: ...

    @property
    def tokenizer(self) -> Any: ...

    def encode_query(self, inputs: list[str], /, **options: Any) -> Any:
        """With ``output_value=None`` one dict a text: ``sentence_embedding``, and where the model has them
        ``token_embeddings``, ``input_ids`` and ``attention_mask``.
        """
        ...

    def encode_document(self, inputs: list[str], /, **options: Any) -> Any:
        """As `encode_query`."""
        ...


class SentenceTransformerEncoder:
    """Encodes texts to vectors and token states.

    A model reads each text inside a wrapping (a prompt, special tokens), whose states are left out. The
    wrapping is found once, as what two different texts have in common.
    """

    def __init__(
        self,
        model: Model,
        model_id: ModelId,
        devices: Sequence[str] = (),
        load_another: "Callable[[], SentenceTransformer] | None" = None,
    ) -> None:
        """``devices``: where very many texts are encoded, a process each; a single one changes nothing.
        ``load_another``: makes ``model`` once more, for these processes.
        """
        self.model = model
        self.model_id = model_id
        self._devices = list(devices)
        self._load_another = load_another
        # A copy: counting changes how a tokenizer cuts and pads, and another thread may be encoding with it.
        self._tokenizer: Any = copy.deepcopy(model.tokenizer)
        self._prompt = (model.prompts or {}).get("document") or ""
        self._before, self._after = _wrapping(*map(self._token_ids, _PROBES))
        self.limit = min(model.max_seq_length or _MOST_TOKENS, _MOST_TOKENS) - self._before - self._after

    def count_tokens(self, text: str) -> int:
        return len(self._token_ids(text)) - self._before - self._after if text else 0

    def encode(self, texts: Sequence[str], kind: TextKind) -> list[Encoding]:
        return self._encodings(texts, kind, self.model)

    @contextmanager
    def bulk(self) -> Iterator[Encode]:
        """Raises ModelLoadError while texts are encoded, where one of the devices can't be used."""
        if self._load_another is None or len(self._devices) == 1:
            yield self.encode
            return
        from retrieval.encoding.worker_processes import worker_processes

        with worker_processes(self._load_another(), self._devices) as (model, pool):

            def encode(texts: Sequence[str], kind: TextKind) -> list[Encoding]:
                chunk = max(math.ceil(len(texts) / len(self._devices) / _CHUNKS), _BATCH)
                try:
                    return self._encodings(texts, kind, model, pool=pool, chunk_size=chunk)
                except RuntimeError as error:
                    device, name = ",".join(self._devices), self.model_id.fingerprint
                    raise ModelLoadError(name, device, reason_of(error)) from error

            yield encode

    def _encodings(self, texts: Sequence[str], kind: TextKind, model: Model, **how: Any) -> list[Encoding]:
        before, after = self._wrapping_of(kind)
        return [_encoding(output, before, after) for output in _outputs(model, texts, kind, **how)]

    @functools.cache  # noqa: B019 - an encoder lives as long as the process
    def _wrapping_of(self, kind: TextKind) -> tuple[int, int]:
        return _wrapping(*(_unpadded(output, "input_ids") for output in _outputs(self.model, _PROBES, kind)))

    def _token_ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer(self._prompt + text, truncation=False, verbose=False)["input_ids"]
        return ids


def load_model(source: str, device: str, precision: str, *, name: str) -> "SentenceTransformer":
    """The model in the folder, or with the hub id, ``source``; errors call it ``name``.

    Raises ModelLoadError where it can't be loaded, and MissingExtraError without the packages that it takes.
    """
    try:
        model = load_pretrained("SentenceTransformer", source, device, precision)
    except MissingExtraError:
        raise
    except Exception as error:  # the hub, the file system and torch all raise their own kinds
        raise ModelLoadError(name, device, reason_of(error)) from error
    from retrieval.encoding.inner_states import keep_inner_states

    keep_inner_states(model)
    return model


def _outputs(model: Model, texts: Sequence[str], kind: TextKind, **how: Any) -> list[dict[str, Any]]:
    method: Callable[..., Any] = model.encode_query if kind is TextKind.QUESTION else model.encode_document
    outputs: list[dict[str, Any]] = method(
        list(texts), output_value=None, show_progress_bar=False, batch_size=_BATCH, **how
    )
    return outputs


def _encoding(output: dict[str, Any], before: int, after: int) -> Encoding:
    # Models that compute in bfloat16 also normalise in it: lengths are then off by up to 1 %. Some do not
    # normalise at all.
    vector = unit(_numpy(output["sentence_embedding"]))
    states = _unpadded(output, "token_embeddings").reshape(-1, len(vector))
    return Encoding(vector, states[before : len(states) - after])


def _wrapping(first: Any, second: Any) -> tuple[int, int]:
    """How many tokens two sequences have in common at their beginning and at their end."""
    return common_start(first, second), common_start(first[::-1], second[::-1])


def _unpadded(output: dict[str, Any], name: str) -> Vectors:
    """One value a token of ``output[name]``; none where the model has no such output."""
    if name not in output:
        return np.zeros(0, np.float32)
    values: Vectors = _numpy(output[name])[_numpy(output["attention_mask"]) > 0]
    return values


def _numpy(array: Any) -> Any:
    """A torch tensor of any device and precision, or an array, as float32 NumPy."""
    return np.asarray(array.float().cpu() if hasattr(array, "cpu") else array, dtype=np.float32)
