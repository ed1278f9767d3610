"""A text file as people save a news page: what each line is.

The reader never changes the text; it only says which spans are prose and what the rest states. What may
be prose is kept, and what is not stated beyond doubt is not stated.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from urllib.parse import urlsplit

from retrieval.documents import Fact, Link, LinkKind, Paragraph, PublicationDate, Span
from retrieval.language.languages import page_pattern
from retrieval.sources.readers.page import Page
from retrieval.sources.readers.saved_page.article import find_article
from retrieval.sources.readers.saved_page.attribution import choose_link, find_link, is_channel
from retrieval.sources.readers.saved_page.boilerplate import (
    is_boilerplate,
    is_masthead,
    is_menu,
    is_related,
    is_release,
    menu_length,
)
from retrieval.sources.readers.saved_page.bylines import find_author
from retrieval.sources.readers.saved_page.cited import find_cited
from retrieval.sources.readers.saved_page.datelines import Dateline, find_dateline, is_day_and_name
from retrieval.sources.readers.saved_page.front_matter import FrontMatter, find_front_matter
from retrieval.sources.readers.saved_page.publication import Publication, find_publication
from retrieval.sources.readers.saved_page.publishers import find_publisher
from retrieval.sources.readers.saved_page.sheet import Sheet, columns_of, gaps_above, lines_of, plain
from retrieval.sources.readers.saved_page.titles import is_headline, is_quotation
from retrieval.sources.readers.saved_page.transcript import find_turns, speakers

_HEAD_TEXTS = 2
"""Paragraphs of text before which the date of a page stands: pages set it below the headline, or below a
lead."""

_SHORTEST_TEXT = 100
"""Characters from which a line is a paragraph of text even without a full stop."""

_LONGEST_LINK = 2000
"""Characters of an address that browsers take."""

_WRAPPED = 45
"""Characters from which a line may have been wrapped at a fixed width: mail programs wrap at 60 to 80."""

_TITLE = ("title", "headline", "og:title")
_PUBLISHED = (
    "published",
    "datepublished",
    "date_published",
    "publish_date",
    "pubdate",
    "published_at",
    "date",
)
_UPDATED = ("updated", "modified", "datemodified", "date_modified", "last_modified", "lastmod", "updated_at")
_LINK = ("url", "canonical", "canonical_url", "original_url", "source_url", "link", "og:url", "source")
"""Keys of front matter, the surest first."""

_LETTERS = re.compile(r"(?P<cyrillic>[а-яё]+)|[a-z]+", re.IGNORECASE)
_GOES_ON = re.compile(rf"(?:,|\b(?:{page_pattern(lambda words: words.line_joining)}))$", re.IGNORECASE)
_LONGEST_JOINING = 30
"""Characters at the end of a line among which `_GOES_ON` stands."""


@dataclass
class Found:
    """What the lines of a page were found to be, so far.

    ``texts``: where paragraphs of text begin, as titles and captions are not. ``days``: where lines begin
    that are all date, and the day they state. ``related``: the datelines of a list of other pages, while it
    lasts.
    """

    prose: list[Span] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    head: list[Dateline] = field(default_factory=list)
    body: list[Dateline] = field(default_factory=list)
    related: list[Dateline] | None = None
    texts: set[int] = field(default_factory=set)
    days: list[tuple[int, PublicationDate]] = field(default_factory=list)
    front: FrontMatter = field(default_factory=FrontMatter)
    author: Fact | None = None
    title: int | None = None
    is_open: bool = False
    is_dated: bool = False
    has_menu: bool = False

    def add_date(self, dateline: Dateline, start: int) -> None:
        if dateline.published and dateline.is_bare:
            self.days.append((start, dateline.published))
        self.is_dated |= len(self.prose) <= 1 and dateline.names_day
        if self.related is not None:
            self.related.append(dateline)
        elif len(self.texts) >= _HEAD_TEXTS:
            self.body.append(dateline)
        elif self.prose or not (dateline.is_clock and self.has_menu):  # else today's, at the head of a site
            self.head.append(dateline)

    def add_prose(self, span: Span, line: str) -> None:
        self.prose.append(span)
        self._weigh(line)

    def prolong(self, end: int, line: str) -> None:
        self.prose[-1] = (self.prose[-1][0], end)
        self._weigh(line)

    def _weigh(self, line: str) -> None:
        start, end = self.prose[-1]
        if line.endswith(".") or end - start >= _SHORTEST_TEXT:
            self.texts.add(start)
            self.body += self.related or []  # no list of other pages: parts of this one
            self.related = None


def read_page(text: str) -> Page:
    """Finds prose, title, dates, publisher and link in ``text``."""
    return scanned_page(text, scan_page(text))


def scanned_page(text: str, found: Found) -> Page:
    """The page that ``text`` is, of which `scan_page` ``found`` what each line is."""
    return _page(text, found, may_be_american=not _is_cyrillic(text))


def scan_page(text: str) -> Found:
    """What each line of ``text`` is."""
    spans = list(lines_of(text))
    front = _front_matter(text, spans)
    spans = spans[front.lines :]
    lines = [plain(text[start:end]) for start, end in spans]
    may_be_american = not _is_cyrillic(text)
    datelines = [find_dateline(line, may_be_american=may_be_american) for line in lines]
    article = find_article(Sheet(lines, datelines, gaps_above(text, spans), columns_of(text, spans)))
    headline = article.headline.number
    menu = menu_length(lines) if headline is None else 0
    found = Found(front=front, has_menu=menu > 0, is_open=article.headline.is_open)
    if headline is not None:
        found.title = spans[headline][0]
    found.author = find_author(lines, [bool(one) for one in datelines], article.head, article.last)
    leads_elsewhere = False
    above, label = -1, ""
    is_released = any(map(is_release, lines[:menu]))
    for number in range(menu, article.end):
        span, line = spans[number], lines[number]
        is_chrome = number in article.chrome
        is_below_title = number > 0 and number - 1 == headline and not line[0].isalpha()
        is_next = not (is_chrome or is_below_title) and bool(found.prose) and found.prose[-1][1] == above
        goes_on = is_next and _continues(text, found.prose[-1], span) and not is_day_and_name(line)
        above = span[1]
        dateline = find_dateline(f"{label} {line}", may_be_american=may_be_american) if label else None
        dateline = dateline or datelines[number]
        if is_released and not dateline and is_day_and_name(line):
            dateline = find_dateline(line.partition(", ")[2], may_be_american=may_be_american)
        is_released = is_released or is_release(line)
        label = line if dateline and dateline.awaits_day else ""
        link = find_link(line) if len(line) <= _LONGEST_LINK else None
        if dateline and _dates(dateline, found):
            found.add_date(dateline, span[0])
        elif goes_on and not link:
            found.prolong(span[1], line)
        elif is_chrome or is_boilerplate(line):
            if is_related(line) and found.prose:
                found.related = found.related or []
            leads_elsewhere = is_boilerplate(line) and any(map(str.isalpha, line)) and ": " not in line
            continue
        elif link:
            found.links += [] if leads_elsewhere else [link]  # «Читайте также:» comes before other pages
        elif not found.prose and is_menu(line):
            found.has_menu = True
        else:
            found.add_prose(span, line)
        leads_elsewhere = False
    return found


def _dates(dateline: Dateline, found: Found) -> bool:
    """Whether a line in this place dates a page, or a part of it: in the text only one that holds no more."""
    if not dateline.names_day:
        return len(found.prose) <= 1 or dateline.awaits_day
    return len(found.texts) < _HEAD_TEXTS or dateline.is_bare or dateline.is_labelled


def _page(text: str, found: Found, *, may_be_american: bool) -> Page:
    prose, front = found.prose, found.front
    headline = _headline(text, found)
    is_apart = headline is not None and is_quotation(headline)
    turns = [None, *find_turns(text, prose[1:])] if is_apart else find_turns(text, prose)
    if headline and turns[0] and any(turns[1:]):
        headline = None  # it opens a transcript
    stated = front.first(*_TITLE)
    if prose and stated == plain(text[slice(*prose[0])]):
        headline = stated
    if headline:
        turns[0] = None
    link = _stated_link(front) or choose_link(found.links)
    publication = _publication(found, may_be_american=may_be_american)
    if link.url and is_channel(urlsplit(link.url).hostname) and not publication.published:
        publication = replace(publication, published=_post_day(found))
    title = stated or headline
    publisher = find_publisher(text, prose, link)
    return Page(
        text=text,
        paragraphs=tuple(
            Paragraph(start, end, speaker, is_title=bool(headline) and start == prose[0][0])
            for (start, end), speaker in zip(prose, speakers(text, prose, turns), strict=True)
        ),
        title=Fact(title) if title else None,
        author=found.author,
        publisher=publisher,
        cites=find_cited(text, prose, publisher),
        published=publication.published,
        updated=publication.updated,
        link=link,
    )


def _headline(text: str, found: Found) -> str | None:
    """The first line, if it is a headline and more follows."""
    if len(found.prose) < 2:  # noqa: PLR2004
        return None
    first, second = found.prose[:2]
    gap = text[first[1] : second[0]]
    is_apart = bool(gap.strip()) or len(gap.splitlines()) > 1
    line = plain(text[slice(*first)])
    if found.title == first[0]:
        return line
    if found.is_open or is_masthead(line):
        return None
    may_go_on = not is_apart and not found.is_dated and "\n" in text[slice(*second)]
    if is_day_and_name(line) or not is_headline(line, is_dated=found.is_dated, may_go_on=may_go_on):
        return None
    return line


def _publication(found: Found, *, may_be_american: bool) -> Publication:
    """What the front matter states comes before what the text does."""
    front = found.front
    below = find_publication(found.head, found.body)
    published, updated = (
        _stated_date(front.first(*keys), may_be_american=may_be_american) for keys in (_PUBLISHED, _UPDATED)
    )
    return Publication(published or below.published, updated or below.updated)


def _post_day(found: Found) -> PublicationDate | None:
    """The moment below a post of a channel; None where the page gives other days too."""
    if len(found.days) != 1 or found.head or found.days[0][0] < found.prose[-1][1]:
        return None
    return found.days[0][1] if found.days[0][1].time else None


def _stated_date(value: str | None, *, may_be_american: bool) -> PublicationDate | None:
    dateline = find_dateline(plain(value or ""), may_be_american=may_be_american)
    return dateline.published if dateline and dateline.is_bare else None


def _stated_link(front: FrontMatter) -> Link | None:
    link = find_link(front.first(*_LINK) or "")
    return link if link and link.kind is LinkKind.ARTICLE else None


def _front_matter(text: str, spans: list[Span]) -> FrontMatter:
    """Its lines keep the white space before them: what is indented belongs to the entry above."""
    if not spans or not text.startswith("---", spans[0][0]):
        return FrontMatter()
    ends = [0, *(end for _, end in spans[:100])]
    raw = [text[start:end].splitlines()[-1].lstrip("\ufeff") for start, end in pairwise(ends)]
    return find_front_matter(raw)


def _is_cyrillic(text: str) -> bool:
    """Whether most letters of ``text`` are Cyrillic: where those are written, the day comes first."""
    cyrillic = latin = 0
    for match in _LETTERS.finditer(text):
        length = match.end() - match.start()
        cyrillic, latin = (cyrillic + length, latin) if match.lastgroup else (cyrillic, latin + length)
    return cyrillic > latin


def _continues(text: str, previous: Span, line: Span) -> bool:
    """Whether ``line`` goes on with a sentence that was wrapped at a fixed width."""
    if text[previous[1] : line[0]].count("\n") != 1 or text[previous[1] : line[0]].strip():
        return False
    before = text[max(previous[0], text.rfind("\n", 0, previous[1]) + 1) : previous[1]]
    if before[-1] in '.!?…:;»"':
        return False
    is_wrapped = len(before) >= _WRAPPED and not is_boilerplate(plain(text[slice(*line)]))
    return (
        text[line[0]].islower()
        or bool(_GOES_ON.search(before[-_LONGEST_JOINING:]))
        or (is_wrapped and text[line[0]].isdigit())
    )
