"""When a page was published and updated: what it states for programs and for people, if they agree.

Nothing is guessed from an address, a footer or a copyright: those have the days of other things.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from retrieval.documents import Link, LinkKind
from retrieval.sources.readers.saved_page.datelines import Dateline
from retrieval.sources.readers.saved_page.publication import Publication, find_publication
from retrieval.sources.readers.web_page.article import headline_at
from retrieval.sources.readers.web_page.linked_data import text_of
from retrieval.sources.readers.web_page.markup import Element, text_in
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
        boxes = dict.fromkeys(piece.element for piece in head)
        self._elements = list(dict.fromkeys(one for box in boxes for one in box.iter()))
        self.is_list = any(piece.is_heading and piece.link_share == 1 for piece in head[1:])
        self.lines = [] if self.is_list else list(_datelines(head))
        self.later = list(_datelines(body))

    def times(self, *, is_update: bool) -> list[Moment]:
        """What ``time`` elements at the head state."""
        times = [one for one in self._elements if one.tag == "time" and one.get("datetime")]
        return _moments(
            one.get("datetime")
            for one in times
            if bool(_UPDATE_NAMES.search(f"{one.get('class')} {one.get('itemprop')}")) == is_update
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


def _datelines(pieces: list[Piece]) -> Iterator[Dateline]:
    for piece in pieces:
        yield from piece.datelines


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
