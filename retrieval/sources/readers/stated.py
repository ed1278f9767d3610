"""Facts as fields of structured files give them: dates, addresses, names. What is in doubt is None."""

import datetime
import html
import re
from urllib.parse import urlsplit

from retrieval.documents import NO_LINK, Fact, Link, LinkKind, PublicationDate, Span
from retrieval.sources.readers.decoding import Decoded, decoded

_FIRST_YEAR = 1991
"""The first page of the web is of that year; programs write earlier ones, such as 1970, for none."""

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?P<second>:\d\d(?:[.,]\d{1,9})?)?"
    r"\s?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?)?)?",
    re.IGNORECASE,
)
_INTERNET = re.compile(
    r"(?:[a-z]{3},\s*)?(?P<day>\d{1,2})\s+(?P<month>[a-z]{3})[a-z]*\s+(?P<year>\d{4})"
    r"(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?P<second>:\d\d)?(?:\s*(?:[A-Z]{1,5}|[+-]\d{4}))?"
    r"(?:\s*\([^()]{0,40}\))?)?",
    re.IGNORECASE,
)
"""Dates of mail and of feeds: «Wed, 27 Nov 2024 14:25:00 +0500»."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_LONGEST_DATE = 100
_LONGEST_ADDRESS = 2000
_LONGEST_NAME = 200
_LONGEST_TITLE = 500
"""Characters; what is longer is none, or was put into the wrong field."""

_HALVES = re.compile(r"[\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f\x7f]+", re.IGNORECASE)
_ACCOUNTS = {"admin", "administrator", "editor", "webmaster", "root", "user", "noreply", "no-reply", "админ"}
"""Names of accounts that write for anybody."""


def stated_date(value: str | None) -> PublicationDate | None:
    """The date that a field gives, at its precision, by the clock of whoever wrote it.

    ISO 8601, the dates of mail, and those that pages write; None for others, and for one that can be read
    in two ways, such as 09/05/2023. Midnight to the second is what programs write for no time.
    """
    line = " ".join((value or "")[: _LONGEST_DATE + 1].split())
    if not line or len(line) > _LONGEST_DATE:
        return None
    match = _ISO.fullmatch(line) or _INTERNET.fullmatch(line)
    return _date(match.groupdict()) if match else _written(line)


def _date(found: dict[str, str | None]) -> PublicationDate | None:
    month, day, hour = found["month"], found["day"], found["hour"]
    if month and not month.isdigit():
        if month.casefold() not in _MONTHS:
            return None
        month = str(_MONTHS.index(month.casefold()) + 1)
    try:
        time = datetime.time(int(hour), int(found["minute"] or 0)) if hour else None
        if time == datetime.time() and set(found["second"] or "") <= set(":0.,"):
            time = None
        date = PublicationDate(
            int(found["year"] or 0), int(month) if month else None, int(day) if day else None, time
        )
    except ValueError:
        return None
    return date if date.year >= _FIRST_YEAR else None


def _written(line: str) -> PublicationDate | None:
    # Its many patterns are compiled when a date is read, not at each start.
    from retrieval.sources.readers.saved_page.datelines import find_dateline

    found = find_dateline(line, may_be_american=True)
    return found.published if found and found.is_bare else None


def stated_link(value: str | None) -> Link:
    """The page's address, or a site's, that a field gives in full; `NO_LINK` for anything else."""
    address = (value or "").strip()
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        return NO_LINK
    try:
        parts = urlsplit(address)
    except ValueError:
        return NO_LINK
    if not parts.hostname:
        return NO_LINK
    is_article = bool(parts.path.strip("/") or parts.query)
    return Link(address, LinkKind.ARTICLE if is_article else LinkKind.PUBLISHER)


def stated_title(value: str | None) -> str | None:
    """A title in one line, its entities read; None for one that is blank or longer than any title."""
    line = plain(value)
    return line if line and len(line) <= _LONGEST_TITLE else None


def stated_author(value: str | None) -> Fact | None:
    """The name that a field gives; None for an address, or an account that is nobody's name."""
    line = plain(value)
    is_name = any(map(str.isalpha, line)) and "@" not in line and "://" not in line
    if not is_name or len(line) > _LONGEST_NAME or line.casefold() in _ACCOUNTS:
        return None
    return Fact(line)


def stated_publisher(value: str | None, text: str, prose: list[Span], link: Link) -> Fact | None:
    """The publisher that a field names, else the one that the link, or ``text`` in its ``prose``, does."""
    from retrieval.sources.readers.saved_page.publishers import find_publisher

    line = plain(value)
    if any(map(str.isalpha, line)) and len(line) <= _LONGEST_NAME and "://" not in line:
        return Fact(line)
    return find_publisher(text, prose, link)


def plain(value: str | None) -> str:
    """``value`` in one line, its entities read."""
    return " ".join(html.unescape(storable(value or "")).split())


def storable(text: str) -> str:
    """``text`` with a sign of replacement for halves of characters, which no encoding of Unicode has."""
    return _HALVES.sub("\ufffd", text)


def decoded_as(content: bytes, declared: str | None) -> Decoded | None:
    """``content`` as text in the encoding that a header declares, unless it is UTF-8; None if in neither.

    What declares it was made with the content, so it is believed without proof.
    """
    if b"\0" not in content:
        for encoding in ("utf-8", declared):
            try:
                return Decoded(content.decode(encoding or ""), encoding or "")
            except (UnicodeError, LookupError):
                continue
    found = decoded(content)
    return found if isinstance(found, Decoded) else None
