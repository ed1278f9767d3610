"""When a page was published and updated: what it states for programs and for people, if they agree.

Nothing is guessed from an address, a footer or a copyright: those have the days of other things.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from retrieval.documents import Link, LinkKind
from retrieval.language.languages import page_pattern
from retrieval.sources.readers.saved_page.datelines import Dateline, find_dateline
from retrieval.sources.readers.saved_page.publication import Publication, find_publication
from retrieval.sources.readers.web_page.article import headline_at
from retrieval.sources.readers.web_page.bylines import less_signature
from retrieval.sources.readers.web_page.linked_data import text_of
from retrieval.sources.readers.web_page.markup import Element, label_of, text_in
from retrieval.sources.readers.web_page.meta import stated
from retrieval.sources.readers.web_page.moments import Moment, agreed, moment_of
from retrieval.sources.readers.web_page.pieces import Piece

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date_published",
    "publish_date",
    "publish-date",
    "pubdate",
    "published_at",
    "dc.date.issued",
    "dcterms.issued",
    "parsely-pub-date",
    "sailthru.date",
    "govuk:first-published-at",
)
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
_UPDATE_NAMES = re.compile(r"updat|modif", re.IGNORECASE)

_UPDATE_LABEL = re.compile(rf"(?:{page_pattern(lambda words: words.update)})\W*$", re.IGNORECASE)
_RELEASE = re.compile(r"^(?:release date|date of release):$", re.IGNORECASE)
_NEXT_RELEASE = re.compile(r"^(?:date of )?next release(?: date)?:$", re.IGNORECASE)
"""How offices of statistics label days; a film has a release date too, but no next release."""

_HEAD_TEXTS = 2
"""Paragraphs before which a date of the article stands: below its headline, or below a lead."""

_LEVELS = 2
"""How far above a headline the box lies that may hold its date."""


def find_dates(
    tree: Element,
    pieces: list[Piece],
    article: list[Piece],
    title: str | None,
    data: dict[str, Any],
    link: Link,
) -> Publication:
    """When the page was published and updated; nothing for the front page of a site.

    ``data``: what its linked data state of the article.
    """
    if link.kind is LinkKind.PUBLISHER:
        return Publication()
    shown = _Shown(*_around(pieces, article, title))
    lines = find_publication(shown.lines, shown.later)
    first = article[0].element if article else None

    def told(key: str, names: tuple[str, ...]) -> list[Moment]:
        texts = [text_of(data.get(key)), *stated(tree, *names), *_scoped(tree, first, key)]
        return [*_moments(texts), *shown.moments(key)]

    said, changed = told("datePublished", _PUBLISHED), told("dateModified", _UPDATED)
    if not said and not lines.published and any(line.published for line in shown.lines):
        return Publication()  # the page dates parts of itself to several days
    visible = [Moment(lines.published)] if lines.published else []
    times = [] if shown.is_list or _is_denied(shown) else shown.times(is_update=False)
    published = agreed([*visible, *times, *said])
    renewed = [Moment(lines.updated)] if lines.updated else []
    updated = agreed([*renewed, *shown.times(is_update=True), *changed])
    if published and updated and updated.isoformat() < published.isoformat():
        updated = None
    return Publication(published, updated)


def _is_denied(shown: "_Shown") -> bool:
    days = {moment.date.isoformat() for moment in shown.times(is_update=False)}
    return any(line.published and line.published.isoformat() not in days for line in shown.later)


class _Shown:
    """The dates that the reader of a page sees, at the head of its article and below."""

    def __init__(self, head: list[Piece], body: list[Piece]) -> None:
        american = not _is_cyrillic(head + body)
        boxes = dict.fromkeys(piece.element for piece in head)
        self._elements = list(dict.fromkeys(one for box in boxes for one in box.iter()))
        self.is_list = any(piece.is_heading and piece.link_share == 1 for piece in head[1:])
        self.lines = [] if self.is_list else list(_datelines(head, may_be_american=american))
        self.later = list(_datelines(body, may_be_american=american))

    def times(self, *, is_update: bool) -> list[Moment]:
        """What ``time`` elements at the head state; none that the words before it give another meaning."""
        times = [one for one in self._elements if one.tag == "time"]
        labels = [label_of(one) for one in times]
        is_release = any(map(_NEXT_RELEASE.search, labels))
        return _moments(
            one.get("datetime") or text_in(one)
            for one, label in zip(times, labels, strict=True)
            if (is_update_of(one, label)) == is_update and _is_own(label, is_release=is_release)
        )

    def moments(self, name: str) -> list[Moment]:
        """What elements at the head with the property ``name`` state."""
        return _moments(
            one.get("datetime") or one.get("content") or text_in(one)
            for one in self._elements
            if name in (one.get("itemprop") or "").split() and one.tag != "meta"
        )


def _around(pieces: list[Piece], article: list[Piece], title: str | None) -> tuple[list[Piece], list[Piece]]:
    """The blocks at the head of the article, and those below; none that stands beside it."""
    texts = [piece for piece in article if not piece.is_heading]
    if not texts:
        return [], []
    numbers = {id(piece): number for number, piece in enumerate(pieces)}
    end = numbers[id(texts[:_HEAD_TEXTS][-1])]
    first = numbers[id(texts[0])]
    headline = headline_at(pieces, title, first)
    start = first if headline is None else headline
    box = _box_of(pieces[start].element)
    inside = set(box.iter()) if box is not None else set()
    while start and pieces[start - 1].element in inside:
        start -= 1
    head = [piece for piece in pieces[start:end] if not piece.is_beside]
    return head, [piece for piece in pieces[end:] if not piece.is_beside]


def _box_of(element: Element) -> Element | None:
    """The box around a headline, which is less than the page."""
    box = None
    for above in list(element.iterancestors())[:_LEVELS]:
        if above.tag in ("body", "html", "main"):
            break
        box = above
    return box


def head_of(pieces: list[Piece], article: list[Piece], title: str | None) -> list[Piece]:
    """The blocks at the head of the article: its headline, byline and date."""
    return _around(pieces, article, title)[0]


def _datelines(pieces: list[Piece], *, may_be_american: bool) -> Iterator[Dateline]:
    for piece in pieces:
        for line in piece.text.split("\n"):
            text = " ".join(line.split())
            found = find_dateline(text, may_be_american=may_be_american)
            rest = None if found else less_signature(text)
            found = found or (find_dateline(rest, may_be_american=may_be_american) if rest else None)
            if found:
                yield found


def _is_cyrillic(pieces: list[Piece]) -> bool:
    """Whether a day comes before its month in digits: not so in all texts in Latin letters."""
    letters = [one for piece in pieces for one in piece.text if one.isalpha()]
    return sum(one > "\u0400" for one in letters) * 2 > len(letters)


def is_update_of(element: Element, label: str) -> bool:
    """Whether a ``time`` element, or the words before it, say that it is the time of an update."""
    names = f"{element.get('class')} {element.get('itemprop')}"
    return bool(_UPDATE_NAMES.search(names) or _UPDATE_LABEL.search(label))


def _is_own(label: str, *, is_release: bool) -> bool:
    """Whether a time with ``label`` may be the article's: «Next release:» is another's."""
    if not label.endswith(":"):
        return True
    known = find_dateline(f"{label} 21 May 2024")
    return bool(known and (known.published or known.updated)) or (is_release and bool(_RELEASE.search(label)))


def _scoped(tree: Element, first: Element | None, name: str) -> Iterator[str]:
    """What the thing that holds the article's text states of itself."""
    above = [] if first is None else list(first.iterancestors())
    for element in tree.iter("meta"):
        if name in (element.get("itemprop") or "").split() and element.getparent().tag != "head":
            scope = next((one for one in element.iterancestors() if "itemscope" in one.attrib), None)
            if scope is not None and any(one is scope for one in above):
                yield element.get("content") or ""


def _moments(texts: Iterable[str | None]) -> list[Moment]:
    return [moment for text in texts if text and (moment := moment_of(text))]
