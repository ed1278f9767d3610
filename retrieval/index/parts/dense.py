"""A figure for each of many numbered things: what a question finds among all passages where many have it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from retrieval.arrays import Vectors


@dataclass(frozen=True, slots=True)
class DenseScores:
    """``scores[n]`` is the figure of the thing ``n``: as `SparseScores`, of all of them."""

    scores: Vectors

    @property
    def nbytes(self) -> int:
        return self.scores.nbytes

    def of(self, numbers: Any) -> Vectors:
        """The figures of these things, in whatever order."""
        scores: Vectors = self.scores[numbers]
        return scores

    def add_to(self, sums: Vectors, weight: float) -> None:
        """Adds ``weight`` times the figures to ``sums``, one for each thing."""
        sums += np.float32(weight) * self.scores
