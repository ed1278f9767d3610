"""What the engine asks of an embedding model, whatever runs it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np

from retrieval.arrays import Vectors

UNKNOWN = "unknown"
"""The revision of a hub model that is not on this machine yet."""


class TextKind(StrEnum):
    """What a text is to the model; the same text of two kinds has two encodings."""

    PASSAGE = "passage"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class ModelId:
    """What tells a model from any other: ``fingerprint`` of its weights, and the ``precision`` it runs in."""

    fingerprint: str
    precision: str

    def __str__(self) -> str:
        return f"{self.fingerprint} {self.precision}"

    @property
    def is_known(self) -> bool:
        """Whether the fingerprint says which weights these are: not so for a model that was never fetched."""
        return not self.fingerprint.endswith(f"@{UNKNOWN}")


@dataclass(frozen=True, slots=True)
class Encoding:
    """One encoded text.

    ``vector``: unit length, shape ``(dimensions,)``. ``tokens``: the model's states of the text's own
    tokens, shape ``(tokens, dimensions)``; no rows for models without hidden states.
    """

    vector: Vectors
    tokens: Vectors


class Encoder(Protocol):
    """An embedding model. Safe to call from several threads."""

    @property
    def model_id(self) -> ModelId: ...

    @property
    def limit(self) -> int:
        """The most tokens that a text may have; a longer one is cut off."""
        ...

    def count_tokens(self, text: str) -> int:
        """How many tokens ``text`` has, without what the model adds to every text."""
        ...

    def encode(self, texts: Sequence[str], kind: TextKind) -> list[Encoding]:
        """One encoding a text. ``tokens`` has as many rows as `count_tokens` says, or none."""
        ...


Encode: TypeAlias = Callable[[Sequence[str], TextKind], list[Encoding]]
"""What `Encoder.encode` does."""


@runtime_checkable
class BulkEncoder(Encoder, Protocol):
    """An encoder that can take up more of the machine while very many texts are encoded."""

    def bulk(self) -> AbstractContextManager[Encode]:
        """`encode` on all that there is; what that takes is given back at the end of the block."""
        ...


def in_bulk(encoder: Encoder) -> AbstractContextManager[Encode]:
    """How to encode very many texts with ``encoder``, inside the block."""
    return encoder.bulk() if isinstance(encoder, BulkEncoder) else nullcontext(encoder.encode)


def unit(rows: Vectors) -> Vectors:
    """Rows scaled to unit length; zero rows stay zero."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Vectors = rows / np.maximum(lengths, np.float32(1e-9))
    return scaled
