"""Searching a generation where it lies, in its segments."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.arrays import Ids, Vectors
from retrieval.index.covering import most_covering
from retrieval.index.joined import JoinedVectors
from retrieval.index.joined_dates import JoinedDates
from retrieval.index.numbering import Column
from retrieval.index.parts.lexicon import Lexicon, SearchTerm
from retrieval.periods import Period


@dataclass(frozen=True, slots=True)
class SegmentFinder:
    """Searches the vectors and the words of a generation; of passages that are as good, the first by
    ``precedence`` is found.
    """

    vectors: JoinedVectors
    lexicon: Lexicon
    dates: JoinedDates
    precedence: Column[np.uint64]

    @property
    def waits(self) -> bool:
        return not self.vectors.is_exact

    def nearest(self, vector: Vectors, count: int, within: Period | None = None) -> Ids:
        return self.vectors.search(vector, count, self.dates.may_fit(within) if within else None)

    def naming_most(self, terms: Sequence[SearchTerm], count: int, within: Period | None = None) -> Ids:
        among = self.dates.may_fit(within) if within else None
        found = most_covering(terms, len(self.lexicon), count, among)
        coverage = self.lexicon.coverage(terms, found)
        return found[np.lexsort((self.precedence[found], -coverage))[:count]]
