"""Moments as the head of a page states them, for programs."""

import datetime
import re
from dataclasses import dataclass, replace

from retrieval.documents import PublicationDate
from retrieval.sources.readers.saved_page.datelines import find_dateline

_FIRST_YEAR = 1991
_MOMENT = re.compile(
    r"(?P<year>\d{4})(?P<dash>-?)(?P<month>\d{2})(?P=dash)(?P<day>\d{2})"
    r"(?:[T\s]\s?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?\d{2}(?:[.,]\d{1,9})?)?"
    r"\s?(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_ZERO = re.compile(r"Z|UTC|GMT|[+-]00(?::?00)?")

_FARTHEST = datetime.timedelta(hours=14)
"""How far the clock of any place is from universal time."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, mostly with a time, by the clock that the page writes. ``is_universal``: in universal time."""

    date: PublicationDate
    is_universal: bool = False


def moment_of(text: str) -> Moment | None:
    """The moment that ``text`` is, in ISO 8601 or as people write it; None where it is none beyond doubt."""
    text = " ".join(text[:100].split())
    found = _MOMENT.fullmatch(text)
    if not found:
        dateline = find_dateline(text, may_be_american=True)
        return Moment(dateline.published) if dateline and dateline.is_bare and dateline.published else None
    try:
        time = datetime.time(int(found["hour"]), int(found["minute"])) if found["hour"] else None
        date = PublicationDate(int(found["year"]), int(found["month"]), int(found["day"]), time)
    except ValueError:
        return None
    is_universal = bool(found["zone"] and _ZERO.fullmatch(found["zone"]))
    return Moment(date, is_universal) if date.year >= _FIRST_YEAR else None


def agreed(moments: list[Moment]) -> PublicationDate | None:
    """The day that all ``moments`` state, with its time; None where they differ.

    The clock of the place comes before universal time, by which the day may be another. A time that is given
    in universal time only is left out: readers would take it for the one on their own clocks.
    """
    local = [one.date for one in moments if not one.is_universal]
    universal = [one.date for one in moments if one.is_universal]
    dates = local or universal
    if len({date.isoformat() for date in dates}) != 1:
        return None
    own = next((date for date in dates if date.time), dates[0])
    if local and not all(_may_be_same(own, other) for other in universal):
        return None
    return own if local else replace(own, time=None)


def _may_be_same(local: PublicationDate, universal: PublicationDate) -> bool:
    if local.isoformat() == universal.isoformat():
        return True
    if local.time is None or universal.time is None:
        return abs(_instant(local).date() - _instant(universal).date()) <= datetime.timedelta(days=1)
    return abs(_instant(local) - _instant(universal)) <= _FARTHEST


def _instant(date: PublicationDate) -> datetime.datetime:
    day = datetime.date(date.year, date.month or 1, date.day or 1)
    return datetime.datetime.combine(day, date.time or datetime.time())
