"""A figure for a few of many numbered things: what a question finds among all words, or all passages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Scores, distinct, found_in


@dataclass(frozen=True, slots=True)
class SparseScores:
    """``scores[n]`` is the figure of the thing ``numbers[n]``; all others have 0.

    ``numbers`` are ascending, each once.
    """

    numbers: npt.NDArray[np.integer[Any]]
    scores: npt.NDArray[np.floating[Any]]

    @classmethod
    def joined(cls, parts: "Sequence[SparseScores]") -> "SparseScores":
        """Those of all ``parts``, each of which has higher numbers than the one before."""
        return parts[0] if len(parts) == 1 else cls(*_together(parts))

    @classmethod
    def highest(cls, parts: "Sequence[SparseScores]", size: int) -> "SparseScores":
        """The highest figure of each of ``size`` things in ``parts``."""
        if len(parts) == 1:
            return parts[0]
        numbers, scores = _together(parts)
        found, places = distinct(numbers, size)
        best = np.zeros(len(found))
        np.maximum.at(best, places, scores)
        return cls(found, best)

    @property
    def nbytes(self) -> int:
        return self.numbers.nbytes + self.scores.nbytes

    def of(self, numbers: Ids) -> Scores:
        """The figures of these things, in whatever order."""
        places, is_there = found_in(self.numbers, numbers.astype(self.numbers.dtype))
        scores = np.zeros(len(numbers))
        scores[is_there] = self.scores[places[is_there]]
        return scores


def _together(parts: Sequence[SparseScores]) -> tuple[Any, Any]:
    numbers = np.concatenate([np.zeros(0, np.int32), *(part.numbers for part in parts)])
    return numbers, np.concatenate([np.zeros(0), *(part.scores for part in parts)])
