"""Text documents of LibreOffice (ODT), read from their XML with lxml, since odfpy has had no release
since 2020 and gives the text of deletions and comments with the rest.

Footnotes stand at the end. Comments, headers and footers, deletions, hidden text and tables of contents are
no part of the text. The author that a file states is the name of an account, and is not taken.
"""

from collections.abc import Iterable

from retrieval.documents import SkipReason
from retrieval.sources.readers.composing import Block
from retrieval.sources.readers.office.archive import Archive, RefusedError, skips_refused
from retrieval.sources.readers.office.flow import Markup, Piece, flow
from retrieval.sources.readers.office.headed import Styled, headed_page
from retrieval.sources.readers.office.markup import (
    Element,
    attribute,
    child,
    descendants,
    local_name,
    parsed,
    plain_text,
)
from retrieval.sources.readers.page import Reading

_MANIFEST = "META-INF/manifest.xml"


def _is_hidden(element: Element) -> bool:
    """Whether ``element`` describes a picture."""
    return "svg-compatible" in str(element.tag)


def _span(cell: Element) -> int:
    """Empty cells are written once and counted; merged ones are written out."""
    value = attribute(cell, "number-columns-repeated")
    return int(value) if value and value.isdecimal() and len(value) < len("10000") else 1


_MARKUP = Markup(
    paragraphs=frozenset({"p", "h", "list-item"}),
    skipped=frozenset(
        {"tracked-changes", "annotation", "table-of-content", "note-citation", "forms", "ruby-text"}
        | {"hidden-text", "hidden-paragraph", "sequence-decls", "variable-decls", "event-listeners"}
    ),
    breaks={"s": " ", "tab": " ", "line-break": "\n"},
    table="table",
    row="table-row",
    cells=frozenset({"table-cell", "covered-table-cell"}),
    boxes=frozenset({"text-box"}),
    notes=frozenset({"note-body"}),
    is_hidden=_is_hidden,
    span=_span,
)


@skips_refused
def read_odt(content: bytes) -> Iterable[Reading]:
    """The page that a text document holds."""
    archive = Archive(content)
    if _MANIFEST in archive and descendants(parsed(archive.read(_MANIFEST)), "encryption-data"):
        raise RefusedError(SkipReason.LOCKED)
    root = parsed(archive.read("content.xml"))
    body = child(root, "body", "text")
    if body is None:
        raise RefusedError(SkipReason.UNSUPPORTED)
    styles = _parents(root)
    pieces = [_styled(piece, styles) for piece in flow(body, _MARKUP)]
    return [headed_page(pieces, _stated_title(archive))]


def _parents(root: Element) -> dict[str, str]:
    """By the name of a style that is made up for a few paragraphs, the one that it is based on."""
    automatic = child(root, "automatic-styles")
    found = automatic if automatic is not None else []
    return {
        attribute(style, "name") or "": attribute(style, "parent-style-name") or ""
        for style in found
        if local_name(style) == "style"
    }


def _styled(piece: Piece, parents: dict[str, str]) -> Styled:
    if piece.rows:
        return Styled(Block(""), rows=piece.rows)
    if piece.element is None:
        return Styled(Block(piece.text))
    style = attribute(piece.element, "style-name") or ""
    style = parents.get(style, style)
    return Styled(
        Block(piece.text),
        is_title=style == "Title",
        is_heading=local_name(piece.element) == "h" and attribute(piece.element, "outline-level") == "1",
        is_caption=style in {"Table", "Caption"},
    )


def _stated_title(archive: Archive) -> str:
    if "meta.xml" not in archive:
        return ""
    return next(map(plain_text, descendants(parsed(archive.read("meta.xml")), "title")), "")
