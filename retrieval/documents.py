"""The values that everything else passes around: frozen, each with the invariant it carries.

Offsets are code points of ``Document.text``, which never changes. For a ``.txt`` source that is the file's
own content, so a span can be checked against the file itself; for other formats it is the text that was read
from the file, which the index keeps.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeAlias

from retrieval.errors import ProofError, QuoteMismatchError
from retrieval.periods import Period

Span: TypeAlias = tuple[int, int]
"""Half-open code-point range ``[start, end)`` of a document's text."""


UTF8 = "utf-8"
"""The encoding that needs no mention."""


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Basis(StrEnum):
    """Where a fact comes from: the text says it, a person concluded it from the text, or knew it."""

    STATED = "stated"
    INFERRED = "inferred"
    CURATED = "curated"


class LinkKind(StrEnum):
    """What a link points to."""

    ARTICLE = "article"
    PUBLISHER = "publisher"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """A date as precisely as it is known; unknown parts are None, never filled in.

    Raises ValueError for a day without a month, a time without a day, or a day that no calendar has.
    """

    year: int
    month: int | None = None
    day: int | None = None
    time: datetime.time | None = None
    basis: Basis = Basis.STATED

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        if self.time is not None and self.day is None:
            raise ValueError("a time of day needs a day")
        datetime.date(self.year, *(1 if part is None else part for part in (self.month, self.day)))

    @property
    def precision(self) -> Precision:
        if self.day is not None:
            return Precision.DAY
        return Precision.YEAR if self.month is None else Precision.MONTH

    @property
    def earliest(self) -> tuple[int, int, int, bool, datetime.time]:
        """For sorting: what is not known of a date sorts before all that may be meant."""
        time = self.time or datetime.time.min
        return self.year, self.month or 0, self.day or 0, self.time is not None, time

    def isoformat(self) -> str:
        """ISO 8601 at the known precision: ``2024``, ``2024-11`` or ``2024-11-27``."""
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of a document, as its source gives it, and where that comes from."""

    value: str
    basis: Basis = Basis.STATED


@dataclass(frozen=True, slots=True)
class Link:
    """Where to read on. ``url is None`` exactly when ``kind`` is ``NONE``."""

    url: str | None = None
    kind: LinkKind = LinkKind.NONE
    basis: Basis = Basis.STATED

    def __post_init__(self) -> None:
        if (self.url is None) != (self.kind is LinkKind.NONE):
            raise ValueError("a link has a URL exactly when its kind is not 'none'")


NO_LINK = Link()
"""The page is not known to be anywhere on the web."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a document that is not boilerplate, and who speaks in it, if marked.

    ``header``: for the row of a table, what its caption and the heads of its columns say; None for prose. A
    row counts as one sentence.
    """

    start: int
    end: int
    speaker: str | None = None
    is_title: bool = False
    header: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One source: its text, unchanged, and what is known of it.

    ``paragraphs`` are ordered and disjoint; what lies between them is boilerplate, metadata that the
    fields hold, or white space. ``path`` starts with the corpus folder's name and uses ``/``.
    For a part of a file it ends with ``#`` and the part. ``cites`` is whom the publisher names as its own
    source. ``updated`` is when the page says it was last changed. Times of day are those of the page's own
    clock. ``encoding``: that of the file's bytes.
    """

    id: str
    path: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    title: Fact | None = None
    publisher: Fact | None = None
    cites: Fact | None = None
    published: PublicationDate | None = None
    updated: PublicationDate | None = None
    link: Link = NO_LINK
    author: Fact | None = None
    encoding: str = UTF8

    def __post_init__(self) -> None:
        previous = 0
        for paragraph in self.paragraphs:
            if not previous <= paragraph.start < paragraph.end <= len(self.text):
                raise ValueError(f"paragraph {paragraph} is out of order or outside {self.path}")
            previous = paragraph.end


class SkipReason(StrEnum):
    """Why a file is not in the corpus; the value says it in English."""

    UNREADABLE = "can't be read"
    UNSUPPORTED = "is of a kind that is not read: save it as text, HTML or PDF"
    NOT_TEXT = "is not a text file"
    UNKNOWN_ENCODING = "has an encoding that can't be told: save it as UTF-8 text"
    DAMAGED = "is damaged or cut off: save it once more"
    TOO_LARGE = "is too large: split it"
    PICTURES_ONLY = "holds only pictures of text: have a program recognise the text first"
    LOCKED = "is locked with a password: save it without one"
    UNSAFE = "is an archive that could do harm: unpack it yourself and add the files"
    EMPTY = "holds no text"


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file, or a folder, that is not in the corpus, and why."""

    path: str
    reason: SkipReason


@dataclass(frozen=True, slots=True)
class Passage:
    """What is retrieved: a run of whole sentences of one document, one speaker, one table.

    ``sentences`` are ordered, disjoint, non-empty spans inside ``[start, end)``. ``years`` are those that
    it speaks of. ``header`` is what the table says above its rows; empty in prose.
    """

    document: str
    start: int
    end: int
    sentences: tuple[Span, ...]
    speaker: str | None = None
    years: frozenset[int] = frozenset()
    header: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of one document: ``document.text[start:end] == text``.

    ``highlight`` spans lie inside ``[start, end)``, in document offsets; ``score`` orders quotes of
    one answer, higher is better. ``header``: what the table says above the rows that are quoted; empty for
    prose. ``also``: the passages of later documents that say the same, word for word, in what they highlight;
    the earliest first, one of each document.
    """

    document: Document
    start: int
    end: int
    text: str
    highlight: tuple[Span, ...]
    speaker: str | None
    score: float
    header: str = ""
    also: tuple["Quote", ...] = ()

    def proven(self) -> Self:
        """This quote, checked against its document; raises ProofError where they differ."""
        inside = 0 <= self.start < self.end <= len(self.document.text)
        if not inside or self.document.text[self.start : self.end] != self.text:
            raise QuoteMismatchError(self.document.path, self.start, self.end)
        if any(not self.start <= start < end <= self.end for start, end in self.highlight):
            raise ProofError(f"A highlight lies outside its quote in {self.document.path}.")
        for other in self.also:
            other.proven()
        return self


@dataclass(frozen=True, slots=True)
class TimeApplied:
    """How an answer took account of the time that was asked for.

    ``period``: the only days that count, None where all do. ``fits``: whether the corpus has a passage that
    was published then or speaks of then; without one there is no answer. ``newest_of``: of how many sources
    that answer about as well the first quote is the newest; None where the latest was not asked for, or
    dates are not known.
    """

    period: Period | None
    fits: bool
    newest_of: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question.

    When ``answered``, ``quotes`` holds at least one quote, best first, and ``nearest`` is empty;
    else ``quotes`` is empty and ``nearest`` holds the closest passages, which are not an answer.
    ``confidence`` is in [0, 1]: how likely the first quote answers. Where the latest is asked for, the newest
    of the quotes that answer about as well come first.

    ``time``: how the time that was asked for was applied; None where none was. ``newer``: a quote of a newer
    source that answers about as well as the first one and gives another number; it is the second of
    ``quotes`` where these are more than one.
    """

    question: str
    language: str
    confidence: float
    quotes: tuple[Quote, ...]
    nearest: tuple[Quote, ...]
    time: TimeApplied | None = None
    newer: Quote | None = None

    @property
    def answered(self) -> bool:
        return bool(self.quotes)

    @property
    def found(self) -> tuple[Quote, ...]:
        """What there is to show: the quotes, or where there are none the nearest passages."""
        return self.quotes or self.nearest
