"""A figure for a few of many numbered things: what a question finds among all words, or all passages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Vectors, distinct, found_in, is_first

_FEW = 1 << 12
"""Numbers up to which sorting them with their scores takes less time than writing the scores down by number:
measured among a million."""


@dataclass(frozen=True, slots=True)
class SparseScores:
    """``scores[n]`` is the figure of the thing ``numbers[n]``; all others have 0.

    ``numbers`` are ascending, each once.
    """

    numbers: npt.NDArray[np.integer[Any]]
    scores: Vectors

    @classmethod
    def joined(cls, parts: "Sequence[SparseScores]") -> "SparseScores":
        """Those of all ``parts``, each of which has higher numbers than the one before."""
        return parts[0] if len(parts) == 1 else cls(*_together(parts))

    @classmethod
    def highest(cls, parts: "Sequence[SparseScores]") -> "SparseScores":
        """The highest figure of each thing in ``parts``."""
        return parts[0] if len(parts) == 1 else cls._by_sorting(*_together(parts))

    @classmethod
    def highest_of(cls, numbers: Any, scores: Vectors, size: int) -> "SparseScores":
        """The highest of the ``scores`` of each of ``numbers``, which are below ``size``."""
        if len(numbers) <= _FEW:
            return cls._by_sorting(numbers, scores)
        highest = np.zeros(size, np.float32)
        np.maximum.at(highest, numbers, scores)
        found = distinct(numbers)
        return cls(found, highest[found])

    @classmethod
    def _by_sorting(cls, numbers: Any, scores: Vectors) -> "SparseScores":
        order = numbers.argsort(kind="stable")
        ordered = numbers[order]
        (firsts,) = is_first(ordered).nonzero()
        highest = np.maximum.reduceat(scores[order], firsts) if len(firsts) else scores
        return cls(ordered[firsts], highest)

    @property
    def nbytes(self) -> int:
        return self.numbers.nbytes + self.scores.nbytes

    def between(self, first: int, end: int) -> "SparseScores":
        """Those of the things from ``first`` to before ``end``, counted from ``first``."""
        start, stop = self.numbers.searchsorted((first, end)).tolist()
        return SparseScores(self.numbers[start:stop] - first, self.scores[start:stop])

    def of(self, numbers: Any) -> Vectors:
        """The figures of these things, in whatever order."""
        places, is_there = found_in(self.numbers, numbers.astype(self.numbers.dtype))
        scores = np.zeros(len(numbers), np.float32)
        scores[is_there] = self.scores[places[is_there]]
        return scores

    def add_to(self, sums: Vectors, weight: float) -> None:
        """Adds ``weight`` times the figures to ``sums``, one for each thing."""
        sums[self.numbers] += np.float32(weight) * self.scores


def _together(parts: Sequence[SparseScores]) -> tuple[Any, Vectors]:
    numbers = np.concatenate([np.zeros(0, np.int32), *(part.numbers for part in parts)])
    return numbers, np.concatenate([np.zeros(0, np.float32), *(part.scores for part in parts)])
