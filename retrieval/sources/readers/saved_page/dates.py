"""Dates and times of day as pages write them, in any of the languages.

Only a complete and unambiguous date is read: a page that leaves the year out has not stated it.
"""

import datetime
import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

from retrieval.documents import PublicationDate
from retrieval.language.languages import LANGUAGES, alternatives, page_pattern

_FIRST_YEAR = 1991
"""The first page of the web is of that year."""

_SHORT_YEARS = (40, _FIRST_YEAR % 100)
"""Of years in two digits, those up to the first are of this century, those from the second of the last; what
lies between is left open."""

_MONTHS = 12
_NOON = 12

_YEAR_AFTER = page_pattern(lambda words: words.year_after)
_YEAR_BEFORE = page_pattern(lambda words: words.year_before)
_DAY_AFTER = page_pattern(lambda words: words.dates.day_after)
_MONTH_ENDING = page_pattern(lambda words: words.dates.month_ending)
_ZONE_WORDS = page_pattern(lambda words: words.dates.zone)

_ZONE = (
    r"(?-i:\b(?:UTC|GMT|MSK|МСК|мск|EST|EDT|ET|BST|CET|CEST|PST|PDT|PT|EET|EEST|IST|JST|HKT|ALMT)\b)"
    r"(?:\s?[+−–-]\s?\d{1,2}(?::?\d{2})?)?"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as a page writes it.

    ``date``: the day where it is complete and can be read in one way only. ``month`` and ``number``: what an
    incomplete one says of itself, as far as it does.
    """

    date: PublicationDate | None
    month: int | None = None
    number: int | None = None


def day_of(match: re.Match[str], *, may_be_american: bool) -> Day:
    """The day that a match of `DAY` names; one of which nothing is known where no calendar has it.

    ``may_be_american``: whether 09/05/2023 may be the fifth of September.
    """
    found = {name.rstrip("0123456789"): part for name, part in match.groupdict().items() if part is not None}
    if "first" in found:
        return _in_digits(found, may_be_american=may_be_american)
    month = found["month"].casefold()
    number = int(month) if month.isdigit() else _months().get(month)
    if number is None:
        return Day(None)
    day = int(found["day"]) if "day" in found else None
    if "year" in found and day is not None:
        return _complete(int(found["year"]), number, day)
    # «5 там» is no date: a shortened month counts only in a complete one.
    return Day(None, number, day) if month in _full_months() else Day(None)


def time_of(match: re.Match[str]) -> datetime.time | None:
    """The time of day that a match of `TIME` names, by the page's own clock; None where no clock has it."""
    hour, half = int(match["hour"]), (match["half"] or "")[:1].casefold()
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return datetime.time(hour, int(match["minute"]))


def _in_digits(found: dict[str, str], *, may_be_american: bool) -> Day:
    first, second, sign = int(found["first"]), int(found["second"]), found["sign"]
    year = _full_year(found["last"], is_european=sign == "." and not may_be_american)
    if year is None:
        return Day(None)
    if sign != "." and second > _MONTHS:
        return _complete(year, first, second)
    if sign != "." and may_be_american and first <= _MONTHS and first != second:
        return Day(None)
    return _complete(year, second, first)


def _full_year(digits: str, *, is_european: bool) -> int | None:
    """The year; None for one in two digits that may as well be a day or of another century."""
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004
        return year
    latest, earliest = _SHORT_YEARS
    if not is_european or latest < year < earliest:
        return None
    return year + (1900 if year >= earliest else 2000)


def _complete(year: int, month: int, day: int) -> Day:
    try:
        date = PublicationDate(year, month, day)
    except ValueError:
        return Day(None)
    return Day(date if year >= _FIRST_YEAR else None, month, day)


@cache
def _full_months() -> dict[str, int]:
    names = {}
    for language in LANGUAGES:
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for number, name in months[context]["wide"].items():
                names[name.casefold()] = number
    return names


@cache
def _months() -> dict[str, int]:
    """The number of a month by its name, and by the three to five letters it may be shortened to."""
    full = _full_months()
    meant: dict[str, set[int]] = {}
    for name, number in full.items():
        for length in (3, 4, 5):
            meant.setdefault(name[:length], set()).add(number)
    return {short: min(numbers) for short, numbers in meant.items() if len(numbers) == 1} | full


def _name(names: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def _day_pattern() -> str:
    """Ways to write a day, the most complete first; groups are numbered apart, for one pattern holds all."""
    month, full = _name(_months()), _name(_full_months())
    year = rf"(?:19|20)\d{{2}}(?!\d)(?:\s?(?:{_YEAR_AFTER}))?"
    ways = (
        r"(?<![\d.])(?P<year1>(?:19|20)\d{2})(?P<sign1>[-/.])(?P<month1>\d{1,2})(?P=sign1)(?P<day1>\d{1,2})(?!\d)",
        r"(?<![\d./-])(?P<first2>\d{1,2})(?P<sign2>[./-])(?P<second2>\d{1,2})(?P=sign2)(?P<last2>(?:19|20)\d{2}|\d{2})"
        rf"(?![\d/-]|\.\d)(?:\s?(?:{_YEAR_AFTER}))?",
        rf"(?<!\d)(?P<year3>(?:19|20)\d{{2}})\s*(?:{_YEAR_BEFORE})?,?\s+(?P<day3>\d{{1,2}})(?:\s?(?:{_DAY_AFTER}))?\s+"
        rf"(?P<month3>{month})(?:{_MONTH_ENDING})?\b\.?",
        rf"\b(?P<month4>{month})\b\.?\s+(?P<day4>\d{{1,2}})(?:{_DAY_AFTER})?,?\s+(?P<year4>(?:19|20)\d{{2}})(?!\d)",
        rf"(?<!\d)(?P<day5>\d{{1,2}})(?:\s?(?:{_DAY_AFTER}))?[\s.-]+(?P<month5>{month})\b\.?,?[\s-]+"
        rf"(?P<year5>(?:19|20)\d{{2}})(?!\d)(?:\s?(?:{_YEAR_AFTER}))?",
        rf"(?<!\d)(?P<day6>\d{{1,2}})(?:\s?(?:{_DAY_AFTER}))?\s+(?P<month6>{full})\b",
        rf"\b(?P<month7>{full})\b,?\s+(?:{year}|(?P<day7>\d{{1,2}})(?:{_DAY_AFTER})?(?![\d:.]))",
    )
    return "|".join(ways)


DAY = _day_pattern()
"""Pattern of a day, complete or not; ignore case."""

TIME = (
    r"(?<![\d.:+−-])(?P<hour>[01]?\d|2[0-3])(?P<dot>[:.])(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?(?![\d:])"
    r"(?:Z\b|[+−-]\d{2}:?\d{2}\b)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
)
"""Pattern of a time of day, with the shift of its zone and the half of the day; ignore case."""

ZONE = alternatives(_ZONE, _ZONE_WORDS)
"""Pattern of a zone of time; ignore case."""
