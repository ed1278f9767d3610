"""Dates as news pages write them, in Russian, Kazakh and English.

Only a complete date counts: a page that leaves the year out has not stated it.
"""

import datetime
import re
from functools import cache

from babel import Locale

from retrieval.documents import PublicationDate

_TIME = r"(?:[,\sT]*(?:в\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?)?(?!\d)"
_LANGUAGES = ("ru", "kk", "en")


def find_date(line: str) -> tuple[PublicationDate | None, str]:
    """The first complete date in ``line``, with the rest of the line.

    A date without a year is taken out of the rest, but not returned; an impossible date is neither.
    """
    for pattern in _patterns():
        for match in pattern.finditer(line):
            found = match.groupdict()
            rest = (line[: match.start()] + " " + line[match.end() :]).strip()
            if not found.get("year"):
                return None, rest
            try:
                return _date(found), rest
            except ValueError:
                continue
    return None, line


def _date(found: dict[str, str | None]) -> PublicationDate:
    hour = found["hour"]
    return PublicationDate(
        year=int(found["year"] or 0),
        month=_month(found["month"] or ""),
        day=int(found["day"] or 0),
        time=datetime.time(int(hour), int(found["minute"] or 0)) if hour else None,
    )


def _month(written: str) -> int:
    return int(written) if written.isdigit() else _month_names()[written.casefold()]


@cache
def _month_names() -> dict[str, int]:
    names = {}
    for language in _LANGUAGES:
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
        rf"(?<!\d){year}\s*(?:жыл(?:ғы|дың)?|ж\.)?,?\s+(?P<day>\d{{1,2}})\s+{month}\b{_TIME}",
        rf"{month}\s+(?P<day>\d{{1,2}}),?\s+{year}{_TIME}",
        rf"{day}\s+{month}\b,?(?:\s+{year}(?:\s*(?:года?|г\.|жыл|ж\.))?)?{_TIME}",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in written)
