"""A book as pages: one for each chapter, so that the place of a quote can be told and found.

All have the book's title, author, publisher and date, for that is what a quote is cited with; the heading of
a chapter is its first paragraph. A book whose text has no headings is one page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.documents import Fact, PublicationDate
from retrieval.sources.readers.composing import Block, composed
from retrieval.sources.readers.page import Page

_LEVELS = 2
"""Levels of headings that begin a page: parts and their chapters. What is below is read on one page."""

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TIMESTAMP = re.compile(r"(\d{4})-(\d{2}-\d{2})T.*")
_FIRST_YEAR = 1450
"""The first printed book; programs write the year 101 for an unknown one."""

_NOTHING = {"", "unknown", "untitled", "неизвестно", "неизвестен", "неизвестный", "автор неизвестен"}
"""What programs write where nothing is known."""


@dataclass(frozen=True, slots=True)
class BookBlock:
    """A block of a book. ``level``: that of a heading, 1 or more; None for text."""

    block: Block
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a book states of itself."""

    title: str = ""
    authors: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    published: PublicationDate | None = None


def book_pages(blocks: Sequence[BookBlock], imprint: Imprint, encoding: str) -> list[Page]:
    """The pages of a book, each but the first beginning with a heading; parts are numbered in order."""
    levels = sorted({block.level for block in blocks if block.level is not None})[:_LEVELS]
    chapters: list[list[BookBlock]] = [[]]
    for block in blocks:
        if block.level in levels and any(one.level is None for one in chapters[-1]):
            chapters.append([])
        chapters[-1].append(block)
    has_front = chapters[0][:1] != [] and chapters[0][0].level is None
    facts = _facts(imprint, encoding)
    pages = []
    for number, chapter in enumerate(chapters, start=0 if has_front else 1):
        text, paragraphs = composed(one.block for one in chapter)
        part = str(number) if len(chapters) > 1 else ""
        pages.append(replace(facts, text=text, paragraphs=paragraphs, part=part))
    return pages


def _facts(imprint: Imprint, encoding: str) -> Page:
    return Page(
        text="",
        paragraphs=(),
        title=_fact([imprint.title]),
        author=_fact(imprint.authors),
        publisher=_fact(imprint.publishers),
        published=imprint.published,
        encoding=encoding,
    )


def _fact(values: Sequence[str]) -> Fact | None:
    known = [" ".join(value.split()) for value in values]
    known = [value for value in known if value.casefold() not in _NOTHING]
    return Fact(", ".join(dict.fromkeys(known))) if known else None


def stated_date(value: str) -> PublicationDate | None:
    """The date that ``value`` states in the form of ISO 8601, as precisely as it does.

    Of a timestamp only the year is taken, since programs write the day in a zone that nobody chose.
    """
    value = value.strip()
    stamp = _TIMESTAMP.fullmatch(value)
    if stamp:
        return None if stamp[2] == "12-31" else stated_date(stamp[1])
    match = _DAY.fullmatch(value)
    if not match or int(match[1]) < _FIRST_YEAR:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        return PublicationDate(year or 0, month, day)
    except ValueError:
        return None
