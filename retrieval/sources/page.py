"""A text file as people save a news page: what each line is.

The reader never changes the text; it only says which spans are prose and what the rest states.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import urlsplit

from razdel import sentenize

from retrieval.documents import Fact, Link, LinkKind, Paragraph, PublicationDate, Span
from retrieval.sources.dates import find_date

_HEAD_LINES = 8
"""A dateline stands among the first lines of a page."""

_LONGEST_TITLE = 150
_LONGEST_DATELINE_REST = 60

# Whole lines only, so that prose that uses these words is never dropped.
_BOILERPLATE = re.compile(
    r"""(?:image|images|photo|tags?:?|tagsimage|share|share\ post|shares?|related(?:\ \w+)?
    |(?:share|follow)\ (?:this|on|us).{0,30}|comments?|advertisement|read\ also:?|print|home
    |[\d\s.,]+k?\s*(?:shares?|views?|likes?|comments?|просмотр\w*|комментари\w*|репост\w*|қаралым)
    |(?:просмотр\w*|комментари\w*|views?|shares?|қаралым\w*)\s*:?\s*[\d\s]+
    |похожие\ (?:материалы|новости|статьи)|читайте\ также:?|материалы\ по\ теме:?
    |поделиться(?:\ .{0,30})?|теги:?|тэги:?|реклама|комментарии|распечатать|фото|видео
    |подпи(?:шитесь|сывайтесь)\ .{0,80}|ұқсас\ материалдар|бөлісу|тегтер:?|пікірлер|жарнама)""",
    re.IGNORECASE | re.VERBOSE,
)
_URL = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_INITIALS = r"[А-ЯЁA-ZӘҒҚҢӨҰҮҺІ]"
_NAME = rf"{_INITIALS}[а-яёa-zәғқңөұүһі]+"
_TURN = re.compile(
    rf"""(?P<speaker>(?:{_INITIALS}\.\s?(?:-\s?{_INITIALS}\.\s?)?){{1,2}}{_NAME}(?:-{_NAME})?
    |(?:Вопрос|Ответ|Реплика|Ведущ(?:ий|ая)|Сұрақ|Жауап|Question|Answer)(?:\s\([^)]{{1,40}}\))?
    |(?P<full_name>{_NAME}(?:-{_NAME})?(?:\s{_NAME}(?:-{_NAME})?){{1,2}}))
    \s?:(?=\s)""",
    re.VERBOSE,
)
_FEWEST_FULL_NAMES = 2
"""One «Владимир Путин: …» may be prose; several are a transcript."""
_SITE = r"[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,6}"
_REPORTS = r"(?:переда[её]т|сообща(?:ет|ют)|пишет|информирует|отмечает|reports|деп хабарлайды)"
_PUBLISHER = re.compile(rf"{_REPORTS}\s+(?P<name>{_SITE})(?!\w)")
_CITES = re.compile(r"со\s+ссылкой\s+на\s+(?P<name>(?:«[^»\n]+»|[^.,;()\n«]|\.(?=\w)){2,80})")
_SIGNED = re.compile(rf"\s[-–—]\s(?P<name>{_SITE})\.?\s*$", re.MULTILINE)


class _Kind(Enum):
    PROSE = auto()
    DATELINE = auto()
    LINK = auto()
    BOILERPLATE = auto()


@dataclass(frozen=True, slots=True)
class Page:
    """What a page's own text states. Fields are None where it states nothing."""

    paragraphs: tuple[Paragraph, ...]
    title: Fact | None
    publisher: Fact | None
    cites: Fact | None
    published: PublicationDate | None
    link: Link


def read_page(text: str) -> Page:
    """Finds prose, title, date, publisher and link in ``text``."""
    prose: list[Span] = []
    published, link = None, Link()
    for number, (start, end) in enumerate(_lines(text)):
        line = _plain(text[start:end])
        date, kind = _classify(line, in_head=number < _HEAD_LINES)
        if kind is _Kind.PROSE:
            if prose and _continues(text, prose[-1], (start, end)):
                start = prose.pop()[0]  # noqa: PLW2901
            prose.append((start, end))
        elif kind is _Kind.DATELINE:
            published = published or date
        elif kind is _Kind.LINK and link.url is None:
            link = _link(line)
    turns = _turns(text, prose)
    title = _title(text, prose, turns)
    return Page(
        paragraphs=tuple(_with_speakers(prose, turns, has_title=title is not None)),
        title=title,
        publisher=_publisher(text, link),
        cites=_first(text, _CITES, _SIGNED),
        published=published,
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


def _classify(line: str, *, in_head: bool) -> tuple[PublicationDate | None, _Kind]:
    if _BOILERPLATE.fullmatch(line) or not any(character.isalnum() for character in line):
        return None, _Kind.BOILERPLATE
    if re.fullmatch(r"[•·*\-–—]?\s*\d[\d\s.,]*", line) and not find_date(line)[0]:
        return None, _Kind.BOILERPLATE  # a counter
    if _URL.fullmatch(line):
        return None, _Kind.LINK
    date, rest = find_date(line)
    is_short = len(rest) <= _LONGEST_DATELINE_REST and not rest.endswith((".", "!", "?"))
    if in_head and rest != line and is_short:
        return date, _Kind.DATELINE
    return None, _Kind.PROSE


def _continues(text: str, previous: Span, line: Span) -> bool:
    """Whether a line goes on with a sentence that was wrapped at a fixed width."""
    gap = text[previous[1] : line[0]]
    wrapped = gap.count("\n") == 1 and text[line[0]].islower()
    return wrapped and text[previous[1] - 1] not in '.!?…:;»"'


def _link(line: str) -> Link:
    address = urlsplit(line)
    is_article = bool(address.path.strip("/") or address.query)
    return Link(line, LinkKind.ARTICLE if is_article else LinkKind.PUBLISHER)


def _turns(text: str, prose: list[Span]) -> list[re.Match[str] | None]:
    """For each paragraph the mark that opens a speaker's turn in it, if any."""
    turns = [_TURN.match(text, start, end) for start, end in prose]
    full_names = [turn for turn in turns if turn and turn["full_name"]]
    if len(full_names) < _FEWEST_FULL_NAMES:
        turns = [None if turn in full_names else turn for turn in turns]
    return turns


def _title(text: str, prose: list[Span], turns: list[re.Match[str] | None]) -> Fact | None:
    """The first line, if it is one short sentence and more follows.

    A first line that opens a turn is a title all the same where no other line does: a headline may
    begin with a name and a colon.
    """
    if len(prose) < 2:  # noqa: PLR2004
        return None
    line = _plain(text[slice(*prose[0])])
    is_short = len(line) <= _LONGEST_TITLE and len(list(sentenize(line))) == 1
    return Fact(line) if is_short and not (turns[0] and any(turns[1:])) else None


def _with_speakers(
    prose: list[Span], turns: list[re.Match[str] | None], *, has_title: bool
) -> Iterator[Paragraph]:
    """Each paragraph with the speaker of the turn it belongs to."""
    speaker = None
    for number, ((start, end), turn) in enumerate(zip(prose, turns, strict=True)):
        is_title = has_title and number == 0
        if turn and not is_title:
            speaker = _plain(turn["speaker"])
        yield Paragraph(start, end, speaker, is_title)


def _publisher(text: str, link: Link) -> Fact | None:
    named = _first(text, _PUBLISHER)
    if named or not link.url:
        return named
    host = urlsplit(link.url).hostname
    return Fact(host.removeprefix("www.")) if host else None


def _first(text: str, *patterns: re.Pattern[str]) -> Fact | None:
    for pattern in patterns:
        match = pattern.search(text)
        if match:
            return Fact(_plain(match["name"]))
    return None
