"""A page's text put together from the blocks of a structured file: a heading, paragraphs, rows of tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.documents import Paragraph

_BETWEEN_CELLS = " | "
_BETWEEN_BLOCKS = "\n\n"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph to be. ``header``: for the row of a table, what stands above it; None for prose.

    ``is_prose``: whether it may be quoted; the head of a table, say, is only part of the text.
    """

    text: str
    is_title: bool = False
    speaker: str | None = None
    header: str | None = None
    is_prose: bool = True


def composed(blocks: Iterable[Block]) -> tuple[str, tuple[Paragraph, ...]]:
    """The text of all ``blocks`` that are not blank, a blank line between them, and its paragraphs."""
    pieces: list[str] = []
    paragraphs: list[Paragraph] = []
    start = 0
    for block in blocks:
        text = block.text.strip()
        if not text:
            continue
        if block.is_prose:
            paragraphs.append(
                Paragraph(
                    start, start + len(text), block.speaker, is_title=block.is_title, header=block.header
                )
            )
        pieces.append(text)
        start += len(text) + len(_BETWEEN_BLOCKS)
    return _BETWEEN_BLOCKS.join(pieces), tuple(paragraphs)


def table_blocks(rows: Sequence[Sequence[str]], caption: str = "") -> list[Block]:
    """The blocks of a table whose first row has the heads of its columns; each row is one line of text."""
    lines = [_BETWEEN_CELLS.join(" ".join(cell.split()) for cell in row) for row in rows]
    lines = [line for line in lines if line.strip(_BETWEEN_CELLS)]
    if not lines:
        return []
    header = ". ".join(filter(None, (" ".join(caption.split()), lines[0])))
    above = [Block(line, is_prose=False) for line in (caption, lines[0]) if line.strip()]
    return [*above, *(Block(line, header=header) for line in lines[1:])]
