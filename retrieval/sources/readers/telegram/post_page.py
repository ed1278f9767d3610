"""The page that a post is."""

import re
from collections.abc import Iterator

from retrieval.documents import Fact, Paragraph, Span
from retrieval.sources.readers.page import Page
from retrieval.sources.readers.saved_page.cited import find_cited
from retrieval.sources.readers.saved_page.titles import is_headline
from retrieval.sources.readers.telegram.footer import is_footer
from retrieval.sources.readers.telegram.post import Mark, Post

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_BLANK = "\ufeff \t\xa0\u200b\u2060\x0b\x0c"
_LONGEST_TITLE = 200
"""Characters of a line with a title in it."""

_LEADS_ON = (":", ",", ";")
"""A bold line that ends so belongs to what follows: «Главное:»"""

_OPENING = "«“„\"'(№#$€₸"
"""Signs that a headline may begin with; others before it, such as an emoji, are no part of it."""


def page_of(post: Post) -> Page | None:
    """The page of ``post``, each of its lines of prose a paragraph; None where it has none."""
    whole = "".join(run.text for run in post.runs)
    text = whole.strip()
    skipped = len(whole) - len(whole.lstrip())
    marks = "".join(run.mark * len(run.text) for run in post.runs)[skipped : skipped + len(text)]
    prose = [
        (start, end)
        for start, end in _lines(text)
        if not is_footer(text[start:end], post.publisher, has_link=Mark.LINK in marks[start:end])
    ]
    if not prose:
        return None
    title = _title(text, marks, prose)
    publisher = Fact(post.publisher) if post.publisher else None
    return Page(
        text=text,
        paragraphs=tuple(
            Paragraph(start, end, is_title=number == 0 and title is not None)
            for number, (start, end) in enumerate(prose)
        ),
        title=title,
        author=Fact(post.author) if post.author else None,
        publisher=publisher,
        cites=_cited(post, text, prose, publisher),
        published=post.published,
        updated=post.updated,
        part=post.part,
    )


def _lines(text: str) -> Iterator[Span]:
    """Spans of the lines, less surrounding white space."""
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip(_BLANK))
        end = match.start() + len(line.rstrip(_BLANK))
        if start < end:
            yield start, end


def _title(text: str, marks: str, prose: list[Span]) -> Fact | None:
    """The first line where all its words are bold and it reads as a headline, if more prose follows.

    News channels set their headlines so. A bold line that ends in a full stop is a lead, not a headline.
    """
    start, end = prose[0]
    if len(prose) == 1 or end - start > _LONGEST_TITLE or not _is_bold(text[start:end], marks[start:end]):
        return None
    line = text[start:end]
    first = next(at for at, sign in enumerate(line) if sign.isalnum() or sign in _OPENING)
    last = max(at for at, sign in enumerate(line) if sign.isalnum() or not _is_sign(sign))
    title = line[first : last + 1].strip()
    if title.endswith(_LEADS_ON) or not is_headline(title, is_dated=False, may_go_on=False):
        return None
    return Fact(title)


def _is_bold(line: str, marks: str) -> bool:
    return all(mark == Mark.BOLD for sign, mark in zip(line, marks, strict=True) if sign.isalnum())


def _is_sign(sign: str) -> bool:
    """Whether this is white space, an emoji, or what joins emoji."""
    return sign.isspace() or ord(sign) >= 0x2190  # noqa: PLR2004 - arrows, dingbats, emoji


def _cited(post: Post, text: str, prose: list[Span], publisher: Fact | None) -> Fact | None:
    if post.is_forwarded:
        is_its_own = post.origin is None or post.origin == post.publisher
        return None if is_its_own or post.origin is None else Fact(post.origin)
    return find_cited(text, prose, publisher)
