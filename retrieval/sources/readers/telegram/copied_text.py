"""Posts that were copied from a Telegram client: each below, or behind, a head with its sender and moment."""

import re
from dataclasses import dataclass, replace
from functools import cache

from retrieval.documents import PublicationDate
from retrieval.language.languages import alternatives, page_pattern
from retrieval.sources.readers.page import Page
from retrieval.sources.readers.saved_page.dates import DAY, TIME, ZONE, day_of, time_of
from retrieval.sources.readers.saved_page.lines import read_page
from retrieval.sources.readers.saved_page.media import is_medium
from retrieval.sources.readers.telegram.post import Post, Run
from retrieval.sources.readers.telegram.post_page import page_of

_WHEN = r"\[(?P<when{0}>[^\[\]\n]{{8,60}})\]"
_NAME = r"(?P<name{0}>[^\n\r\[\]]{{1,128}}?)"
_HEAD = re.compile(
    rf"^[\ufeff ]?(?:{_NAME.format(1)}, {_WHEN.format(1)}(?::(?=\s|$)|[ \t\r]*$)"
    rf"|{_WHEN.format(2)} {_NAME.format(2)}:(?=\s|$))",
    re.MULTILINE,
)
"""«Канал, [18.04.2024 10:35]», «Channel, [18 Apr 2024 at 10:35:12]:», «[18.04.2024 10:35] Канал:»"""

_NOTE = re.compile(r"\s*\[(?P<note>[^\[\]\n]{1,150})\][ \t\r]*(?:\n|$)")
"""«[ Photo ]», «[Forwarded from Zakon.kz]», «[In reply to Арман]»: what the client says of a post."""

_FORWARDED = re.compile(r"(?:Forwarded from|Переслано (?:от|из)|Переслано:)\s+(?P<name>.+)", re.IGNORECASE)
_EUROPEAN = re.compile(r"(?:1[3-9]|2\d|3[01])/\d")


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a post: ``text[start:end]``."""

    start: int
    end: int
    name: str
    moment: re.Match[str]


def find_copied(text: str) -> list[Page] | None:
    """The posts of a copied text, numbered from 1; None for any other text.

    It is one where it has two heads or more, or begins with one. What stands above the first is a page of its
    own. A head does not say whether the sender is a channel: a medium's name is taken for the publisher's,
    any other for the author's.
    """
    heads = _heads(text)
    if not heads or (len(heads) == 1 and text[: heads[0].start].strip("\ufeff \t\r\n")):
        return None
    is_european = any(_EUROPEAN.match(head.moment.group()) for head in heads)
    ends = [*(head.start for head in heads[1:]), len(text)]
    above = read_page(text[: heads[0].start])
    pages = [replace(above, part="start")] if above.paragraphs else []
    for number, (head, end) in enumerate(zip(heads, ends, strict=True), start=1):
        page = page_of(_post(text, head, end, number, is_european=is_european))
        pages += [page] if page else []
    return pages


def _heads(text: str) -> list[_Head]:
    heads = []
    for match in _HEAD.finditer(text) if "[" in text else ():
        when = _moment().fullmatch(match["when1"] or match["when2"])
        if when:
            name = " ".join((match["name1"] or match["name2"]).split())
            heads.append(_Head(match.start(), match.end(), name, when))
    return heads


@cache
def _moment() -> re.Pattern[str]:
    """A day and a time; compiled when it is first needed."""
    before = page_pattern(lambda words: words.time_before)
    between = rf"[\s,]*(?:(?:{before})\s+)?"
    return re.compile(rf"(?:{DAY}){between}{TIME}(?:\s(?:{alternatives(ZONE)}))?", re.IGNORECASE)


def _post(text: str, head: _Head, end: int, number: int, *, is_european: bool) -> Post:
    start, origin, is_forwarded = head.end, None, False
    while note := _NOTE.match(text, start, end):
        forwarded = _FORWARDED.match(note["note"].strip())
        if forwarded:
            origin, is_forwarded = forwarded["name"].strip(), True
        start = note.end()
    is_publisher = is_medium(head.name)
    return Post(
        part=str(number),
        number=number,
        runs=(Run(text[start:end]),),
        author=None if is_publisher or is_forwarded else head.name,
        publisher=head.name if is_publisher else None,
        origin=origin,
        is_forwarded=is_forwarded,
        published=_published(head.moment, is_european=is_european),
    )


def _published(moment: re.Match[str], *, is_european: bool) -> PublicationDate | None:
    """04/05/2024 is left open, unless another head of the text has a day that is no month in its place."""
    day = day_of(moment, may_be_american="/" in moment.group() and not is_european)
    return replace(day.date, time=time_of(moment)) if day.date else None
