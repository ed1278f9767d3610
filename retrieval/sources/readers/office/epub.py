"""Electronic books (EPUB), read from their XML with lxml, since ebooklib's licence (AGPL) would bind the
program.

The date that a file has to state of its last change is not one of the book, and is not taken.
"""

import posixpath
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from retrieval.documents import UTF8, SkipReason
from retrieval.sources.readers.composing import Block, table_blocks
from retrieval.sources.readers.office.archive import Archive, RefusedError, skips_refused
from retrieval.sources.readers.office.book import BookBlock, Imprint, book_pages, stated_date
from retrieval.sources.readers.office.flow import Markup, Piece, flow
from retrieval.sources.readers.office.markup import (
    Element,
    attribute,
    child,
    children,
    descendants,
    local_name,
    parsed,
    plain_text,
)
from retrieval.sources.readers.page import Page, Reading

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS_ONLY = {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
"""How fonts are disguised, which locks no text."""

_PAGES = {"application/xhtml+xml", "text/html", "text/x-oeb1-document"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DATE_EVENTS = {None, "publication"}


def _is_hidden(element: Element) -> bool:
    """Whether ``element`` is the mark of a footnote, or is not shown."""
    name = local_name(element)
    if name == "sup":
        links = children(element, "a")
        return len(links) == 1 and plain_text(element) == plain_text(links[0])
    kind = attribute(element, "type") if name in {"a", "span"} else None
    return "noteref" in (kind or "").split() or element.get("hidden") is not None


def _span(cell: Element) -> int:
    value = cell.get("colspan") or ""
    return int(value) if value.isdecimal() and len(value) < len("10000") else 1


_MARKUP = Markup(
    paragraphs=frozenset(
        {*_HEADINGS, "p", "div", "section", "article", "aside", "header", "footer", "blockquote", "figure"}
        | {"figcaption", "ul", "ol", "li", "dl", "dt", "dd", "pre", "caption", "address", "hr", "body"}
    ),
    skipped=frozenset({"head", "script", "style", "nav", "svg", "math", "template", "rt", "rp"}),
    breaks={"br": "\n"},
    table="table",
    row="tr",
    cells=frozenset({"td", "th"}),
    is_hidden=_is_hidden,
    span=_span,
)


@skips_refused
def read_epub(content: bytes) -> Iterable[Reading]:
    """The pages that a book holds, one for each chapter."""
    return _pages(Archive(content))


def _pages(archive: Archive) -> list[Page]:
    if _ENCRYPTION in archive:
        methods = descendants(parsed(archive.read(_ENCRYPTION)), "EncryptionMethod")
        if any(attribute(method, "Algorithm") not in _FONTS_ONLY for method in methods):
            raise RefusedError(SkipReason.LOCKED)
    files = descendants(parsed(archive.read(_CONTAINER)), "rootfile")
    path = next(filter(None, (attribute(file, "full-path") for file in files)), "")
    package = parsed(archive.read(path))
    blocks = [
        block
        for part in _spine(package, posixpath.dirname(path))
        if part in archive
        for piece in flow(parsed(archive.read(part), is_lenient=True), _MARKUP)
        for block in _blocks(piece)
    ]
    return book_pages(blocks, _imprint(package), UTF8)


def _spine(package: Element, folder: str) -> Iterator[str]:
    """The names of the parts that have the text, in order, each once, without the table of contents."""
    items = {attribute(item, "id"): item for item in descendants(package, "item")}
    seen: set[str] = set()
    for reference in descendants(package, "itemref"):
        item = items.get(attribute(reference, "idref"))
        if item is None or attribute(item, "media-type") not in _PAGES:
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(attribute(item, "href") or "")))
        if name not in seen and "nav" not in (attribute(item, "properties") or "").split():
            seen.add(name)
            yield name


def _blocks(piece: Piece) -> Iterator[BookBlock]:
    if piece.rows:
        caption = plain_text(child(piece.element, "caption"))
        yield from map(BookBlock, table_blocks(piece.rows, caption))
    else:
        name = local_name(piece.element) if piece.element is not None else ""
        yield BookBlock(Block(piece.text), _HEADINGS.get(name))


def _imprint(package: Element) -> Imprint:
    metadata = child(package, "metadata")
    if metadata is None:
        return Imprint()
    roles = {
        (attribute(meta, "refines") or "").removeprefix("#"): plain_text(meta)
        for meta in descendants(metadata, "meta")
        if attribute(meta, "property") == "role"
    }
    authors = [
        plain_text(creator)
        for creator in descendants(metadata, "creator")
        if (attribute(creator, "role") or roles.get(attribute(creator, "id") or "", "aut")) == "aut"
    ]
    dates = {
        stated_date(plain_text(date))
        for date in descendants(metadata, "date")
        if attribute(date, "event") in _DATE_EVENTS
    }
    return Imprint(
        title=next(map(plain_text, descendants(metadata, "title")), ""),
        authors=tuple(authors),
        publishers=tuple(map(plain_text, descendants(metadata, "publisher"))),
        published=dates.pop() if len(dates) == 1 else None,
    )
