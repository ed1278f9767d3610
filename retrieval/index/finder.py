"""What finds the passages that may answer, by their vectors and by their words."""

from collections.abc import Sequence
from typing import Protocol

from retrieval.arrays import Ids, Vectors
from retrieval.index.parts.lexicon import SearchTerm
from retrieval.periods import Period


class Finder(Protocol):
    """Searches the passages of one generation. Safe to use from several threads.

    ``within``: only passages that were published in that period, or may speak of it, are found: those that
    `PassageDates.may_fit` marks. Raises StoreError where the store can't be searched.
    """

    @property
    def waits(self) -> bool:
        """Whether `nearest` mostly waits, for another machine or for a library that lets others run."""
        ...

    def nearest(self, vector: Vectors, count: int, within: Period | None = None) -> Ids:
        """The ``count`` passages whose vectors are nearest to ``vector``, shape ``(dimensions,)``, best
        first.
        """
        ...

    def naming_most(self, terms: Sequence[SearchTerm], count: int, within: Period | None = None) -> Ids:
        """The ``count`` passages whose words name most of ``terms``, best first; those that name nothing
        are left out.
        """
        ...
