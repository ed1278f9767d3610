"""Tables that hold data, cell by cell; those that lay out a page are none."""

from dataclasses import dataclass

from retrieval.sources.readers.web_page.markup import Element, text_in

_MOST_SPANNED = 50
"""Rows or columns of one cell."""

_LONGEST_CELL = 600
"""Characters; cells with more are columns of a page."""

_LAYOUT = "form nav h1 article section iframe".split()


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` of equal length; a cell that spans several rows stands in each of them."""

    caption: str
    rows: list[list[str]]


def data_table(element: Element) -> Table | None:
    """The data of a ``table`` element; None where it has fewer than two rows or columns, or is layout."""
    if element.get("role") in ("presentation", "none") or any(
        element.find(f".//{tag}") is not None for tag in _LAYOUT
    ):
        return None
    rows = _rows(element)
    if len(rows) < 2 or max(map(len, rows)) < 2:  # noqa: PLR2004
        return None
    if any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        return None
    width = max(map(len, rows))
    caption = element.find("caption")
    return Table(
        "" if caption is None else text_in(caption), [row + [""] * (width - len(row)) for row in rows]
    )


def _rows(element: Element) -> list[list[str]]:
    rows: list[list[str]] = []
    spanned: dict[int, tuple[int, str]] = {}
    for line in element.iter("tr"):
        row: list[str] = []
        for cell in line:
            if cell.tag not in ("td", "th"):
                continue
            _add_spanned(row, spanned)
            text, down = text_in(cell), _span(cell, "rowspan")
            across = _span(cell, "colspan")
            for column in range(len(row), len(row) + across):
                if down > 1:
                    spanned[column] = (down - 1, text)
            row += [text, *[""] * (across - 1)]
        _add_spanned(row, spanned)
        rows.append(row)
    return [row for row in rows if any(row)]


def _add_spanned(row: list[str], spanned: dict[int, tuple[int, str]]) -> None:
    while len(row) in spanned:
        column = len(row)
        left, text = spanned[column]
        row.append(text)
        if left > 1:
            spanned[column] = (left - 1, text)
        else:
            del spanned[column]


def _span(cell: Element, name: str) -> int:
    value = cell.get(name) or ""
    return min(max(int(value), 1), _MOST_SPANNED) if value.isdecimal() and len(value) < 5 else 1  # noqa: PLR2004
