"""A document whose paragraphs have styles: which of them is its title, and what belongs to a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.sources.readers.composing import Block, table_blocks
from retrieval.sources.readers.page import Page
from retrieval.sources.readers.written import written_page


@dataclass(frozen=True, slots=True)
class Styled:
    """A paragraph and what its style says that it is, or a table by its ``rows`` of cells."""

    block: Block
    is_title: bool = False
    is_heading: bool = False
    is_caption: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


def headed_page(pieces: Sequence[Styled], stated_title: str) -> Page:
    """The page that ``pieces`` make up.

    Its title is in the style of titles, or a heading of the first level at the top, or what the file's
    properties state as ``stated_title``, if a paragraph says the same.
    """
    pieces = list(_with_one_title(pieces))
    at = _title(pieces, stated_title)
    if at is not None:
        pieces[at] = replace(pieces[at], block=replace(pieces[at].block, is_title=True))
    return written_page(_blocks(pieces))


def _with_one_title(pieces: Sequence[Styled]) -> Iterator[Styled]:
    """``pieces``, with a title that was set in several paragraphs put together."""
    title: Styled | None = None
    for piece in pieces:
        if title and piece.is_title:
            title = replace(title, block=Block(f"{title.block.text}\n{piece.block.text}"))
            continue
        if title:
            yield title
        title = piece if piece.is_title else None
        if not title:
            yield piece
    if title:
        yield title


def _title(pieces: Sequence[Styled], stated: str) -> int | None:
    titles = [at for at, piece in enumerate(pieces) if piece.is_title]
    if titles:
        return titles[0] if len(titles) == 1 else None
    if pieces and pieces[0].is_heading:
        return 0
    same = [at for at, piece in enumerate(pieces) if stated and _plain(piece.block.text) == _plain(stated)]
    return same[0] if same else None


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _blocks(pieces: Sequence[Styled]) -> Iterator[Block]:
    """The blocks of ``pieces``; a caption belongs to the table below it."""
    caption = ""
    for piece in pieces:
        if piece.rows:
            above, rows = _without_banner(piece.rows)
            yield from table_blocks(rows, "\n".join(filter(None, (caption, above))))
        elif caption:
            yield Block(caption)
        caption = piece.block.text if piece.is_caption else ""
        if not piece.rows and not caption:
            yield piece.block
    if caption:
        yield Block(caption)


def _without_banner(rows: Sequence[Sequence[str]]) -> tuple[str, Sequence[Sequence[str]]]:
    """What a table has as its only cell in the first row, and the rows below it."""
    is_banner = len(rows[0]) == 1 and len(rows) > 2 and len(rows[1]) > 1  # noqa: PLR2004
    return (rows[0][0], rows[1:]) if is_banner else ("", rows)
