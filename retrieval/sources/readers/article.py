"""A text with its title, and the text that a field of a structured file holds, as blocks."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from retrieval.sources.readers.composing import Block
from retrieval.sources.readers.fragment import fragment_blocks, is_markup
from retrieval.sources.readers.page import Page
from retrieval.sources.readers.stated import storable


def titled(title: str | None, blocks: Iterable[Block]) -> Iterator[Block]:
    """``blocks`` below ``title``, which they may begin with: it stands there once."""
    is_first = True
    if title:
        yield Block(title, is_title=True)
    for block in blocks:
        repeats = is_first and title and _bare(block.text) == _bare(title)
        is_first = False
        if not repeats:
            yield replace(block, is_title=block.is_title and not title)


def page_of(text: str) -> Page:
    """What ``text``, with or without tags of HTML, holds and states as a page of its own."""
    # Its many patterns are compiled when a page is read, not at each start.
    from retrieval.sources.readers.saved_page.lines import read_page

    if is_markup(text):
        text = "\n\n".join(block.text for block in fragment_blocks(text))
    return read_page(storable(text))


def blocks_of(page: Page) -> list[Block]:
    """The paragraphs of ``page``."""
    return [
        Block(page.text[one.start : one.end], one.is_title, one.speaker, one.header)
        for one in page.paragraphs
    ]


def _bare(text: str) -> str:
    return " ".join(text.split()).rstrip(".").casefold()
