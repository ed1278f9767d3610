"""A deterministic encoder without a model: a text is the mean of its words' fixed random vectors."""

import hashlib
from collections.abc import Sequence

import numpy as np

from retrieval.arrays import Vectors
from retrieval.encoding.encoder import Encoding, ModelId, TextKind, unit

DIMENSIONS = 32


class TinyEncoder:
    """A token is a word; ``texts`` holds everything that was encoded."""

    model_id = ModelId("tiny", "exact")
    limit = 500

    def __init__(self) -> None:
        self.texts: list[str] = []

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def encode(self, texts: Sequence[str], kind: TextKind) -> list[Encoding]:  # noqa: ARG002
        self.texts += texts
        return [_encoding(text) for text in texts]


def _encoding(text: str) -> Encoding:
    states = [_state(word) for word in text.split()]
    tokens = np.reshape(np.array(states, np.float32), (-1, DIMENSIONS))
    return Encoding(unit(tokens.mean(axis=0)) if states else _state(""), tokens)


def _state(word: str) -> Vectors:
    folded = word.casefold().strip(".,!?«»")
    seed = int.from_bytes(hashlib.sha256(folded.encode()).digest()[:4], "big")
    return unit(np.random.default_rng(seed).standard_normal(DIMENSIONS).astype(np.float32))
