"""What a reader gives: the pages of a file, and what each states of itself."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from retrieval.documents import NO_LINK, UTF8, Fact, Link, Paragraph, PublicationDate, SkipReason

_LOG = logging.getLogger(__name__)


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


def readings_of(name: str, read: Reader, content: bytes) -> Iterator[Reading]:
    """What ``read`` gives for the ``content`` of the file called ``name``, and why there is no more.

    Whatever the reader raises makes a `Skipped`; so does a file of which it says nothing.
    """
    is_silent = True
    try:
        for one in read(content):
            is_silent = False
            yield one
    except Exception:  # noqa: BLE001 - a library raises whatever a broken file leads it to
        _LOG.debug("%s could not be read to its end.", name, exc_info=True)
        yield Skipped(SkipReason.DAMAGED)
        return
    if is_silent:
        yield Skipped(SkipReason.EMPTY)
