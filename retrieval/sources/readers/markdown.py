"""Markdown files, those of Jekyll and Hugo among them: the text is the file's own content."""

import html
import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import itemgetter

from retrieval.documents import Fact, Paragraph, SkipReason, Span
from retrieval.sources.readers.decoding import decoded
from retrieval.sources.readers.fields import with_facts
from retrieval.sources.readers.front_matter import find_front_matter
from retrieval.sources.readers.page import Page, Reading, Skipped

_BETWEEN_CELLS = " | "
_LONGEST_HEAD = 1000
"""Characters of a table's head that its rows are understood by."""

_PICTURE = re.compile(
    r"\[?!\[[^\[\]]{0,500}\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,200}\])(?:\]\([^()]{0,2000}\))?"
)
_GENERATOR = re.compile(r"\{[%:{#].*[%}]\}|\{:.*\}|\[\[?_?toc_?\]?\]", re.IGNORECASE)
"""What a generator of sites reads: «{% include ads.html %}», «{{< figure >}}», «{:.lead}», «[TOC]»."""

_LINKED = re.compile(
    r"\[([^\[\]]{1,500})\]\([^()\s]{0,2000}(?:\s\"[^\"]{0,200}\")?\)|<(https?://[^<>\s]{1,2000})>"
)
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|~~|`+")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LONGEST_TAG = 2000
_OPENING = re.compile(rf"\s+|<[^<>]{{1,{_LONGEST_TAG}}}>")
_NO_PROSE = re.compile(
    r"\s*<(?:!|\?|script|style|iframe|svg|video|audio|form|nav|img|noscript)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A span of the file that may be prose. ``tag``: "h1" to "h6" of a heading, "p" of a paragraph.
    ``header``: for a row of a table, what stands above it.
    """

    start: int
    end: int
    tag: str = ""
    header: str | None = None


def read_markdown(content: bytes) -> Iterable[Reading]:
    """The page that a Markdown file holds."""
    found = decoded(content)
    if isinstance(found, SkipReason):
        return [Skipped(found)]
    front = find_front_matter(found.text)
    page = with_facts(_page(found.text, list(_pieces(found.text, front.end))), front.fields)
    return [replace(_with_title(page), encoding=found.encoding)]


def _page(text: str, pieces: list[_Piece]) -> Page:
    """What the lines of ``text`` are is told of what they show, without the marks in them."""
    # Its many patterns are compiled when a page is read, not at each start.
    from retrieval.sources.readers.saved_page.lines import read_page

    shown = [(piece, line) for piece in pieces if (line := _shown(text[piece.start : piece.end]))]
    prose = [(piece, line) for piece, line in shown if piece.header is None]
    read = read_page("\n\n".join(line for _, line in prose))
    starts = list(accumulate((len(line) + 2 for _, line in prose), initial=0))
    kept = {prose[bisect(starts, one.start) - 1][0]: one for one in read.paragraphs}
    headings = [(piece, line) for piece, line in prose if piece.tag.startswith("h") and piece in kept]
    title = next((Fact(line) for piece, line in headings if piece.tag == "h1"), None)
    if not title and headings and headings[0] == prose[0]:
        title = read.title
    paragraphs = [
        Paragraph(
            piece.start,
            piece.end,
            kept[piece].speaker if piece in kept else None,
            header=piece.header,
        )
        for piece, _ in shown
        if piece in kept or piece.header is not None
    ]
    return replace(read, text=text, paragraphs=tuple(paragraphs), title=title)


def _with_title(page: Page) -> Page:
    """``page`` with the first paragraph that says its title, and no other, marked as such."""
    title = page.title.value if page.title else ""
    shown = [_shown(page.text[one.start : one.end]) for one in page.paragraphs]
    place = shown.index(title) if title in shown else None
    marked = (replace(one, is_title=number == place) for number, one in enumerate(page.paragraphs))
    return replace(page, paragraphs=tuple(marked))


def _pieces(text: str, begin: int) -> Iterator[_Piece]:
    """What may be prose in ``text`` from ``begin``: paragraphs, headings, items of lists, rows of tables."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    lines = _lines(text, begin)
    above, tag = "", ""
    heads: list[str] | None = None
    for token in parser.parse(text[begin:]):
        own = lines[slice(*token.map)] if token.map else []
        if token.type == "table_open":
            heads = []
        elif token.type == "inline" and above == "th_open" and heads is not None:
            heads.append(_shown(token.content))
        elif token.type == "tr_open" and heads:
            yield _Piece(*_trimmed(text, *own[0]), header=_BETWEEN_CELLS.join(heads)[:_LONGEST_HEAD])
        elif token.type == "html_block" and not _NO_PROSE.match(token.content):
            yield from (_Piece(*_between_tags(text, start, end)) for start, end in own)
        elif token.type == "inline" and above in {"paragraph_open", "heading_open"}:
            yield _Piece(*_span(text, own, token.content), tag=tag)
        above, tag = token.type, token.tag


def _lines(text: str, begin: int) -> list[Span]:
    """Spans of the lines from ``begin``, as the parser counts them."""
    breaks = [match.span() for match in re.finditer(r"\r\n|\r|\n", text[begin:])]
    starts = [0, *(after for _, after in breaks)]
    ends = [*(before for before, _ in breaks), len(text) - begin]
    return [(begin + start, begin + end) for start, end in zip(starts, ends, strict=True)]


def _span(text: str, lines: list[Span], content: str) -> Span:
    """Where ``content`` stands in ``lines``, which have marks of lists and quotations before it."""
    (first, first_end), (last, last_end) = lines[0], lines[-1]
    head, tail = (line.strip() for line in itemgetter(0, -1)(content.strip().split("\n")))
    start, end = text.find(head, first, first_end), text.rfind(tail, last, last_end)
    return (start if start >= 0 else first), (end + len(tail) if end >= 0 else last_end)


def _trimmed(text: str, start: int, end: int) -> Span:
    """The line of a table without the marks at its edges."""
    line = text[start:end]
    start = end - len(line.lstrip("> \t|"))
    return start, max(start, end - len(line) + len(line.rstrip(" \t|")))


def _between_tags(text: str, start: int, end: int) -> Span:
    """What stands between the tags at the edges of a line."""
    while (edge := _OPENING.match(text, start, end)) and edge.end() > start:
        start = edge.end()
    while end > start and (text[end - 1].isspace() or text[end - 1] == ">"):
        tag = text.rfind("<", max(start, end - _LONGEST_TAG), end)
        if text[end - 1] == ">" and tag < 0:
            break
        end = tag if text[end - 1] == ">" else end - 1
    return start, end


def _shown(source: str) -> str:
    """What a reader of the page sees of ``source``, in one line; empty for pictures and what makes a site."""
    if _GENERATOR.fullmatch(source.strip()):
        return ""
    line = _LINKED.sub(lambda match: match[1] or match[2], _PICTURE.sub(" ", source))
    line = _ESCAPED.sub(r"\1", _EMPHASIS.sub("", line))
    line = " ".join(html.unescape(line).split())
    return line if any(map(str.isalnum, line)) else ""
