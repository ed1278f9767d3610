"""The flow of a text in markup: its paragraphs and tables in order, whatever the elements are called."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from retrieval.sources.readers.office.markup import Element, local_name

_WHITE = re.compile(r"\s+")
_AROUND_BREAK = re.compile(r" *\n *")
_SOFT_HYPHEN = "\u00ad"
_MOST_COLUMNS = 50
"""Columns that one cell may span; a sheet has a last cell that spans a thousand."""


@dataclass(frozen=True, slots=True)
class Markup:
    """What elements, by their names without a namespace, are in a kind of markup.

    ``breaks``: elements that stand for characters. ``boxes``: those whose text stands beside the paragraph
    that they are in. ``notes``: those whose text stands at the end of all. ``text_in``: the only ones whose
    own characters are text; None where all are. ``is_hidden``: whether an element is not part of the text.
    ``span``: over how many columns a cell goes.
    """

    paragraphs: frozenset[str]
    skipped: frozenset[str]
    breaks: Mapping[str, str]
    table: str
    row: str
    cells: frozenset[str]
    boxes: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    text_in: frozenset[str] | None = None
    is_hidden: Callable[[Element], bool] = lambda _: False
    span: Callable[[Element], int] = lambda _: 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, with the innermost element that makes it one; or a table by its ``rows`` of cells."""

    text: str
    element: Element | None = None
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass
class _Place:
    """A text that is being read: the document's, or that of a box in it."""

    pieces: list[Piece] = field(default_factory=list)
    beside: list[Piece] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def end_paragraph(self) -> None:
        text = _AROUND_BREAK.sub("\n", re.sub(" {2,}", " ", "".join(self.words))).strip()
        if text:
            self.pieces.append(Piece(text, self.open[-1] if self.open else None))
        self.words.clear()
        self.pieces += self.beside
        self.beside.clear()


def flow(root: Element, markup: Markup) -> list[Piece]:
    """The pieces of the text in ``root`` that are not blank, in order, notes last."""
    from lxml import etree

    reading = _Reading(markup)
    walk = etree.iterwalk(root, events=("start", "end"))
    passed: Element | None = None
    for event, element in walk:
        if event == "start":
            if not reading.enter(element):
                passed = element
                walk.skip_subtree()
            continue
        if element is passed:
            passed = None
        else:
            reading.leave(element)
        if element is not root:
            reading.add(element.tail, element.getparent())
    reading.place.end_paragraph()
    return reading.place.pieces + reading.notes


@dataclass
class _Reading:
    """Where a walk through a document is. ``outer``: the texts that the boxes stand in which it is in."""

    markup: Markup
    place: _Place = field(default_factory=_Place)
    outer: list[_Place] = field(default_factory=list)
    notes: list[Piece] = field(default_factory=list)

    def enter(self, element: Element) -> bool:
        """Begins ``element``; False where there is nothing in it to be walked through."""
        name, markup = local_name(element), self.markup
        if name in markup.skipped or markup.is_hidden(element):
            return False
        if name == markup.table and _is_data(element, markup):
            self.place.end_paragraph()
            self.place.pieces += _table(element, markup)
            return False
        if name in markup.boxes or name in markup.notes:
            self.outer.append(self.place)
            self.place = _Place()
        elif _is_paragraph(name, markup):
            self.place.end_paragraph()
            self.place.open.append(element)
        self.place.words.append(markup.breaks.get(name, ""))
        self.add(element.text, element)
        return True

    def leave(self, element: Element) -> None:
        name = local_name(element)
        if name in self.markup.boxes or name in self.markup.notes:
            self.place.end_paragraph()
            pieces, self.place = self.place.pieces, self.outer.pop()
            (self.notes if name in self.markup.notes else self.place.beside).extend(pieces)
        elif _is_paragraph(name, self.markup):
            self.place.end_paragraph()
            self.place.open.pop()

    def add(self, text: str | None, element: Element) -> None:
        """Adds ``text``, which stands in ``element``."""
        if text and (self.markup.text_in is None or local_name(element) in self.markup.text_in):
            self.place.words.append(_WHITE.sub(" ", text.replace(_SOFT_HYPHEN, "")))


def _is_paragraph(name: str, markup: Markup) -> bool:
    return name in markup.paragraphs or name in markup.cells or name in {markup.table, markup.row}


def _is_data(table: Element, markup: Markup) -> bool:
    """Whether ``table`` has rows and columns; one without is only how a page is laid out."""
    rows = [
        sum(1 for _ in _within(row, markup.cells, markup)) for row in _within(table, {markup.row}, markup)
    ]
    return len(rows) > 1 and max(rows) > 1


def _table(table: Element, markup: Markup) -> list[Piece]:
    """``table`` by its rows that are not blank; where those make up no table, what stands in its cells."""
    rows = tuple(filter(None, _rows(table, markup)))
    if len(rows) > 1 and max(map(len, rows)) > 1:
        return [Piece("", table, rows)]
    return [Piece(cell, table) for row in rows for cell in row if cell]


def _rows(table: Element, markup: Markup) -> Iterator[tuple[str, ...]]:
    for row in _within(table, {markup.row}, markup):
        cells: list[str] = []
        for cell in _within(row, markup.cells, markup):
            span = min(max(markup.span(cell), 1), _MOST_COLUMNS)
            cells += [_cell(cell, markup), *[""] * (span - 1)]
        while cells and not cells[-1]:
            cells.pop()
        yield tuple(cells)


def _cell(cell: Element, markup: Markup) -> str:
    pieces = flow(cell, markup)
    return " ".join(
        " ".join([piece.text, *(" ".join(row) for row in piece.rows)]).strip() for piece in pieces
    )


def _within(root: Element, names: frozenset[str] | set[str], markup: Markup) -> Iterator[Element]:
    """The elements called one of ``names`` in ``root`` that are in no other of them."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element is root:
            continue
        if local_name(element) in markup.skipped or markup.is_hidden(element):
            walk.skip_subtree()
        elif local_name(element) in names:
            walk.skip_subtree()
            yield element
