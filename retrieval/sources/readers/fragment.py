"""A piece of HTML, such as an entry of a feed or the body of a letter, as blocks of text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from retrieval.sources.readers.composing import Block, table_blocks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NO_TEXT = frozenset(
    "audio button canvas embed form head iframe input link map meta nav noscript object script select "
    "source style svg template textarea title video".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br button cite code data del dfn em font i img input ins kbd label link "
    "mark meta noscript q s samp script small span strike strong style sub sup svg time tt u var wbr".split()
)
"""Elements that a paragraph goes on behind."""

_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"<(?:p|div|br|li|h[1-6]|table|blockquote|section|article)\b", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n\s*\n")
_FEWEST = 2
"""Rows, and columns, of what is a table and not a way to lay a page out."""


@dataclass
class _Piece:
    """A block being gathered. ``own``: its text outside of links."""

    text: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)

    def add(self, text: str | None, *, is_linked: bool) -> None:
        if text:
            self.text.append(text)
            if not is_linked:
                self.own.append(text)


def is_markup(text: str) -> bool:
    """Whether ``text`` has tags of HTML."""
    return _TAG.search(text) is not None


def fragment_blocks(markup: str) -> list[Block]:
    """The paragraphs, headings, list items and rows of tables of ``markup``, less what is no prose.

    Blank lines part paragraphs where no element does.
    """
    # Patterns and parsers are loaded when a page is read, not at each start.
    from retrieval.sources.readers.saved_page.boilerplate import is_boilerplate, is_related

    root = _parsed(markup if _BLOCK_TAG.search(markup) else _BLANK_LINE.sub("<p>", markup))
    if root is None:
        return []
    blocks: list[Block] = []
    leads_elsewhere = False
    for piece in _pieces(root):
        if isinstance(piece, list):
            blocks += table_blocks(piece)
            leads_elsewhere = False
            continue
        text, own = _lines("".join(piece.text)), " ".join("".join(piece.own).split())
        line = " ".join(text.split())
        is_link = not any(map(str.isalnum, own))
        has_lead = bool(own) and is_related(own)
        if not line or has_lead or (leads_elsewhere and is_link):
            leads_elsewhere = leads_elsewhere or has_lead
            continue
        leads_elsewhere = is_related(line)
        if not is_boilerplate(line):
            blocks.append(Block(text))
    return blocks


def text_of(markup: str) -> str:
    """All text of ``markup`` in one line."""
    return " ".join(" ".join(block.text for block in fragment_blocks(markup)).split())


def _parsed(markup: str) -> "HtmlElement | None":
    """Raises ValueError where elements are nested too deep to be read to the end."""
    from lxml import etree, html

    # What XML can't hold, libxml2 would end at.
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", markup)
    parser = html.HTMLParser(huge_tree=True, no_network=True)
    try:
        root = html.fragment_fromstring(clean, create_parent="div", parser=parser)
    except etree.ParserError:
        return None
    if any("depth" in error.message.casefold() for error in parser.error_log):
        raise ValueError("elements are nested too deep")
    return root


def _lines(text: str) -> str:
    """``text`` without superfluous white space; a line break, written as NUL, is kept."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\0"))))


def _pieces(root: "HtmlElement") -> Iterator[_Piece | list[list[str]]]:
    """What the elements of ``root`` hold, in order: text, and tables as their rows."""
    from lxml import etree

    piece, depth = _Piece(), 0
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            rows = _rows(element) if tag == "table" else None
            is_break = tag == "br" and _ends_line(piece)
            if rows or is_break or tag not in _INLINE:
                yield piece
                piece = _Piece()
            if rows:
                yield rows
            if rows or tag in _NO_TEXT:
                walk.skip_subtree()
                continue
            if tag == "br":
                piece.add("\0", is_linked=False)
            depth += tag == "a"
            piece.add(element.text, is_linked=depth > 0)
            continue
        if event == "end" and tag not in _INLINE:
            yield piece
            piece = _Piece()
        depth -= event == "end" and tag == "a"
        if element is not root:
            piece.add(element.tail, is_linked=depth > 0)
    yield piece


def _ends_line(piece: _Piece) -> bool:
    """Whether a line break was the last that ``piece`` got: a second one ends the paragraph."""
    last = next((text for text in reversed(piece.text) if text == "\0" or text.strip()), "")
    return last == "\0"


def _rows(table: "HtmlElement") -> list[list[str]] | None:
    """The cells of a table that has a head; None for one without, or that lays out a page."""
    if table.find(".//table") is not None or table.find(".//th") is None:
        return None
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.iterchildren("td", "th")]
        for row in table.iter("tr")
    ]
    is_table = len(rows) >= _FEWEST and all(len(row) >= _FEWEST for row in rows)
    return rows if is_table else None
