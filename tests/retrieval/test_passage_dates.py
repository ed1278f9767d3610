"""Which passages were published in a period, or speak of it."""

import datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import PublicationDate
from retrieval.index.joined_dates import JoinedDates
from retrieval.index.numbering import Numbering
from retrieval.index.parts.passage_dates import PassageDates, days_of
from retrieval.periods import Period

_PASSAGES = st.tuples(
    st.none()
    | st.builds(PublicationDate, st.integers(2019, 2024))
    | st.builds(PublicationDate, st.integers(2019, 2024), st.integers(1, 12), st.integers(1, 28)),
    st.frozensets(st.integers(2018, 2025), max_size=3),
    st.booleans(),
)
"""When a passage was published, the years that it speaks of, and whether it is searched."""

_Passage = tuple[PublicationDate | None, frozenset[int], bool]

_DAYS = st.dates(datetime.date(2018, 1, 1), datetime.date(2025, 12, 31))
_PERIODS = st.builds(Period.of, st.integers(2018, 2025)) | st.lists(_DAYS, min_size=2, max_size=2).map(
    lambda days: Period(min(days), max(days))
)


def dates_of(passages: list[_Passage]) -> PassageDates:
    pairs = sorted((year, number) for number, (_, years, _) in enumerate(passages) for year in years)
    first, last = np.array([days_of(one[0]) for one in passages], np.int64).reshape(-1, 2).T
    years, of = np.array(pairs, np.int64).reshape(-1, 2).T
    return PassageDates(first, last, years, of)


@given(st.lists(st.lists(_PASSAGES, max_size=6), min_size=1, max_size=4), _PERIODS)
def test_segments_say_together_what_each_passage_says(segments: list[list[_Passage]], period: Period) -> None:
    gone = [np.flatnonzero([not one[2] for one in part]).astype(np.int32) for part in segments]
    parts = list(map(dates_of, segments))
    dates = JoinedDates(parts, Numbering(list(map(len, segments)), gone))
    searched = [one for part in segments for one in part if one[2]]
    published = [date is not None and period.takes(_whole(date)) for date, _, _ in searched]
    speaks = [not years.isdisjoint(period.years) for _, years, _ in searched]
    near = [
        not period.is_whole_years
        and date is not None
        and _whole(date).first <= period.last + 190
        and _whole(date).last >= period.first - 190
        for date, _, _ in searched
    ]
    assert dates.published(period).tolist() == published
    assert dates.may_fit(period).tolist() == np.any([published, speaks, near], axis=0).tolist()

    live = [np.flatnonzero([one[2] for one in part]) for part in segments]
    merged = PassageDates.joined(list(zip(parts, live, strict=True)))
    at_once = dates_of(searched)
    for name in ("first", "last", "years", "of"):
        assert getattr(merged, name).tolist() == getattr(at_once, name).tolist()

    days = [_whole(date).first for date, _, _ in searched if date]
    ends = dates.first_and_last()
    assert (ends is None) == (not days)
    if ends:
        for found, day in zip(ends, (min(days), max(days)), strict=True):
            expected = [number for number, one in enumerate(searched) if one[0] and days_of(one[0])[0] == day]
            assert found.tolist() == expected


def _whole(date: PublicationDate) -> Period:
    return Period.of(date.year, date.month, date.day)
