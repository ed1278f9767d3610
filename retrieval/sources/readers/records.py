"""Records, a page each: the rows of a table, or the lines of a JSON Lines file.

A field's name may be in any case. ``text`` (or ``body``, ``content``) is needed; ``title``, ``published`` (or
``date``), ``updated``, ``author``, ``publisher`` (or ``source``), ``link`` (or ``url``) and ``id`` are facts;
others are left out. Records without a text are the rows of one table, each of which is a sentence.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from retrieval.documents import SkipReason
from retrieval.sources.readers.article import blocks_of, page_of, titled
from retrieval.sources.readers.composing import composed, table_blocks
from retrieval.sources.readers.decoding import decoded
from retrieval.sources.readers.fields import ID, TEXT, first, with_facts
from retrieval.sources.readers.page import Page, Reading, Skipped
from retrieval.sources.readers.parts import PartNames, short_name
from retrieval.sources.readers.stated import storable
from retrieval.sources.readers.table_file import Row, table_rows

_LONGEST_HEAD = 1000
"""Characters of all heads of a table's columns: each row is understood by them, and none by more."""

_BETWEEN_HEADS = " | "


@dataclass(frozen=True, slots=True)
class _Record:
    """``fields`` by their names as written; None for a faulty record. ``line``: where it begins, from 1."""

    line: int
    fields: Mapping[str, str] | None


def read_table(content: bytes) -> Iterable[Reading]:
    """The pages of a table: commas, semicolons or tabs part its fields, and its first row names them."""
    found = decoded(content)
    if isinstance(found, SkipReason):
        return [Skipped(found)]
    heads, rows = table_rows(found.text)
    if not heads and next(rows, None):
        return [Skipped(SkipReason.DAMAGED)]
    if _has_text(heads):
        return _pages((_of_row(heads, row) for row in rows), found.encoding)
    good: list[list[str]] = []
    readings: list[Reading] = []
    for row in rows:
        if row.cells is not None and len(row.cells) == len(heads):
            good.append(row.cells)
        else:
            readings.append(_damaged(row.line))
    return [*_table(heads, good, found.encoding), *readings]


def read_json_lines(content: bytes) -> Iterable[Reading]:
    """The pages of a file with a JSON object in each line."""
    found = decoded(content)
    if isinstance(found, SkipReason):
        return [Skipped(found)]
    lines = enumerate(found.text.removeprefix("\ufeff").split("\n"), start=1)
    records = (_of_line(number, line) for number, line in lines if line.strip())
    return _pages_or_table(records, found.encoding)


def _pages_or_table(records: Iterator[_Record], encoding: str) -> Iterator[Reading]:
    """The first record that is not faulty decides what all of them are."""
    faulty: list[_Record] = []
    for record in records:
        if record.fields is None:
            faulty.append(record)
            continue
        every = chain(faulty, [record], records)
        yield from _pages(every, encoding) if _has_text(record.fields) else _table_of(every, encoding)
        return
    if faulty:
        yield Skipped(SkipReason.DAMAGED)


def _pages(records: Iterable[_Record], encoding: str) -> Iterator[Reading]:
    names = PartNames()
    for number, record in enumerate(records, start=1):
        if record.fields is None:
            yield _damaged(record.line)
            continue
        fields = {name.strip().casefold(): value for name, value in record.fields.items()}
        part = names.unique(short_name(first(fields, ID) or "") or str(number))
        text = first(fields, TEXT)
        if not text:
            yield Skipped(SkipReason.EMPTY, part)
            continue
        try:
            yield replace(_page(text, fields), part=part, encoding=encoding)
        except ValueError:
            yield Skipped(SkipReason.DAMAGED, f"line {record.line}")


def _page(text: str, fields: Mapping[str, str]) -> Page:
    read = page_of(text)
    page = with_facts(read, fields)
    title = page.title.value if page.title and page.title != read.title else None
    whole, paragraphs = composed(titled(title, blocks_of(read)))
    return replace(page, text=whole, paragraphs=paragraphs)


def _table_of(records: Iterable[_Record], encoding: str) -> Iterator[Reading]:
    """The page of records whose fields are its columns, in the order in which they first come."""
    rows: list[Mapping[str, str]] = []
    heads: dict[str, None] = {}
    for record in records:
        if record.fields is None:
            yield _damaged(record.line)
        elif len(_BETWEEN_HEADS.join(heads)) <= _LONGEST_HEAD:
            rows.append(record.fields)
            heads.update(dict.fromkeys(record.fields))
    yield from _table(list(heads), ([row.get(head, "") for head in heads] for row in rows), encoding)


def _table(heads: list[str], rows: Iterable[list[str]], encoding: str) -> Iterator[Reading]:
    if len(_BETWEEN_HEADS.join(heads)) > _LONGEST_HEAD:
        yield Skipped(SkipReason.UNSUPPORTED)
        return
    text, paragraphs = composed(table_blocks([heads, *rows]))
    yield Page(text, paragraphs, encoding=encoding)


def _damaged(line: int) -> Skipped:
    return Skipped(SkipReason.DAMAGED, f"line {line}")


def _has_text(names: Iterable[str]) -> bool:
    return any(name.strip().casefold() in TEXT for name in names)


def _of_row(heads: list[str], row: Row) -> _Record:
    if row.cells is None or len(row.cells) != len(heads):
        return _Record(row.line, None)
    return _Record(row.line, dict(zip(heads, row.cells, strict=True)))


def _of_line(number: int, line: str) -> _Record:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return _Record(number, None)
    if not isinstance(found, dict) or not found:
        return _Record(number, None)
    return _Record(number, {storable(name): _value(value) for name, value in found.items()})


def _value(value: object) -> str:
    """A text or a number as it is written, the texts of a list with commas between them; else nothing."""
    if isinstance(value, list):
        return ", ".join(storable(each) for each in value if isinstance(each, str))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return storable(str(value))
