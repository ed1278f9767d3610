"""Centring: taking out of encodings what all texts of one kind have in common.

A centred vector says how a text differs from the average one of its kind: a question from the average
question of its language, a passage from the average passage. That is what tells passages of one corpus
apart.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from retrieval.arrays import Vectors
from retrieval.encoding.encoder import Encoding, unit

_PASSAGES = "passages"
_PRIOR_WEIGHT = 10
"""How many passages the typical texts count for in the centre of the passages. The mean of a handful of
passages is what they are about, and taking it out would leave nothing to find them by; of hundreds of
passages ten more change nothing."""


@dataclass(frozen=True, slots=True)
class Centre:
    """Mean vector and mean token state of one kind of text, both of shape ``(dimensions,)``."""

    vector: Vectors
    token: Vectors

    def centred(self, text: Encoding) -> Encoding:
        """``text`` less this centre, every row of unit length."""
        return Encoding(self.centred_vectors(text.vector), self.centred_tokens(text.tokens))

    def centred_vectors(self, vectors: Vectors) -> Vectors:
        """Vectors, one or many, less the mean vector and of unit length."""
        return unit(vectors - self.vector)

    def centred_tokens(self, states: Vectors) -> Vectors:
        """Token states less the mean state and of unit length."""
        return unit(states - self.token)


class CentreSum:
    """Sums encodings one by one into their centre."""

    def __init__(self, dimensions: int) -> None:
        self._vectors = np.zeros(dimensions, np.float64)
        self._tokens = np.zeros(dimensions, np.float64)
        self._texts = self._token_count = 0.0

    def add(self, text: Encoding, weight: float = 1.0) -> Self:
        self._vectors += weight * text.vector
        self._tokens += weight * text.tokens.sum(axis=0)
        self._texts += weight
        self._token_count += weight * len(text.tokens)
        return self

    def centre(self) -> Centre:
        return Centre(
            (self._vectors / max(self._texts, 1e-9)).astype(np.float32),
            (self._tokens / max(self._token_count, 1e-9)).astype(np.float32),
        )


@dataclass(frozen=True, slots=True)
class Centres:
    """The centres of one index: of its passages, and of questions by the code of their language."""

    passages: Centre
    questions: dict[str, Centre]

    @classmethod
    def of(
        cls,
        passages: CentreSum,
        typical_passages: list[Encoding],
        typical_questions: dict[str, list[Encoding]],
    ) -> Self:
        """From the sum of all passages and the encodings of typical texts, which it adds."""
        for text in typical_passages:
            passages.add(text, _PRIOR_WEIGHT / len(typical_passages))
        questions = {}
        for code, encodings in typical_questions.items():
            total = CentreSum(len(encodings[0].vector))
            for text in encodings:
                total.add(text)
            questions[code] = total.centre()
        return cls(passages.centre(), questions)

    def save(self, path: Path) -> None:
        """Writes a ``.npz`` file: for the passages, and for each language, vector and token as two rows."""
        centres = {_PASSAGES: self.passages, **self.questions}
        rows = {name: np.stack([centre.vector, centre.token]) for name, centre in centres.items()}
        np.savez(path, allow_pickle=False, **rows)

    @classmethod
    def load(cls, path: Path) -> Self:
        with np.load(path) as saved:
            centres = {name: Centre(*saved[name]) for name in saved.files}
        return cls(centres.pop(_PASSAGES), centres)
