"""A page of a written document, such as a report: what the text of its blocks states of it."""

from collections.abc import Iterable
from dataclasses import replace

from retrieval.documents import NO_LINK, Fact, Link, Paragraph
from retrieval.sources.readers.composing import Block, composed
from retrieval.sources.readers.page import Page


def written_page(blocks: Iterable[Block], link: Link = NO_LINK) -> Page:
    """The page that ``blocks`` make up, read as a saved page is: its datelines and buttons are no prose.

    A title, and tables, are what ``blocks`` say they are. ``link``: the page's own address, if something
    other than its text states one.
    """
    # Its many patterns are compiled when a page is read, not at each start.
    from retrieval.sources.readers.saved_page.lines import read_page
    from retrieval.sources.readers.saved_page.publishers import find_publisher

    text, paragraphs = composed(blocks)
    found = read_page(text)
    prose = [(one.start, one.end) for one in found.paragraphs]
    title = next((text[one.start : one.end] for one in paragraphs if one.is_title), None)
    return replace(
        found,
        paragraphs=tuple(_prose(paragraphs, found.paragraphs)),
        title=Fact(" ".join(title.split())) if title else None,
        link=link if link.url else found.link,
        publisher=find_publisher(text, prose, link) if link.url else found.publisher,
    )


def _prose(paragraphs: Iterable[Paragraph], found: Iterable[Paragraph]) -> Iterable[Paragraph]:
    """Those of ``paragraphs`` in which prose was ``found``, with whoever speaks there; both are in order."""
    rest = iter(found)
    prose = next(rest, None)
    for paragraph in paragraphs:
        while prose and prose.end <= paragraph.start:
            prose = next(rest, None)
        speaks = prose if prose and prose.start < paragraph.end else None
        if paragraph.is_title or paragraph.header is not None:
            yield paragraph
        elif speaks:
            yield replace(paragraph, speaker=speaks.speaker)
