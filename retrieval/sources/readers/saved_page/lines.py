"""A text file as people save a news page: what each line is.

The reader never changes the text; it only says which spans are prose and what the rest states. What may
be prose is kept, and what is not stated beyond doubt is not stated.
"""

import html
import re
from collections.abc import Iterator

from razdel import sentenize

from retrieval.documents import Fact, Link, Paragraph, PublicationDate, Span
from retrieval.language.languages import alternatives, page_pattern
from retrieval.sources.readers.page import Page
from retrieval.sources.readers.saved_page.attribution import choose_link, find_link
from retrieval.sources.readers.saved_page.cited import find_cited
from retrieval.sources.readers.saved_page.dates import find_dateline
from retrieval.sources.readers.saved_page.publishers import find_publisher
from retrieval.sources.readers.saved_page.transcript import Turn, find_turns, speakers

_HEAD_LINES = 8
"""Lines of a page among which a dateline, or a site's menu, stands: what saved pages were seen to have."""

_LONGEST_TITLE = 150
"""Characters; longer first lines are a first paragraph."""

_WRAPPED = 45
"""Characters from which a line may have been wrapped at a fixed width: mail programs wrap at 60 to 80."""

# Whole lines only, so that prose that uses these words is never dropped.
_BOILERPLATE = re.compile(page_pattern(lambda words: words.boilerplate), re.IGNORECASE)
_MENU = re.compile(
    alternatives(
        page_pattern(lambda words: words.menu),
        rf"(?:{page_pattern(lambda words: words.relative_day)}),?\s\d{{1,2}}:\d{{2}}",
        r"[^.!?]{1,40}(?:\s[/>»›]\s[^.!?]{1,40})+",
    ),
    re.IGNORECASE,
)
_COUNTER = re.compile(r"[•·*\-–—]?\s*\d[\d\s.,]*")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_GOES_ON = re.compile(rf"(?:,|\b(?:{page_pattern(lambda words: words.line_joining)}))$", re.IGNORECASE)


def read_page(text: str) -> Page:
    """Finds prose, title, date, publisher and link in ``text``."""
    prose: list[Span] = []
    dates: list[PublicationDate] = []
    links: list[Link] = []
    may_be_american = not _CYRILLIC.search(text)
    leads_elsewhere = False
    for number, (start, end) in enumerate(_lines(text)):
        line, in_head = _plain(text[start:end]), number < _HEAD_LINES
        goes_on = bool(prose) and _continues(text, prose[-1], (start, end))
        date, is_dateline = find_dateline(line, may_be_american=may_be_american) if in_head else (None, False)
        link = find_link(line)
        if goes_on and not is_dateline and not link:
            prose[-1] = (prose[-1][0], end)
        elif _is_boilerplate(line, may_be_menu=in_head and not prose) and not date:
            leads_elsewhere = bool(_BOILERPLATE.fullmatch(line))
            continue
        elif is_dateline:
            dates += [date] if date else []
        elif link:
            links += [] if leads_elsewhere else [link]  # «Читайте также:» comes before other pages
        else:
            prose.append((start, end))
        leads_elsewhere = False
    return _page(text, prose, dates, choose_link(links))


def _page(text: str, prose: list[Span], dates: list[PublicationDate], link: Link) -> Page:
    turns = find_turns(text, prose)
    title = _title(text, prose, turns)
    if title:
        turns[0] = None
    days = {date.isoformat() for date in dates}
    publisher = find_publisher(text, prose, link)
    return Page(
        text=text,
        paragraphs=tuple(
            Paragraph(start, end, speaker, is_title=bool(title) and start == prose[0][0])
            for (start, end), speaker in zip(prose, speakers(text, prose, turns), strict=True)
        ),
        title=title,
        publisher=publisher,
        cites=find_cited(text, prose, publisher),
        published=_fullest(dates) if len(days) == 1 else None,
        link=link,
    )


def _lines(text: str) -> Iterator[Span]:
    """Spans of the lines that are not blank, less surrounding white space."""
    for match in re.finditer(r"[^\n\r\u2028\u2029]+", text):
        line = match.group()
        bare = line.strip("\ufeff \t\xa0\u200b\x0b\x0c")
        if bare.strip():
            start = match.start() + line.index(bare)
            yield start, start + len(bare)


def _plain(line: str) -> str:
    return " ".join(html.unescape(line).split())


def _is_boilerplate(line: str, *, may_be_menu: bool) -> bool:
    if _BOILERPLATE.fullmatch(line) or _COUNTER.fullmatch(line):
        return True
    return not any(character.isalnum() for character in line) or bool(may_be_menu and _MENU.fullmatch(line))


def _continues(text: str, previous: Span, line: Span) -> bool:
    """Whether ``line`` goes on with a sentence that was wrapped at a fixed width."""
    if text[previous[1] : line[0]].count("\n") != 1 or text[previous[1] : line[0]].strip():
        return False
    before = text[max(previous[0], text.rfind("\n", 0, previous[1]) + 1) : previous[1]]
    if before[-1] in '.!?…:;»"':
        return False
    is_wrapped = len(before) >= _WRAPPED and not _BOILERPLATE.fullmatch(_plain(text[slice(*line)]))
    return (
        text[line[0]].islower() or bool(_GOES_ON.search(before)) or (is_wrapped and text[line[0]].isdigit())
    )


def _title(text: str, prose: list[Span], turns: list[Turn]) -> Fact | None:
    """The first line, if it is one short sentence and more follows.

    A first line that opens a turn is a title all the same where no other line does: a headline may
    begin with a name and a colon.
    """
    if len(prose) < 2:  # noqa: PLR2004
        return None
    line = _plain(text[slice(*prose[0])])
    is_short = len(line) <= _LONGEST_TITLE and len(list(sentenize(line))) == 1
    return Fact(line) if is_short and not (turns[0] and any(turns[1:])) else None


def _fullest(dates: list[PublicationDate]) -> PublicationDate:
    """The one with a time of day, if any, of equal dates."""
    return next((date for date in dates if date.time), dates[0])
