"""What a reader gives: the text of a file, and what the file states of itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from retrieval.documents import NO_LINK, Fact, Link, Paragraph, PublicationDate, SkipReason


@dataclass(frozen=True, slots=True)
class Page:
    """A file as it was read. A field is None, or ``NO_LINK``, where the file states nothing.

    ``paragraphs`` are the prose: spans of ``text``.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    title: Fact | None = None
    publisher: Fact | None = None
    cites: Fact | None = None
    published: PublicationDate | None = None
    updated: PublicationDate | None = None
    link: Link = NO_LINK


Reader: TypeAlias = Callable[[bytes], Page | SkipReason]
"""From a file's bytes to its page, or why there is none. Never raises."""
