"""Electronic books in FictionBook (FB2), also zipped, read from their XML with lxml, for want of a library
that is kept up.

Footnotes stand at the end. The date in what a book says of its title is the one of writing; only the year of
its edition is one of publication.
"""

import re
from collections.abc import Iterable, Iterator

from retrieval.documents import SkipReason
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
    encoding_of,
    local_name,
    parsed,
    plain_text,
)
from retrieval.sources.readers.page import Reading

_ZIPPED = b"PK"
_PICTURES = re.compile(rb"<((?:\w+:)?)binary[\s>]")
_LINE = "v"
"""A line of a poem, as which those of a title are read too."""


def _is_hidden(element: Element) -> bool:
    """Whether ``element`` is the mark of a footnote."""
    return local_name(element) == "a" and attribute(element, "type") == "note"


def _span(cell: Element) -> int:
    value = attribute(cell, "colspan") or ""
    return int(value) if value.isdecimal() and len(value) < len("10000") else 1


_MARKUP = Markup(
    paragraphs=frozenset({"body", "section", "title", "p", "subtitle", "stanza", "text-author", "date"}),
    skipped=frozenset({"image", "binary"}),
    breaks={_LINE: "\n"},
    table="table",
    row="tr",
    cells=frozenset({"td", "th"}),
    is_hidden=_is_hidden,
    span=_span,
)


@skips_refused
def read_fb2(content: bytes) -> Iterable[Reading]:
    """The pages that a book holds, one for each chapter; the book may be zipped."""
    root = parsed(_without_pictures(_unzipped(content) if content.startswith(_ZIPPED) else content))
    if local_name(root) != "FictionBook":
        raise RefusedError(SkipReason.UNSUPPORTED)
    bodies = children(root, "body")
    notes = [body for body in bodies if attribute(body, "name")]
    text = [body for body in bodies if not attribute(body, "name")]
    blocks = [block for body in text for piece in _pieces(body) for block in _blocks(piece)]
    blocks += [block for body in notes for piece in _pieces(body) for block in _of_notes(piece)]
    return book_pages(blocks, _imprint(root), encoding_of(root))


def _unzipped(content: bytes) -> bytes:
    archive = Archive(content)
    names = [name for name in archive.names if name.lower().endswith(".fb2")]
    if len(names) != 1:
        raise RefusedError(SkipReason.UNSUPPORTED)
    return archive.read(names[0])


def _without_pictures(content: bytes) -> bytes:
    """``content`` up to its pictures, which stand at the end and are longer than the parser takes a text."""
    pictures = _PICTURES.search(content)
    if not pictures:
        return content
    return content[: pictures.start()] + b"</" + pictures[1] + b"FictionBook>"


def _pieces(body: Element) -> list[Piece]:
    for title in descendants(body, "title"):
        for line in children(title, "p"):
            line.tag = _LINE
    return flow(body, _MARKUP)


def _blocks(piece: Piece) -> Iterator[BookBlock]:
    if piece.rows:
        yield from map(BookBlock, table_blocks(piece.rows))
    elif piece.element is not None and local_name(piece.element) == "title":
        sections = sum(local_name(one) == "section" for one in piece.element.iterancestors())
        yield BookBlock(Block(piece.text), max(sections, 1))
    else:
        yield BookBlock(Block(piece.text))


def _of_notes(piece: Piece) -> Iterator[BookBlock]:
    """The blocks of a note. What they are called begins a page; the number of one is no prose."""
    for block in _blocks(piece):
        is_number = block.level is not None and _is_of_section(piece.element)
        yield BookBlock(Block(piece.text, is_prose=False)) if is_number else block


def _is_of_section(title: Element) -> bool:
    return local_name(title.getparent()) == "section"


def _imprint(root: Element) -> Imprint:
    of_title = child(root, "description", "title-info")
    of_edition = child(root, "description", "publish-info")
    year = plain_text(child(of_edition, "year"))
    return Imprint(
        title=plain_text(child(of_title, "book-title")),
        authors=tuple(map(_name, children(of_title, "author"))) if of_title is not None else (),
        publishers=(plain_text(child(of_edition, "publisher")),),
        published=stated_date(year),
    )


def _name(author: Element) -> str:
    parts = [plain_text(child(author, part)) for part in ("first-name", "middle-name", "last-name")]
    return " ".join(filter(None, parts)) or plain_text(child(author, "nickname"))
