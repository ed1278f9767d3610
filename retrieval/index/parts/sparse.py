"""A figure for a few of many numbered things: what a question finds among all words, or all passages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Scores, found_in, is_first

_FEW = 1 / 64
"""The share of all things up to which sorting a few takes less time than going through all: measured."""


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
        return parts[0] if len(parts) == 1 else cls.highest_of(*_together(parts), size)

    @classmethod
    def highest_of(cls, numbers: Any, scores: Any, size: int) -> "SparseScores":
        """The highest of the ``scores``, above 0, of each of ``numbers``, which are below ``size``."""
        if len(numbers) > _FEW * size:
            best: Scores = np.zeros(size)
            np.maximum.at(best, numbers.astype(np.intp), scores)
            found = (best > 0).nonzero()[0].astype(np.int32)
            return cls(found, best[found])
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

    def of(self, numbers: Any, size: int | None = None) -> Scores:
        """The figures of these things, in whatever order; ``size``: how many things there are, if known."""
        if numbers is self.numbers:
            return self.scores.astype(np.float64)
        if size is not None and len(numbers) > _FEW * size:
            of_all = np.zeros(size)
            of_all[self.numbers] = self.scores
            of_numbers: Scores = of_all[numbers]
            return of_numbers
        places, is_there = found_in(self.numbers, numbers.astype(self.numbers.dtype))
        scores = np.zeros(len(numbers))
        scores[is_there] = self.scores[places[is_there]]
        return scores


def _together(parts: Sequence[SparseScores]) -> tuple[Any, Any]:
    numbers = np.concatenate([np.zeros(0, np.int32), *(part.numbers for part in parts)])
    return numbers, np.concatenate([np.zeros(0), *(part.scores for part in parts)])
