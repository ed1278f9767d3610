"""A post as an export or a copied text gives it, whatever the format."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from retrieval.documents import PublicationDate

_FIRST_YEAR = 2013
"""Telegram began then; exports write 1970 for what has no date."""


class Mark(StrEnum):
    """What matters of how a stretch of text is set; the value is one letter."""

    NONE = " "
    BOLD = "b"
    LINK = "l"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a post's text that is set in one way."""

    text: str
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True)
class Post:
    """One message. Names are None where nobody is named.

    ``part``: its name within the file. ``number``: its place in the chat; those of an album follow each
    other. ``runs``: its text, none for a post of media only. ``sender``: who sent it, a channel or a person.
    ``author``: the person who is known to have written it. ``publisher``: the channel that it stands in.
    ``origin``: whom it was forwarded from. ``is_media``: whether it may be one of an album.
    """

    part: str
    number: int
    runs: tuple[Run, ...] = ()
    sender: str | None = None
    author: str | None = None
    publisher: str | None = None
    origin: str | None = None
    is_forwarded: bool = False
    is_media: bool = False
    published: PublicationDate | None = None
    updated: PublicationDate | None = None


def moment(when: datetime.datetime) -> PublicationDate | None:
    """``when`` by the clock that wrote it; None where Telegram can't have sent anything then."""
    if when.year < _FIRST_YEAR:
        return None
    return PublicationDate(when.year, when.month, when.day, when.time())


def poll_runs(question: str, votes: list[tuple[str, int]]) -> tuple[Run, ...]:
    """A poll as text: a line for each answer, with the ``question``, the answer and its number of votes.

    Who has not voted is shown no votes, and exports nought for every answer: then none are stated.
    """
    is_counted = any(number for _, number in votes)
    counted = [(answer, f": {number}" if is_counted else "") for answer, number in votes]
    return (Run("\n".join(f"{question} — {answer}{number}" for answer, number in counted)),)
