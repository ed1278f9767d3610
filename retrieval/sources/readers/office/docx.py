"""Word documents (DOCX), read from their XML with lxml, for python-docx leaves out insertions and what stands
in content controls, boxes and footnotes.

Footnotes stand at the end. Comments, headers and footers, deletions, hidden text and tables of contents are
no part of the text. The author that a file states is the name of an account, and is not taken.
"""

import re
from collections.abc import Iterable

from retrieval.sources.readers.composing import Block
from retrieval.sources.readers.office.archive import Archive, skips_refused
from retrieval.sources.readers.office.flow import Markup, Piece, flow
from retrieval.sources.readers.office.headed import Styled, headed_page
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
from retrieval.sources.readers.page import Reading

_OFF = {"0", "false", "off"}
_CONTENTS = re.compile(r"toc(?: \d| heading)")


def _is_hidden(element: Element) -> bool:
    """Whether ``element`` is hidden text, or a row that was deleted."""
    name = local_name(element)
    if name == "r":
        hides = child(element, "rPr", "vanish")
        return hides is not None and attribute(hides, "val") not in _OFF
    return name == "tr" and child(element, "trPr", "del") is not None


def _span(cell: Element) -> int:
    found = child(cell, "tcPr", "gridSpan")
    value = attribute(found, "val") if found is not None else None
    return int(value) if value and value.isdecimal() else 1


_MARKUP = Markup(
    paragraphs=frozenset({"p"}),
    skipped=frozenset({"del", "moveFrom", "Fallback", "instrText", "rt", "pPr", "rPr"}),
    breaks={"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
    table="tbl",
    row="tr",
    cells=frozenset({"tc"}),
    boxes=frozenset({"txbxContent"}),
    text_in=frozenset({"t"}),
    is_hidden=_is_hidden,
    span=_span,
)


@skips_refused
def read_docx(content: bytes) -> Iterable[Reading]:
    """The page that a Word document holds."""
    archive = Archive(content)
    main = _main_part(archive)
    folder = main.rpartition("/")[0]
    names = _style_names(archive, f"{folder}/styles.xml")
    styled = [_styled(piece, names) for piece in flow(parsed(archive.read(main)), _MARKUP)]
    notes = [Styled(Block(text)) for text in _notes(archive, folder)]
    return [headed_page([one for one in styled if one] + notes, _stated_title(archive))]


def _main_part(archive: Archive) -> str:
    """The name of the part that has the text: the one that the archive's relationships lead to."""
    if "_rels/.rels" in archive:
        for relation in parsed(archive.read("_rels/.rels")):
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                return (attribute(relation, "Target") or "").lstrip("/")
    return "word/document.xml"


def _style_names(archive: Archive, part: str) -> dict[str, str]:
    """By a style's identifier, which differs between languages, the name that Word knows it by.

    A style of one's own has the name of the one that it is based on.
    """
    if part not in archive:
        return {}
    names: dict[str, str] = {}
    based: dict[str, str] = {}
    for style in children(parsed(archive.read(part)), "style"):
        key = attribute(style, "styleId") or ""
        name, base = child(style, "name"), child(style, "basedOn")
        names[key] = (attribute(name, "val") or "").casefold() if name is not None else ""
        if base is not None and attribute(style, "customStyle") in {"1", "true"}:
            based[key] = attribute(base, "val") or ""
    return {key: names[key] if key not in based else names.get(based[key], "") for key in names}


def _styled(piece: Piece, names: dict[str, str]) -> Styled | None:
    if piece.rows:
        return Styled(Block(""), rows=piece.rows)
    style = child(piece.element, "pPr", "pStyle") if piece.element is not None else None
    name = names.get(attribute(style, "val") or "", "") if style is not None else ""
    if _CONTENTS.fullmatch(name):
        return None
    return Styled(
        Block(piece.text),
        is_title=name == "title",
        is_heading=name == "heading 1",
        is_caption=name == "caption",
    )


def _notes(archive: Archive, folder: str) -> list[str]:
    found: list[str] = []
    for kind in ("footnote", "endnote"):
        part = f"{folder}/{kind}s.xml"
        if part in archive:
            for note in children(parsed(archive.read(part)), kind):
                if attribute(note, "type") in {None, "normal"}:
                    found += [piece.text for piece in flow(note, _MARKUP)]
    return found


def _stated_title(archive: Archive) -> str:
    if "docProps/core.xml" not in archive:
        return ""
    return next(map(plain_text, descendants(parsed(archive.read("docProps/core.xml")), "title")), "")
