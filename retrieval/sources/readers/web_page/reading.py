"""Saved web pages and archives of them, as pages: their text, and what they state of themselves."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from retrieval.documents import Fact, Paragraph, SkipReason
from retrieval.sources.readers.composing import Block, composed, table_blocks
from retrieval.sources.readers.page import Page, Reading, Skipped
from retrieval.sources.readers.saved_page.cited import find_cited
from retrieval.sources.readers.saved_page.publishers import find_publisher
from retrieval.sources.readers.saved_page.transcript import find_turns, speakers
from retrieval.sources.readers.web_page.addresses import addresses_of, find_address
from retrieval.sources.readers.web_page.archive import archived_page, is_archive
from retrieval.sources.readers.web_page.article import article_of
from retrieval.sources.readers.web_page.dating import find_dates, head_of
from retrieval.sources.readers.web_page.encoding import text_of
from retrieval.sources.readers.web_page.linked_data import headline_of, own_article
from retrieval.sources.readers.web_page.markup import Element, tree_of, without_embedded
from retrieval.sources.readers.web_page.meta import stated
from retrieval.sources.readers.web_page.people import find_author, find_publisher_name
from retrieval.sources.readers.web_page.pieces import Piece, pieces_of
from retrieval.sources.readers.web_page.titles import candidates, find_title, shown_headings

_LARGEST = 100 << 20
"""Bytes of a file: most of a large page are pictures in it."""

_LARGEST_MARKUP = 4 << 20
"""Characters of a page without its pictures, scripts and styles: some seconds a million."""

_MOST_TAGS = 200_000
"""Tags of a page; more take hundreds of megabytes."""

_NOTICE = re.compile(r"\b(?:java\s?script|джава\s?скрипт)\b|checking your browser", re.IGNORECASE)
_LONGEST_NOTICE = 400
"""Characters of a page that says only that it takes a browser."""


def read_saved_page(content: bytes) -> Iterable[Reading]:
    """The page that an HTML file or a web archive holds."""
    if len(content) > _LARGEST:
        return [Skipped(SkipReason.TOO_LARGE)]
    if not is_archive(content):
        return [_read(content)]
    found = archived_page(content)
    if found is None:
        return [Skipped(SkipReason.EMPTY)]
    return [_read(found.content, found.charset, found.address)]


def _read(content: bytes, charset: str | None = None, archived: str | None = None) -> Reading:
    found = text_of(content, charset)
    if isinstance(found, SkipReason):
        return Skipped(found)
    text = without_embedded(found.text)
    if len(text) > _LARGEST_MARKUP or text.count("<") > _MOST_TAGS:
        return Skipped(SkipReason.TOO_LARGE)
    tree = tree_of(text)
    if tree is None:
        return Skipped(SkipReason.EMPTY)
    page = _page(tree, archived)
    if len(page.text) <= _LONGEST_NOTICE and _NOTICE.search(page.text):
        return Skipped(SkipReason.EMPTY)
    return replace(page, encoding=found.encoding)


def _page(tree: Element, archived: str | None) -> Page:
    pieces = pieces_of(tree)
    link = find_address(tree, archived)
    headings = shown_headings(pieces, link)
    data = own_article(tree, [*candidates(tree), *headings], addresses_of(tree, archived))
    publisher = find_publisher_name(tree, data)
    host = urlsplit(link.url).hostname if link.url else None
    names = {name for name in (publisher, host, *stated(tree, "og:site_name", "application-name")) if name}
    title = find_title(tree, pieces, headline_of(data), names, link)
    article = article_of(tree, pieces, title)
    text, paragraphs = composed(_blocks(article, title))
    paragraphs = _spoken(text, paragraphs)
    prose = [(one.start, one.end) for one in paragraphs]
    dates = find_dates(tree, pieces, article, title, data, link)
    author = find_author(tree, head_of(pieces, article, title), data, names)
    published_by = Fact(publisher) if publisher else find_publisher(text, prose, link)
    return Page(
        text=text,
        paragraphs=paragraphs if article else (),
        title=Fact(title) if title else None,
        author=Fact(author) if author else None,
        publisher=published_by,
        cites=find_cited(text, prose, published_by),
        published=dates.published,
        updated=dates.updated,
        link=link,
    )


def _blocks(article: list[Piece], title: str | None) -> Iterator[Block]:
    if title:
        yield Block(title, is_title=True)
    for piece in article:
        if piece.table is None:
            yield Block(piece.text)
        else:
            yield from table_blocks(piece.table.rows, piece.table.caption)


def _spoken(text: str, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The same paragraphs, each with its speaker in a transcript."""
    prose = [(one.start, one.end) for one in paragraphs]
    first = 1 if paragraphs and paragraphs[0].is_title else 0
    turns = [*[None] * first, *find_turns(text, prose[first:])]
    named = speakers(text, prose, turns)
    return tuple(
        one if one.header else replace(one, speaker=name) for one, name in zip(paragraphs, named, strict=True)
    )
