"""PDF documents, read with pypdf: slower than pypdfium2 (a hundred pages a second, not seven hundred), but
its limits make a harmful file an error, where PDFium ends the whole program.

A document is one page, since sentences go on from one sheet to the next. The author that a file states is
mostly the name of an account, and is not taken; nor are the dates of the file.
"""

import io
import logging
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from retrieval.documents import SkipReason
from retrieval.sources.readers.composing import Block
from retrieval.sources.readers.page import Reading, Skipped
from retrieval.sources.readers.pdf.lines import Line, lines_of
from retrieval.sources.readers.pdf.paragraphs import goes_on, joined, measured
from retrieval.sources.readers.pdf.running_heads import without_running_heads
from retrieval.sources.readers.written import written_page

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_LONGEST = 120.0
"""Seconds for a file: some thousand pages take a fraction of it, and one made to do harm takes for ever."""

_LARGEST_STREAM = 16 << 20
"""Bytes of what is drawn on a page, unpacked; a map has some millions."""

_MOST_WORK = 1_000_000
"""Operators and operands of it."""

_MOST_TEXT = 50_000_000
"""Characters of a file."""

_TITLE_LINES = 5
"""Lines that a title may take."""

_ENTRY = re.compile(r"(?:\s?[.…·_]){5,}\s?\w{1,6}$")
"""The end of a line in a table of contents, which is no text."""

_LONGEST_ENTRY = 300
_SITE_NAME = re.compile(r"\s(?:[-–—|•·]|::)\s")
_STRANGE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1fÀ-ÿ]")
_MOST_STRANGE = 0.3
"""The share of characters that are no letters of the languages: fonts without a table of their letters."""


def read_pdf(content: bytes) -> Iterable[Reading]:
    """The page that a PDF document holds, and the sheets of it that can't be read, by their numbers."""
    from pypdf import PdfReader, apply_configuration

    # What is wrong with a file is told once, with its name.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with apply_configuration(
        zlib_maximum_output_length=_LARGEST_STREAM,
        lzw_maximum_output_length=_LARGEST_STREAM,
        run_length_maximum_output_length=_LARGEST_STREAM,
        array_based_stream_maximum_output_length=_LARGEST_STREAM,
        stream_decoding_work_maximum_length=4 * _LARGEST_STREAM,
        stream_parsing_work_maximum_count=_MOST_WORK,
    ):
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return [Skipped(SkipReason.LOCKED)]
        return _readings(reader)


def _readings(reader: "PdfReader") -> list[Reading]:
    sheets: list[list[Line]] = []
    unread: list[Skipped] = []
    end, length = time.monotonic() + _LONGEST, 0
    for number, sheet in enumerate(reader.pages):
        found = _lines(sheet, number)
        sheets.append([] if isinstance(found, Skipped) else found)
        unread += [found] if isinstance(found, Skipped) else []
        length += sum(len(line.text) for line in sheets[-1])
        if length > _MOST_TEXT or time.monotonic() > end:
            return [Skipped(SkipReason.TOO_LARGE)]
    stripped = without_running_heads(sheets)
    lines = [line for line in stripped.lines if not _is_entry(line.text)]
    if not lines:
        return [Skipped(unread[0].reason)] if unread else _without_text(reader)
    if _is_garbled(lines):
        return [Skipped(SkipReason.UNKNOWN_ENCODING)]
    return [written_page(_blocks(lines, _stated_titles(reader)), stripped.link), *unread]


def _is_entry(line: str) -> bool:
    return len(line) < _LONGEST_ENTRY and _ENTRY.search(line) is not None


def _lines(sheet: "PageObject", number: int) -> list[Line] | Skipped:
    from pypdf.errors import LimitReachedError

    try:
        return lines_of(sheet, number)
    except LimitReachedError:
        return Skipped(SkipReason.TOO_LARGE, str(number + 1))
    except Exception:  # noqa: BLE001 - a broken sheet raises anything, and the others are read
        return Skipped(SkipReason.DAMAGED, str(number + 1))


def _without_text(reader: "PdfReader") -> list[Reading]:
    """Scanned pages, or empty ones."""
    has_pictures = any(_has_picture(sheet) for sheet in reader.pages)
    return [Skipped(SkipReason.PICTURES_ONLY if has_pictures else SkipReason.EMPTY)]


def _has_picture(sheet: "PageObject") -> bool:
    resources = sheet.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    found = objects.get_object().values() if objects is not None else ()
    return any(one.get_object().get("/Subtype") == "/Image" for one in found)


def _is_garbled(lines: Sequence[Line]) -> bool:
    strange = sum(len(_STRANGE.findall(line.text)) for line in lines)
    return strange > _MOST_STRANGE * sum(len(line.text) for line in lines)


def _stated_titles(reader: "PdfReader") -> list[str]:
    """The title that the file states, also without the name of a site at its end."""
    metadata = reader.metadata
    stated = str(metadata.title or "") if metadata else ""
    cuts = [match.start() for match in _SITE_NAME.finditer(stated)]
    titles = [" ".join(title.split()) for title in (stated, *(stated[:cut] for cut in reversed(cuts)))]
    return [title for title in titles if title]


def _blocks(lines: Sequence[Line], titles: Sequence[str]) -> Iterator[Block]:
    usual = measured(lines)
    title = _title_lines(lines, titles)
    paragraph: list[Line] = []
    for at, line in enumerate(lines):
        is_apart = at in {title.start, title.stop}
        if paragraph and (is_apart or not (at in title or goes_on(paragraph[-1], line, usual))):
            yield Block(joined(paragraph, usual.words), is_title=at == title.stop and len(title) > 0)
            paragraph = []
        paragraph.append(line)
    yield Block(joined(paragraph, usual.words), is_title=len(lines) == title.stop and len(title) > 0)


def _title_lines(lines: Sequence[Line], titles: Sequence[str]) -> range:
    """Which lines of the first sheet are the title that the file states; empty for none."""
    first = [line.text for line in lines if line.page == lines[0].page]
    for title in titles:
        for start in range(len(first)):
            for stop in range(start + 1, min(start + _TITLE_LINES, len(first)) + 1):
                if " ".join(first[start:stop]).casefold() == title.casefold():
                    return range(start, stop)
    return range(0)
