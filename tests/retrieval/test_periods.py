"""Runs of days."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Period

DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))


def periods() -> st.SearchStrategy[Period]:
    ends = st.tuples(DAYS, DAYS).map(sorted)
    return st.tuples(ends, st.booleans(), st.booleans()).map(
        lambda drawn: Period(drawn[0][0] if drawn[1] else None, drawn[0][1] if drawn[2] else None)
    )


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022-08-19", "2022-08-19", "2022-08-19"),
        ("2022..2023", "2022-01-01", "2023-12-31"),
        ("2022-08..2023-05-02", "2022-08-01", "2023-05-02"),
        ("2022-08..", "2022-08-01", None),
        ("..2023-02", None, "2023-02-28"),
    ],
)
def test_dates_in_digits(text: str, since: str | None, until: str | None) -> None:
    assert Period.of_iso_range(text) == Period((since and day(since)) or None, (until and day(until)) or None)


@pytest.mark.parametrize(
    "text",
    ["", "..", "22", "2022-8", "2022-13", "2022-02-30", "0000", "2023..2022", "2022..x", "2022...2023"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Period.of_iso_range(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", (2022, None, None), (2022, None, None)),
        ("2021..2023", (2021, None, None), (2023, None, None)),
        ("2022-08", (2022, 8, None), (2022, 8, None)),
        ("2022-01..2022-06", (2022, 1, None), (2022, 6, None)),
        ("2022-08-19..2022-08-31", (2022, 8, 19), (2022, 8, 31)),
        ("2022-03..", (2022, 3, None), None),
        ("..2022", None, (2022, None, None)),
        ("..2022-11", None, (2022, 11, None)),
    ],
)
def test_the_ends_are_as_precise_as_they_must_be(text: str, first: object, last: object) -> None:
    assert Period.of_iso_range(text).ends == (first, last)


@pytest.mark.parametrize(
    ("asked", "spoken", "takes"),
    [
        ("2022-08", "2022-08-19", True),
        ("2022-08", "2022-08", True),
        ("2022-08", "2022", False),
        ("2022-08", "2022-09", False),
        ("2022", "2022-08", True),
        ("2022-03..", "2022", True),
        ("2021..2023", "2022", True),
        ("..2022", "2023", False),
    ],
)
def test_what_may_be_said_of_a_period(asked: str, spoken: str, takes: bool) -> None:  # noqa: FBT001
    assert Period.of_iso_range(asked).takes(Period.of_iso_range(spoken)) is takes


@given(periods(), periods(), DAYS)
def test_common_days_are_those_of_both(one: Period, other: Period, drawn: datetime.date) -> None:
    def holds(period: Period | None) -> bool:
        return period is not None and period.first <= drawn.toordinal() <= period.last

    assert holds(one.with_(other)) == (holds(one) and holds(other))
    assert not (holds(one) or holds(other)) or holds(Period.around([one, other]))


@given(periods())
def test_years_are_those_of_its_days(period: Period) -> None:
    assert period.years[0] == datetime.date.fromordinal(period.first).year
    assert period.years[-1] == datetime.date.fromordinal(period.last).year
