"""When each passage was published, and the times that it speaks of: which passages fit a period."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np

from retrieval.arrays import Ids, Mask
from retrieval.documents import Document, Passage, PublicationDate
from retrieval.language.years import stated_years
from retrieval.periods import Period

_NEAR = 190
"""Days from a publication in which a month that it names without a year lies: half a year, and some more."""


@dataclass(frozen=True, slots=True)
class PassageDates:
    """Of each passage of a generation the ``first`` and the ``last`` day on which it may have been published,
    as ordinals, shape ``(passages,)``; where that is not known, ``last`` lies before ``first``.

    It speaks of the years that it names, and that title and table header name; of those that its document
    names where it names none. ``years`` and ``of`` are pairs: a year, and the passage that speaks of it.
    """

    first: Ids
    last: Ids
    years: Ids
    of: Ids

    @classmethod
    def of_passages(cls, documents: Mapping[str, Document], passages: Sequence[Passage]) -> Self:
        """The dates of ``passages``, in their order."""
        by_document: dict[str, set[int]] = {}
        for passage in passages:
            by_document.setdefault(passage.document, set()).update(passage.years)
        stated = cache(stated_years)  # titles and headers come again and again
        pairs, spans = [], []
        for number, passage in enumerate(passages):
            document = documents[passage.document]
            named = passage.years | stated(passage.header)
            if document.title:
                named |= stated(document.title.value)
            pairs += [(year, number) for year in named or by_document[passage.document]]
            spans.append(days_of(document.published))
        first, last = np.array(spans, np.int64).reshape(-1, 2).T
        years, of = np.array(pairs, np.int64).reshape(-1, 2).T
        return cls(first, last, years, of)

    def published(self, period: Period) -> Mask:
        """Which passages were published in ``period``, shape ``(passages,)``."""
        is_known = self.last >= self.first
        shares = (self.first <= period.last) & (self.last >= period.first)
        found: Mask = is_known & shares & (self.last - self.first <= period.last - period.first)
        return found

    def may_fit(self, period: Period) -> Mask:
        """Which passages were published in ``period``, or may speak of it, shape ``(passages,)``.

        For whole years that is sure; for less, a passage has to be looked at.
        """
        fits = self.published(period)
        fits[self.of[(self.years >= period.years.start) & (self.years < period.years.stop)]] = True
        if not period.is_whole_years:
            is_near = (self.first <= period.last + _NEAR) & (self.last >= period.first - _NEAR)
            fits |= is_near & (self.last >= self.first)
        return fits


def days_of(published: PublicationDate | None) -> tuple[int, int]:
    """The first and the last day that a date may mean, as ordinals; the last before the first for None."""
    if published is None:
        return datetime.date.max.toordinal(), 0
    period = Period.of(published.year, published.month, published.day)
    return period.first, period.last
