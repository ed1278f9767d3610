"""Centring: taking out of encodings what all texts of one kind have in common.

After it the similarity of a question and a passage says how they differ from the average question of
that language and the average passage, which is what tells passages of one corpus apart.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from retrieval.encoder import Encoded, Vectors, unit
from retrieval.language import Language

_PRIOR_WEIGHT = 10
"""How many passages the typical texts count for in the centre of the passages: the mean of a handful
of passages is what they are about, and taking it out would leave nothing to find them by."""


@dataclass(frozen=True, slots=True)
class Centre:
    """Mean vector and mean token state of one kind of text, both of shape ``(dimensions,)``."""

    vector: Vectors
    token: Vectors

    def encoded(self, text: Encoded) -> Encoded:
        """``text`` less this centre, every row of unit length."""
        return Encoded(unit(text.vector - self.vector), unit(text.tokens - self.token))


class CentreSum:
    """Sums encodings one by one into their centre."""

    def __init__(self, dimensions: int) -> None:
        self._vectors = np.zeros(dimensions, np.float64)
        self._tokens = np.zeros(dimensions, np.float64)
        self._texts = self._token_count = 0.0

    def add(self, text: Encoded, weight: float = 1.0) -> Self:
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
    """The centres of one index: of its passages, and of questions in each language."""

    passages: Centre
    questions: dict[Language, Centre]

    @classmethod
    def of(
        cls,
        passages: CentreSum,
        typical_passages: list[Encoded],
        typical_questions: dict[Language, list[Encoded]],
    ) -> Self:
        """From the sum of all passages and the encodings of typical texts, which it adds."""
        for text in typical_passages:
            passages.add(text, _PRIOR_WEIGHT / len(typical_passages))
        questions = {}
        for language, encodings in typical_questions.items():
            total = CentreSum(len(encodings[0].vector))
            for text in encodings:
                total.add(text)
            questions[language] = total.centre()
        return cls(passages.centre(), questions)

    def rows(self) -> Vectors:
        """All of it as one array, shape ``(2 + 2 * languages, dimensions)``; see `from_rows`."""
        kinds = [self.passages, *(self.questions[language] for language in Language)]
        return np.stack([row for kind in kinds for row in (kind.vector, kind.token)])

    @classmethod
    def from_rows(cls, rows: Vectors) -> Self:
        passages, *questions = (Centre(*pair) for pair in rows.reshape(-1, 2, rows.shape[1]))
        return cls(passages, dict(zip(Language, questions, strict=True)))
