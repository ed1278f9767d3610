"""What a reader gives: the pages of a file, and what each states of itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from retrieval.documents import NO_LINK, UTF8, Fact, Link, Paragraph, PublicationDate, SkipReason


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read. A field is None, or ``NO_LINK``, where it states nothing.

    ``paragraphs`` are the prose: spans of ``text``. ``part``: which part of the file it is, such as the
    number of a post in an export; empty where the file is one page. ``encoding``: that of the file's bytes.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    title: Fact | None = None
    author: Fact | None = None
    publisher: Fact | None = None
    cites: Fact | None = None
    published: PublicationDate | None = None
    updated: PublicationDate | None = None
    link: Link = NO_LINK
    part: str = ""
    encoding: str = UTF8


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a ``part`` of one, that holds no page, and why."""

    reason: SkipReason
    part: str = ""


Reading: TypeAlias = Page | Skipped

Reader: TypeAlias = Callable[[bytes], Iterable[Reading]]
"""From a file's bytes to its pages, and what of it can't be read, in order; parts have different names."""
