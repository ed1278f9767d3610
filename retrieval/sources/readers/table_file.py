"""The rows of a file whose fields are parted by commas, semicolons or tabs."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

_SIGNS = (",", ";", "\t")
_LONGEST_FIELD = 10_000_000
"""Characters: a field that is longer has lost its closing quotation mark."""


@dataclass(frozen=True, slots=True)
class Row:
    """``cells``: None where the row can't be told. ``line``: where it begins, from 1."""

    line: int
    cells: list[str] | None


def table_rows(text: str) -> tuple[list[str], Iterator[Row]]:
    """The names of the columns, and the rows below that are not blank; no names where those are faulty.

    A row with a quotation mark that is never closed is faulty to its end; those below it are read.
    """
    lines = list(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    begin, sign = 0, None
    if lines and lines[0].strip("\r\n")[:-1].casefold() == "sep=":  # what Excel tells itself
        begin, sign = 1, lines[0].strip("\r\n")[-1:]
    heads = [_first_row(lines[begin:], each) for each in ([sign] if sign else _SIGNS)]
    best = max(range(len(heads)), key=lambda number: len(heads[number]))
    rows = _rows(lines, begin, sign or _SIGNS[best])
    next(rows, None)
    return [head.strip() for head in heads[best]], rows


def _first_row(lines: list[str], sign: str) -> list[str]:
    return next((row.cells or [] for row in _rows(lines, 0, sign)), [])


def _rows(lines: list[str], begin: int, sign: str) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_FIELD))
    while begin < len(lines):
        reader = csv.reader(_from(lines, begin), delimiter=sign, strict=True)
        start = begin
        try:
            for cells in reader:
                is_blank = not any(cell.strip() for cell in cells)
                if not is_blank:
                    yield Row(start + 1, cells)
                start = begin + reader.line_num
        except csv.Error:
            yield Row(start + 1, None)
            # What looked like one row up to here may be several: only its first line is lost.
            begin = start + 1
        else:
            return


def _from(lines: list[str], begin: int) -> Iterator[str]:
    return (lines[number] for number in range(begin, len(lines)))
