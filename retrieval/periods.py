"""Runs of days: what a question restricts its sources to."""

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self, TypeAlias

Date: TypeAlias = tuple[int, int | None, int | None]
"""Year, month and day; None for what is left out."""

_DECEMBER = 12
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``since`` to ``until``, both included; open to the side where one is None.

    Raises ValueError where it would hold no day.
    """

    since: datetime.date | None = None
    until: datetime.date | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise ValueError("a period must not end before it begins")

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> Self:
        """A whole year, a whole month or one day; raises ValueError for a date that no calendar has."""
        if month is None:
            return cls(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
        if day is None:
            return cls.of_months(year, month, month)
        return cls(datetime.date(year, month, day), datetime.date(year, month, day))

    @classmethod
    def of_months(cls, year: int, first: int, last: int) -> Self:
        """Whole months of one year; raises ValueError for one that no calendar has."""
        since = datetime.date(year, first, 1)
        return cls(since, datetime.date(year, last, calendar.monthrange(year, last)[1]))

    @classmethod
    def of_iso(cls, text: str) -> Self:
        """What ``2022``, ``2022-08`` or ``2022-08-19`` names; raises ValueError for anything else."""
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a date such as 2022, 2022-08 or 2022-08-19")
        return cls.of(*(int(part) for part in match.groups() if part))

    @classmethod
    def of_iso_range(cls, text: str) -> Self:
        """What ``2022-08`` names, or ``2022..2023-05``, ``2022..``, ``..2023``: both ends are included.

        Raises ValueError for anything else.
        """
        first, dots, last = text.partition("..")
        since = cls.of_iso(first) if first or not dots else cls()
        until = cls.of_iso(last) if last else cls() if dots else since
        if since == until == cls():
            raise ValueError("a range of dates needs a first or a last date")
        return cls(since.since, until.until)

    @classmethod
    def around(cls, periods: Iterable["Period"]) -> Self:
        """From the first day of all ``periods`` to the last one; there must be one."""
        since, until = zip(*((period.since, period.until) for period in periods), strict=True)
        return cls(
            None if None in since else min(filter(None, since)),
            None if None in until else max(filter(None, until)),
        )

    @property
    def first(self) -> int:
        """The ordinal of the first day; of the first day of all where it is open."""
        return (self.since or datetime.date.min).toordinal()

    @property
    def last(self) -> int:
        """The ordinal of the last day; of the last day of all where it is open."""
        return (self.until or datetime.date.max).toordinal()

    @property
    def years(self) -> range:
        """The years that it has days of."""
        return range((self.since or datetime.date.min).year, (self.until or datetime.date.max).year + 1)

    @property
    def is_whole_years(self) -> bool:
        """Whether it begins and ends with a year, where it begins and ends."""
        return all(end is None or end[1] is None for end in self.ends)

    @property
    def ends(self) -> tuple["Date | None", "Date | None"]:
        """Its first and its last day as year, month and day, None for those that go without saying.

        ``((2022, None, None), (2022, None, None))`` is the whole year. An open end is None.
        """
        since, until = self.since, self.until
        parts = 1
        if since:
            parts = 1 if (since.month, since.day) == (1, 1) else 2 if since.day == 1 else 3
        if until:
            ends_month = until.day == calendar.monthrange(until.year, until.month)[1]
            last = 3 if not ends_month else 1 if until.month == _DECEMBER else 2
            parts = max(parts, last)
        return (_date(since, parts) if since else None, _date(until, parts) if until else None)

    def with_(self, other: "Period") -> "Period | None":
        """The days that both have; None where there is none."""
        since = max(filter(None, (self.since, other.since)), default=None)
        until = min(filter(None, (self.until, other.until)), default=None)
        return Period(since, until) if since is None or until is None or since <= until else None

    def takes(self, other: "Period") -> bool:
        """Whether what is said of ``other`` may be said of this one: they share a day, and it is no longer.

        Of August 2022, a day in it is said, but not the whole of 2022.
        """
        shares = other.first <= self.last and other.last >= self.first
        return shares and other.last - other.first <= self.last - self.first


def _date(day: datetime.date, parts: int) -> Date:
    return day.year, day.month if parts > 1 else None, day.day if parts > 2 else None  # noqa: PLR2004
