"""Dates as news pages write them, in any of the languages.

Only a complete and unambiguous date counts: a page that leaves the year out has not stated it.
"""

import datetime
import re
from functools import cache

from babel import Locale

from retrieval.documents import PublicationDate
from retrieval.language.languages import LANGUAGES, page_pattern

_BEFORE_TIME = page_pattern(lambda words: words.time_before)
_YEAR_AFTER = page_pattern(lambda words: words.year_after)
_YEAR_BEFORE = page_pattern(lambda words: words.year_before)
_TIME = (
    rf"(?:[,\sT]*(?:(?:{_BEFORE_TIME})\s+)?"
    + r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?!\d)(?!\s*[ap]\.?m\b))?(?!\d)"
)
_FIRST_YEAR = 1991
"""The first page of the web is of that year."""

_SEPARATORS = "|,:•·—–-/("
_OTHER_DATE = re.compile(page_pattern(lambda words: words.update), re.IGNORECASE)
_LONGEST_REST = 60
"""Characters beside a date in a dateline: a city and a rubric."""

_MOST_WORDS_AFTER = 3
"""Words behind a date in a dateline, such as a city or an author; more of them are a sentence."""

_MONTHS = 12


def find_dateline(line: str, *, may_be_american: bool = False) -> tuple[PublicationDate | None, bool]:
    """The date that ``line`` gives as a dateline, and whether it is one.

    A dateline is a date at an edge, or behind a sign such as «|», with at most a rubric beside it and no
    phrase that goes on. None is returned as the date where it is incomplete, impossible, or the date of an
    update; and with ``may_be_american`` where it reads 09/05/2023.
    """
    for pattern in _patterns():
        for match in pattern.finditer(line):
            if not _stands_alone(
                line[: match.start()].rstrip(), line[match.end() :].lstrip(f" {_SEPARATORS}")
            ):
                continue
            found = match.groupdict()
            if may_be_american and found.get("sign") == "/" and int(found["day"]) <= _MONTHS:
                return None, True
            if not found.get("year") or _OTHER_DATE.search(line[: match.start()]):
                return None, True
            date = _date(found)
            if date:
                return date, True
    return None, False


def _stands_alone(before: str, after: str) -> bool:
    is_behind_sign = not before or before[-1] in _SEPARATORS
    is_short = len(before) + len(after) <= _LONGEST_REST and len(after.split()) <= _MOST_WORDS_AFTER
    return is_behind_sign and is_short and not after[:1].islower() and not after.endswith((".", "!", "?"))


def _date(found: dict[str, str | None]) -> PublicationDate | None:
    hour, month = found["hour"], (found["month"] or "").casefold()
    try:
        date = PublicationDate(
            year=int(found["year"] or 0),
            month=int(month) if month.isdigit() else _month_names()[month],
            day=int(found["day"] or 0),
            time=datetime.time(int(hour), int(found["minute"] or 0)) if hour else None,
        )
    except (ValueError, KeyError):
        return None
    return date if date.year >= _FIRST_YEAR else None


@cache
def _month_names() -> dict[str, int]:
    names = {}
    for language in LANGUAGES:
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for number, name in months[context]["wide"].items():
                names[name.casefold()] = number
    return names


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = f"(?P<month>{'|'.join(sorted(_month_names(), key=len, reverse=True))})"
    day, year = r"(?<!\d)(?P<day>\d{1,2})", r"(?P<year>\d{4})(?!\d)"
    written = (
        rf"(?<!\d){year}-(?P<month>\d{{2}})-(?P<day>\d{{2}}){_TIME}",
        rf"{day}(?P<sign>[./-])(?P<month>\d{{1,2}})(?P=sign){year}{_TIME}",
        rf"(?<!\d){year}\s*(?:{_YEAR_BEFORE})?,?\s+(?P<day>\d{{1,2}})\s+{month}\b{_TIME}",
        rf"{month}\s+(?P<day>\d{{1,2}}),?\s+{year}{_TIME}",
        rf"{day}\s+{month}\b,?(?:\s+{year}(?:\s*(?:{_YEAR_AFTER}))?)?{_TIME}",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in written)
