"""A figure for a few of many numbered things: what a question finds among all words, or all passages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from retrieval.arrays import Ids, Scores, distinct, found_in


@dataclass(frozen=True, slots=True)
class SparseScores:
    """``scores[n]`` is the figure of the thing ``numbers[n]``; all others have 0.

    ``numbers`` are ascending, each once.
    """

    numbers: Ids
    scores: Scores

    @classmethod
    def highest(cls, parts: "Sequence[SparseScores]", size: int) -> "SparseScores":
        """The highest of each of ``size`` things in ``parts``."""
        if len(parts) < 2:
            return parts[0] if parts else cls(np.zeros(0, np.int64), np.zeros(0))
        return cls.highest_of(*_together(parts), size)

    @classmethod
    def joined(cls, parts: "Sequence[SparseScores]") -> "SparseScores":
        """Those of all ``parts``, each of which has higher numbers than the one before."""
        return parts[0] if len(parts) == 1 else cls(*_together(parts))

    @classmethod
    def highest_of(cls, numbers: Ids, scores: Scores, size: int) -> Self:
        """The highest of the ``scores`` that each of ``size`` things has; ``numbers`` may repeat."""
        found, places = distinct(numbers, size)
        best = np.zeros(len(found))
        np.maximum.at(best, places, scores)
        return cls(found, best)

    @classmethod
    def mean(cls, parts: "Sequence[SparseScores]", size: int) -> "SparseScores":
        """The mean of each of ``size`` things in ``parts``, added in their order."""
        total = cls.total(parts, size)
        return cls(total.numbers, total.scores / len(parts))

    @classmethod
    def total(cls, parts: "Sequence[SparseScores]", size: int) -> "SparseScores":
        """The sum of each of ``size`` things in ``parts``, added in their order."""
        if len(parts) == 1:
            return parts[0]
        numbers, scores = _together(parts)
        found, places = distinct(numbers, size)
        return cls(found, np.bincount(places, scores, len(found)))

    def of(self, numbers: Ids) -> Scores:
        """The figures of these things, in whatever order."""
        places, is_there = found_in(self.numbers, numbers)
        scores = np.zeros(len(numbers))
        scores[is_there] = self.scores[places[is_there]]
        return scores


def _together(parts: Sequence[SparseScores]) -> tuple[Ids, Scores]:
    return np.concatenate([part.numbers for part in parts]), np.concatenate([part.scores for part in parts])
