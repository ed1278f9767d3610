"""Searching a generation where it lies, in its segments."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Vectors
from retrieval.index.joined import JoinedVectors
from retrieval.index.parts.lexicon import Lexicon, SearchTerm
from retrieval.index.parts.passage_dates import PassageDates
from retrieval.periods import Period


@dataclass(frozen=True, slots=True)
class SegmentFinder:
    """Searches the vectors and the words of a generation; of passages that are as good, the first by
    ``precedence`` is found.
    """

    vectors: JoinedVectors
    lexicon: Lexicon
    dates: PassageDates
    precedence: npt.NDArray[np.uint64]

    def nearest(self, vector: Vectors, count: int, within: Period | None = None) -> Ids:
        return self.vectors.search(vector, count, self.dates.may_fit(within) if within else None)

    def naming_most(self, terms: Sequence[SearchTerm], count: int, within: Period | None = None) -> Ids:
        coverage = self.lexicon.coverage(terms)
        if within:
            coverage *= self.dates.may_fit(within)
        place = max(len(coverage) - count, 0)
        least = max(np.partition(coverage, place)[place], np.finfo(float).tiny)
        found = np.flatnonzero(coverage >= least)
        return found[np.lexsort((self.precedence[found], -coverage[found]))[:count]]
