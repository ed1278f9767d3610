"""When the passages of a generation were published, and the times that they speak of."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from retrieval.arrays import Ids, Mask
from retrieval.index.numbering import Numbering
from retrieval.index.parts.passage_dates import PassageDates
from retrieval.periods import Period

_KEPT = 4
"""Periods whose masks are kept, a byte a passage each: one question asks several times about the same."""


class JoinedDates:
    """The dates of all passages of a generation.

    ``published`` and ``may_fit``: as those of `PassageDates`; the masks can't be written to.
    """

    def __init__(self, parts: Sequence[PassageDates], numbering: Numbering) -> None:
        self._parts = parts
        self._numbering = numbering
        self.published = self._kept(PassageDates.published)
        self.may_fit = self._kept(PassageDates.may_fit)

    def first_and_last(self) -> tuple[Ids, Ids] | None:
        """The passages with the earliest and those with the latest day of publication, as far as a day is
        the first on which a passage may have been published; None where no date is known.
        """
        is_known = self._numbering.joined([part.last >= part.first for part in self._parts])
        dated = np.flatnonzero(is_known)
        if not len(dated):
            return None
        days = self._numbering.joined([part.first for part in self._parts])[dated]
        return dated[days == days.min()], dated[days == days.max()]

    def _kept(self, of_part: Callable[[PassageDates, Period], Mask]) -> Callable[[Period], Mask]:
        def mask(period: Period) -> Mask:
            found = self._numbering.joined([of_part(part, period) for part in self._parts])
            found.setflags(write=False)
            return found

        return lru_cache(_KEPT)(mask)
