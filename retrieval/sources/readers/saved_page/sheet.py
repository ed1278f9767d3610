"""The lines of a page, and how they are set."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.documents import Span
from retrieval.sources.readers.saved_page.datelines import Dateline

_LONGEST_IN_COLUMNS = 2000
_COLUMNS = re.compile(r"(?<=\S)(?:[ \xa0]{2,4}|\t)(?=\S)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The ``lines`` of a page that are not blank, with single spaces; all else is of each of them, in order.

    ``datelines``: what it states as one. ``gaps``: whether a blank line stands above it. ``columns``: what it
    holds, apart where much space lies between.
    """

    lines: Sequence[str]
    datelines: Sequence[Dateline | None]
    gaps: Sequence[bool]
    columns: Sequence[list[str]]

    def is_dated(self, number: int) -> bool:
        """Whether line ``number`` names a day, and not as the clock of a site does."""
        dateline = self.datelines[number] if number < len(self.lines) else None
        return dateline is not None and dateline.names_day and not dateline.is_clock


def gaps_above(text: str, spans: Sequence[Span]) -> list[bool]:
    """Whether a blank line stands above each line of ``text``."""
    ends = [0, *(end for _, end in spans)]
    return [text.count("\n", end, start) > 1 for end, (start, _) in zip(ends, spans, strict=False)]


def columns_of(text: str, spans: Sequence[Span]) -> list[list[str]]:
    """What each line of ``text`` holds, apart where much space lies between, as in menus and tables."""
    return [_COLUMNS.split(text[start : min(end, start + _LONGEST_IN_COLUMNS)]) for start, end in spans]


def lines_of(text: str) -> Iterator[Span]:
    """Spans of the lines that are not blank, less surrounding white space."""
    for match in re.finditer(r"[^\n\r\u2028\u2029]+", text):
        line = match.group()
        bare = line.strip("\ufeff \t\xa0\u200b\x0b\x0c")
        if bare.strip():
            start = match.start() + line.index(bare)
            yield start, start + len(bare)


def plain(line: str) -> str:
    """``line`` with single spaces, and without what HTML writes as entities."""
    return " ".join(html.unescape(line).split())
