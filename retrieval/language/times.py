"""The times that texts name, and what a question asks for by them.

A time is a day, a week, a month, a season, a quarter, a half of a year, or a year: written out («в августе
2022 года», "27.11.2024"), or seen from the day of the text («вчера», "last year").
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.documents import PublicationDate, Span
from retrieval.language.normalisation import plain_letters
from retrieval.language.time_patterns import (
    BEGINS,
    DIGITS,
    ENDS,
    FAR_DAYS,
    FAR_MONTHS,
    FAR_WEEKS,
    FAR_YEARS,
    JOINT,
    MONTHS_OF,
    NEWEST,
    PART,
    RANGE_JOINS,
    RELATIONS,
    WRITTEN_YEAR,
    YEAR,
    Pattern,
)
from retrieval.language.time_words import Relation
from retrieval.language.words import whole_words
from retrieval.periods import Period

_DAYS_OF_WEEK = 7
_HALF_YEAR = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """A time that a text names at ``[start, end)``."""

    start: int
    end: int
    period: Period


@dataclass(frozen=True, slots=True)
class TimeAsked:
    """What a question asks for by its words of time.

    ``period``: what is asked about was published then, or speaks of then. ``newest``: the latest is asked
    for. ``spans``: where words stand in the question that no source has to repeat: all words of time but
    dates that are written out and asked about as they are.
    """

    period: Period | None
    newest: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Year:
    start: int
    end: int
    year: int


@dataclass(frozen=True, slots=True)
class _Part:
    """Months of a year that is named beside them, or one of their days."""

    start: int
    end: int
    first: int
    last: int
    day: int | None

    def of(self, year: int) -> Period | None:
        """None for a day that no calendar has."""
        try:
            return Period.of(year, self.first, self.day) if self.day else self._months(year)
        except ValueError:
            return None

    def _months(self, year: int) -> Period:
        return Period.of_months(year, self.first, self.last)


def asked_time(question: str, today: datetime.date) -> TimeAsked | None:
    """What ``question`` asks for by its words of time, seen from ``today``; None where it has none.

    Months and days without a year ask for nothing here: which one is meant stays open.
    """
    text = _comparable(question)
    seen_from = PublicationDate(today.year, today.month, today.day)
    named = _mentions(text, _parts(text), seen_from)
    bounded = [_bounded(text, mention) for mention in _ranges(text, named)]
    newest = [match.span() for match in NEWEST.finditer(text)]
    if not bounded and not newest:
        return None
    spans = newest + [
        (mention.start, mention.end)
        for mention in bounded
        if mention not in named or not WRITTEN_YEAR.search(text, mention.start, mention.end)
    ]
    period = Period.around(mention.period for mention in bounded) if bounded else None
    return TimeAsked(period, bool(newest), tuple(sorted(whole_words(text, span) for span in spans)))


def spoken_periods(text: str, published: PublicationDate | None) -> Iterator[Period]:
    """The times that ``text`` speaks of, seen from when it was published.

    A month without a year is the nearest one to the publication.
    """
    plain = _comparable(text)
    parts = _parts(plain)
    found = _mentions(plain, parts, published)
    yield from (mention.period for mention in found)
    if published is None or published.month is None:
        return
    taken = [(mention.start, mention.end) for mention in found]
    for part in parts:
        if not _is_taken(part.start, taken) and (
            text[part.start].isupper() or not plain[part.end - 1].isascii() or part.day
        ):
            period = part.of(_nearest_year(part.first, published.year, published.month))
            if period:
                yield period


def without_times(text: str, asked: TimeAsked | None) -> str:
    """``text`` with a space in place of each sign at ``asked.spans``; as long as before."""
    for start, end in asked.spans if asked else ():
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _mentions(text: str, parts: Sequence[_Part], seen_from: PublicationDate | None) -> list[Mention]:
    """The times that ``text`` names together with their year, in order."""
    found = [*_dates_in_digits(text), *_far_days(text, seen_from)]
    taken = [(mention.start, mention.end) for mention in found]
    years = [year for year in _years(text, seen_from) if not _is_taken(year.start, taken)]
    beside: set[_Year] = set()
    for part in parts:
        dated = _dated(text, part, years)
        if dated:
            mention, year = dated
            found.append(mention)
            beside.add(year)
    found += [Mention(year.start, year.end, Period.of(year.year)) for year in years if year not in beside]
    found += _sharing_a_year(text, parts, found)
    return sorted(found, key=lambda mention: mention.start)


def _dated(text: str, part: _Part, years: Sequence[_Year]) -> tuple[Mention, _Year] | None:
    """``part`` with the year right behind or before it."""
    for year in years:
        start, end = min(part.start, year.start), max(part.end, year.end)
        between = min(part.end, year.end), max(part.start, year.start)
        if between[0] <= between[1] and JOINT.fullmatch(text, *between):
            period = part.of(year.year)
            return (Mention(start, end, period), year) if period else None
    return None


def _sharing_a_year(text: str, parts: Sequence[_Part], found: Sequence[Mention]) -> Iterator[Mention]:
    """Months whose year stands only behind the next one: «с марта по июнь 2023»."""
    by_start = {mention.start: mention for mention in found}
    for part, following in pairwise(parts):
        dated = by_start.get(following.start)
        if part.start in by_start or not dated or not RANGE_JOINS.fullmatch(text, part.end, following.start):
            continue
        period = part.of((dated.period.since or datetime.date.min).year)
        if period:
            yield Mention(part.start, part.end, period)


def _years(text: str, seen_from: PublicationDate | None) -> list[_Year]:
    found = [_Year(match.start(), match.end(), int(match["year"])) for match in YEAR.finditer(text)]
    if seen_from:
        for pattern, distance in FAR_YEARS:
            year = seen_from.year + distance
            found += [_Year(match.start(), match.end(), year) for match in pattern.finditer(text)]
    return sorted(found, key=lambda year: year.start)


def _parts(text: str) -> list[_Part]:
    return [_part(match) for match in PART.finditer(text)]


def _part(match: re.Match[str]) -> _Part:
    group = next(name for name, value in match.groupdict().items() if value and name in MONTHS_OF)
    first, last = MONTHS_OF[group]
    day = match["day"] or match["day_behind"]
    return _Part(match.start(), match.end(), first, last, int(day) if day and first == last else None)


def _dates_in_digits(text: str) -> Iterator[Mention]:
    for match in DIGITS.finditer(text):
        year, month, day = (int(match[name] or match[f"{name}_behind"]) for name in ("year", "month", "day"))
        try:
            yield Mention(match.start(), match.end(), Period.of(year, month, day))
        except ValueError:
            continue


def _far_days(text: str, seen_from: PublicationDate | None) -> Iterator[Mention]:
    """Days, weeks and months by their distance from ``seen_from``, as far as it is known."""
    if seen_from is None or seen_from.month is None:
        return
    for pattern, distance in FAR_MONTHS:
        months = 12 * seen_from.year + seen_from.month - 1 + distance
        yield from _found(pattern, text, Period.of(months // 12, months % 12 + 1))
    if seen_from.day is None:
        return
    day = datetime.date(seen_from.year, seen_from.month, seen_from.day)
    for pattern, distance in FAR_DAYS:
        that = day + datetime.timedelta(distance)
        yield from _found(pattern, text, Period(that, that))
    for pattern, distance in FAR_WEEKS:
        monday = day + datetime.timedelta(distance * _DAYS_OF_WEEK - day.weekday())
        yield from _found(pattern, text, Period(monday, monday + datetime.timedelta(_DAYS_OF_WEEK - 1)))


def _found(pattern: Pattern, text: str, period: Period) -> Iterator[Mention]:
    return (Mention(match.start(), match.end(), period) for match in pattern.finditer(text))


def _ranges(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """``mentions``, two that begin and end a range being one."""
    found: list[Mention] = []
    for mention in mentions:
        if found and found[-1].start < mention.start < found[-1].end:
            continue
        joined = found and _range(text, found[-1], mention)
        if joined:
            found[-1] = joined
        else:
            found.append(mention)
    return found


def _range(text: str, one: Mention, other: Mention) -> Mention | None:
    join = RANGE_JOINS.fullmatch(text, one.end, other.start)
    if not join or one.period.first > other.period.first:
        return None
    begins = BEGINS.search(text, 0, one.start)
    ends = ENDS.match(text, other.end) if ENDS.pattern else None
    if not ends and not (join.group().strip() and (begins or not join.group().strip().isalpha())):
        return None
    start, end = begins.start() if begins else one.start, ends.end() if ends else other.end
    return Mention(start, end, Period.around([one.period, other.period]))


def _bounded(text: str, mention: Mention) -> Mention:
    """``mention`` as what stands before or behind it bounds the days asked for."""
    for relation, before, behind in RELATIONS:
        found = before and before.search(text, 0, mention.start)
        if found:
            return Mention(found.start(), mention.end, _related(relation, mention.period))
        found = behind and behind.match(text, mention.end)
        if found:
            return Mention(mention.start, found.end(), _related(relation, mention.period))
    return mention


def _related(relation: Relation, period: Period) -> Period:
    if period.since is None or period.until is None:
        return period
    day = datetime.timedelta(1)
    return {
        Relation.BEFORE: Period(None, period.since - day),
        Relation.AFTER: Period(period.until + day),
        Relation.SINCE: Period(period.since),
        Relation.UNTIL: Period(None, period.until),
    }[relation]


def _nearest_year(month: int, year: int, published: int) -> int:
    """The year in which ``month`` lies nearest to the month ``published`` of ``year``."""
    distance = month - published
    return year - 1 if distance > _HALF_YEAR else year + 1 if distance < -_HALF_YEAR else year


def _is_taken(start: int, taken: Sequence[Span]) -> bool:
    return any(first <= start < end for first, end in taken)


def _comparable(text: str) -> str:
    """``text`` in small letters of one keyboard, each sign in its place."""
    small = text.lower()
    if len(small) != len(text):  # «İ» for one has no small letter of its own
        small = "".join(each if len(each := sign.lower()) == 1 else sign for sign in text)
    return plain_letters(small)
