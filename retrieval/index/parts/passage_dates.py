"""When each passage was published, and the times that it speaks of: which passages fit a period."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np

from retrieval.arrays import Ids, Mask, found_in
from retrieval.documents import Document, Passage, PublicationDate
from retrieval.index.parts.array_file import open_arrays, write_arrays
from retrieval.language.years import stated_years
from retrieval.periods import Period

_FILE = "dates.arrays"

NEAR = 190
"""Days from a publication in which a month that it names without a year lies: half a year, and some more."""


@dataclass(frozen=True, slots=True)
class PassageDates:
    """Of each passage the ``first`` and the ``last`` day on which it may have been published,
    as ordinals, shape ``(passages,)``; where that is not known, ``last`` lies before ``first``.

    It speaks of the years that it names, and that title and table header name; of those that its document
    names where it names none. ``years`` and ``of`` are pairs, ascending: a year, and the passage that speaks
    of it.
    """

    first: Ids
    last: Ids
    years: Ids
    of: Ids

    @classmethod
    def of_documents(cls, documents: Iterable[tuple[Document, Sequence[Passage]]]) -> Self:
        """The dates of all passages of ``documents``, in their order."""
        stated = cache(stated_years)  # headers come again and again
        pairs: list[tuple[int, int]] = []
        spans: list[tuple[int, int]] = []
        for document, passages in documents:
            above = stated_years(document.title.value) if document.title else frozenset()
            of_document = frozenset[int]().union(*(passage.years for passage in passages))
            for passage in passages:
                named = passage.years | stated(passage.header) | above
                pairs += [(year, len(spans)) for year in sorted(named or of_document)]
                spans.append(days_of(document.published))
        first, last = np.array(spans, np.int64).reshape(-1, 2).T
        years, of = np.array(sorted(pairs), np.int64).reshape(-1, 2).T
        return cls(first, last, years, of)

    @classmethod
    def joined(cls, parts: Sequence[tuple["PassageDates", Ids]]) -> "PassageDates":
        """Those of the passages of each part that are given by number, one part after another."""
        years, of, before = [], [], 0
        for part, numbers in parts:
            places, is_there = found_in(numbers, part.of)
            years.append(part.years[is_there])
            of.append(places[is_there] + before)
            before += len(numbers)
        all_years, all_of = np.concatenate(years), np.concatenate(of)
        order = np.lexsort((all_of, all_years))
        return cls(
            np.concatenate([part.first[numbers] for part, numbers in parts]),
            np.concatenate([part.last[numbers] for part, numbers in parts]),
            all_years[order],
            all_of[order],
        )

    def write(self, folder: Path) -> None:
        arrays = {"first": self.first, "last": self.last, "years": self.years, "of": self.of}
        write_arrays(folder / _FILE, {name: array.astype(np.int32) for name, array in arrays.items()})

    @classmethod
    def open(cls, folder: Path) -> Self:
        arrays = open_arrays(folder / _FILE)
        return cls(arrays["first"], arrays["last"], arrays["years"], arrays["of"])

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
        first, end = np.searchsorted(self.years, np.array([period.years.start, period.years.stop], np.int32))
        fits[self.of[first:end]] = True
        if not period.is_whole_years:
            is_near = (self.first <= period.last + NEAR) & (self.last >= period.first - NEAR)
            fits |= is_near & (self.last >= self.first)
        return fits


def days_of(published: PublicationDate | None) -> tuple[int, int]:
    """The first and the last day that a date may mean, as ordinals; the last before the first for None."""
    if published is None:
        return datetime.date.max.toordinal(), 0
    period = Period.of(published.year, published.month, published.day)
    return period.first, period.last
