"""Lines that date a page: what they state, in any of the languages.

Text around a date may make it the date of something else, so all of the line has to be understood.
"""

import datetime
import re
from dataclasses import dataclass, field, replace
from functools import cache

from babel import Locale

from retrieval.documents import PublicationDate
from retrieval.language.languages import LANGUAGES, alternatives, page_pattern
from retrieval.sources.readers.saved_page.dates import DAY, TIME, ZONE, Day, day_of, time_of

_LONGEST = 160
"""Characters of a dateline with two dates, their labels, a rubric and a counter; longer lines are text."""

_LONGEST_REST = 60
"""Characters beside a date in a dateline: a city and a rubric."""

_MOST_WORDS_AFTER = 3
"""Words behind a date in a dateline, such as a city or an author; more of them are a sentence."""

_LAYOUT = "|•·/"
"""Signs by which a site sets what else it says apart from the date; a dash may be said of the day itself:
«9 мая 2024 — День Победы»."""

_SIGNS = re.compile(rf"[{_LAYOUT}]")
_EDGES = re.compile(r"^[^\w№#%$€+]+|[^\w№#%$€+]+$")
"""Signs and pictures at the edges of a text; a number with «№» is more than a counter."""

_UPDATE = page_pattern(lambda words: words.update)
_BESIDE = re.compile(
    alternatives(
        page_pattern(lambda words: words.boilerplate),
        page_pattern(lambda words: words.rubric),
        page_pattern(lambda words: words.dates.job),
        r"\d{1,3}(?:\s?\d{3})*",
    ),
    re.IGNORECASE,
)
"""What a site sets beside a date that is not about it."""

_GLUED = re.compile(r"(?<=\b(?:19|20)\d\d)(?=\d{1,2}:\d\d)|(?<=\d)(?=[A-ZА-ЯЁ][a-zа-яё]{3})")
"""Where two parts of a page were saved without what stood between: «202410:35 AM GMT+6Updated»."""

_ISSUE = re.compile(
    rf"(?:{page_pattern(lambda words: words.dates.issue) or '(?!)'})\b.{{0,60}}№\s?\d+(?:\s?\(\d+\))?[ ,]",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"№ ?\d+ \(\d+\),")
"""«№ 34 (5102), 21 февраля 2023»: an issue by its number in the year and in all."""

_PAGE_NUMBER = re.compile(r"\w{1,5}\.? ?\d{1,3}")
"""«Газета «Коммерсантъ» №48 от 20.03.2024, стр. 8»."""

_LINKING = re.compile(alternatives("T", page_pattern(lambda words: words.time_before)), re.IGNORECASE)
_CAPITAL = "(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])"
_NAMES = rf" {_CAPITAL}\S* {_CAPITAL}\S*(?: \S+){{0,5}}"
_BYLINE = re.compile(rf"(?:{page_pattern(lambda words: words.dates.byline)}){_NAMES}", re.IGNORECASE)
_SITE = rf"(?:[A-Za-z0-9-]+\.[a-z]{{2,6}}|(?i:{page_pattern(lambda words: words.site)}))"
_CAPITALS = "[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ-]{3,}"
_AGENCY = re.compile(rf"(?:{_CAPITALS}[ .,]+)?{_SITE}")
"""How agencies and sites sign a dateline: «ТАСС», «Zakon.kz», «АСТАНА. КАЗИНФОРМ»."""

_SIGNED_PLACE = re.compile(rf"{_CAPITALS}(?:[ -]{_CAPITALS})?")
"""Where an agency reports from; «АСТАНА, 5 марта 2024» alone is where and when anything was made."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a line states about when a page was published and updated.

    ``published``, ``updated``: complete days. ``is_labelled``: whether the line says in words that it is the
    date of publication. ``leaves_open``: whether it names a day that can't be told. ``is_relative``: whether
    it means one that is counted from now. ``month`` and ``number``: of an incomplete day. ``is_bare``:
    whether the line holds nothing else. ``names_day``: whether it holds more than a time of day, the name of
    a weekday, "today" or a label. ``is_clock``: whether it may be today's date at the head of a site: with a
    weekday, without a time. ``awaits_day``: whether it is a label, whose day stands in the next line.
    ``is_timed``: whether it gives a time of day. ``is_signed``: whether it names an author.
    """

    published: PublicationDate | None = None
    updated: PublicationDate | None = None
    is_labelled: bool = False
    leaves_open: bool = False
    is_relative: bool = False
    month: int | None = None
    number: int | None = None
    is_bare: bool = True
    names_day: bool = False
    is_clock: bool = False
    awaits_day: bool = False
    is_timed: bool = False
    is_signed: bool = False


@dataclass
class _Stretch:
    """A run of a line under one label: ``kind`` is "update", "publication", "named", or empty for none."""

    kind: str = ""
    days: list[Day] = field(default_factory=list)
    times: list[datetime.time] = field(default_factory=list)
    is_relative: bool = False

    def day(self) -> PublicationDate | None:
        """The one complete day of it, with its time if there is one time."""
        dates = {day.date.isoformat(): day.date for day in self.days if day.date}
        if len(dates) != 1 or any(day.date is None for day in self.days):
            return None
        return replace(next(iter(dates.values())), time=self.times[0] if len(self.times) == 1 else None)


def find_dateline(line: str, *, may_be_american: bool = False) -> Dateline | None:
    """What ``line`` states as a dateline; None for a line that is none, or is not understood as a whole.

    ``line`` has no other white space than single spaces. ``may_be_american``: whether 09/05/2023 may be the
    fifth of September.
    """
    if len(line) > _LONGEST or not (len(line) <= _LONGEST_REST or any(map(str.isdigit, line))):
        return None
    line = _GLUED.sub(" ", line)
    pieces = list(_pieces().finditer(line))
    is_dated = any(piece.lastgroup != "reading" for piece in pieces)
    stretches = _stretches(pieces, may_be_american=may_be_american) if is_dated else None
    if stretches is None:
        return None
    days = [day for stretch in stretches for day in stretch.days]
    has_time = any(stretch.times for stretch in stretches)
    is_whole = any(day.date for day in days)
    edges = [0, *(edge for piece in pieces for edge in piece.span()), len(line)]
    before, *between, after = [line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    is_bare = not _rest(before) and not _rest(after)
    # «9 мая | Праздник» and «В 10:00 Парад» date no page.
    is_dateline = is_bare or is_whole or (has_time and bool(days))
    is_begun = _may_stand_before(before) or _is_report(before, after)
    is_alone = (is_begun and _may_stand_after(after)) or _is_issue(before, after)
    if not (is_dateline and is_alone) or any(map(_rest, between)):
        return None
    found = _dateline(stretches)
    return replace(
        found,
        is_bare=is_bare,
        is_clock=_is_clock(pieces),
        is_timed=has_time,
        is_signed=any(map(_is_signed, (before, after))),
    )


def is_day_and_name(line: str) -> bool:
    """Whether ``line`` is a day and a few words: an author, an occasion, or the place where a document was
    made. Such a line may be no dateline, but is no headline either.
    """
    if len(line) > _LONGEST or not any(map(str.isdigit, line)):
        return False
    day = next((piece for piece in _pieces().finditer(line) if piece.lastgroup == "date"), None)
    if day is None:
        return False
    before, after = line[: day.start()].rstrip(), _rest(line[day.end() :])
    if not before:
        return len(after.split()) <= _MOST_WORDS_AFTER and not after[:1].islower()
    if any(map(str.isalpha, after)):
        return False
    return before.endswith(",") and len(before.split()) <= _MOST_WORDS_AFTER


def _dateline(stretches: list[_Stretch]) -> Dateline:
    updates = [stretch for stretch in stretches if stretch.kind == "update" and stretch.days]
    others = [stretch for stretch in stretches if stretch.kind != "update"]
    dated = [stretch for stretch in others if stretch.days]
    own = [stretch for stretch in dated if stretch.kind == "publication"] or dated
    published = {day.isoformat(): day for day in (stretch.day() for stretch in own) if day}
    is_open = any(stretch.day() is None for stretch in own) or len(published) > 1
    part = own[0].days[0] if own and is_open and len(own[0].days) == 1 else Day(None)
    return Dateline(
        published=next(iter(published.values())) if len(published) == 1 and not is_open else None,
        updated=updates[0].day() if len(updates) == 1 else None,
        is_labelled=any(stretch.kind == "publication" for stretch in own),
        leaves_open=is_open,
        is_relative=any(stretch.is_relative for stretch in others),
        month=part.month,
        number=part.number,
        awaits_day=bool(stretches[-1].kind)
        and not any(stretch.days or stretch.times for stretch in stretches),
        names_day=any(stretch.days or stretch.is_relative for stretch in stretches),
    )


def _stretches(pieces: list[re.Match[str]], *, may_be_american: bool) -> list[_Stretch] | None:
    """The line's dates and times by their labels; None where it names a time that no clock has."""
    found = [_Stretch()]
    for number, piece in enumerate(pieces):
        kind = piece.lastgroup or ""
        if kind == "named" and found[-1].days and found[-1].kind != "update":
            continue  # «Дата: 18.04.2024, время: 10:35»
        if kind in {"update", "publication", "named"}:
            found.append(_Stretch(kind))
        elif kind == "date":
            found[-1].days.append(day_of(piece, may_be_american=may_be_american))
        elif kind == "clock":
            # A moment with a dot is a time only where it can't be a day of a month or an amount.
            if piece["dot"] == ":" or piece["half"]:
                time = time_of(piece)
                if time is None:
                    return None
                found[-1].times.append(time)
        elif kind == "relative":
            has_time = any(other.lastgroup == "clock" for other in pieces[number:])
            found[-1].is_relative = has_time or found[-1].is_relative
        elif kind == "ago":
            found[-1].is_relative = True
    return found


def _is_clock(pieces: list[re.Match[str]]) -> bool:
    kinds = {piece.lastgroup for piece in pieces}
    return "weekday" in kinds and not kinds & {"clock", "publication", "named"}


def _rest(gap: str) -> str:
    """What of the text between two parts of a dateline means something."""
    text = _EDGES.sub("", gap)
    return "" if _LINKING.fullmatch(text) or _BESIDE.fullmatch(text) else text


def _may_stand_before(gap: str) -> bool:
    rest = _rest(gap)
    if not rest:
        return True
    if len(rest) > _LONGEST_REST or rest.endswith(("!", "?")):
        return False
    if _BYLINE.fullmatch(rest):
        return True
    edge = gap.rstrip("([ ")[-1:]
    return edge in _LAYOUT or (edge in ",.—–-" and _is_agency(gap))


def _is_report(before: str, after: str) -> bool:
    """Whether an agency's name follows the date, and where it reports from comes before."""
    is_place = _SIGNED_PLACE.fullmatch(_rest(before)) is not None
    return is_place and before.rstrip()[-1:] in {",", "."} and _is_agency(after)


def _is_issue(before: str, after: str) -> bool:
    """Whether the date is that of a newspaper's issue."""
    rest = _rest(after)
    is_issue = _ISSUE.match(before) or _NUMBERED.fullmatch(before.strip())
    return is_issue is not None and (not rest or _PAGE_NUMBER.fullmatch(rest) is not None)


def _is_signed(gap: str) -> bool:
    """Whether an author's name, with a label, is all that a line holds beside a date."""
    parts = [rest for part in _SIGNS.split(gap) if (rest := _rest(part))]
    return len(parts) == 1 and _BYLINE.fullmatch(parts[0]) is not None


def _is_agency(gap: str) -> bool:
    return _AGENCY.fullmatch(_rest(gap)) is not None


def _may_stand_after(gap: str) -> bool:
    rest = _rest(gap)
    if not rest or _BYLINE.fullmatch(rest) or _is_signed(gap):
        return True
    if len(rest) > _LONGEST_REST or len(rest.split()) > _MOST_WORDS_AFTER or rest[0].islower():
        return False
    is_apart = gap.lstrip(") ]")[:1] in _LAYOUT or _is_agency(gap)
    return is_apart and not gap.rstrip().endswith((".", "!", "?")) and rest[0].isalpha()


@cache
def _pieces() -> re.Pattern[str]:
    weekdays: set[str] = set()
    for language in LANGUAGES:
        days = Locale(language).days["format"]
        weekdays.update(
            name.rstrip(".") for width in ("wide", "abbreviated") for name in days[width].values()
        )
    names = "|".join(sorted(map(re.escape, weekdays), key=len, reverse=True))
    ways = {
        "date": DAY,
        "clock": TIME,
        "zone": ZONE,
        "update": rf"\b(?:{_UPDATE})",
        "publication": rf"\b(?:{page_pattern(lambda words: words.dates.publication)})",
        "named": rf"\b(?:{page_pattern(lambda words: words.dates.named)})\s?:",
        "ago": rf"(?<!\w)(?:{page_pattern(lambda words: words.dates.ago)})(?!\w)",
        "reading": rf"(?<!\d)(?:{page_pattern(lambda words: words.dates.reading_time)})(?!\w)",
        "relative": rf"\b(?:{page_pattern(lambda words: words.relative_day)})\b",
        "weekday": rf"\b(?:{names})\b\.?",
    }
    return re.compile("|".join(f"(?P<{kind}>{way})" for kind, way in ways.items()), re.IGNORECASE)
