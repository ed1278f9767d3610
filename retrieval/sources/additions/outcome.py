"""What became of each item when something was added, removed or read again."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from retrieval.documents import SkippedFile, SkipReason
from retrieval.errors import DayeksozError
from retrieval.sources.additions.item import NewItem, UnchangedItem


class Change(StrEnum):
    """What was done with an item."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    SKIPPED = "skipped"
    """It can't be had or read, and is not in the corpus, or only as it was before."""


class Absence(StrEnum):
    """Why what was added is not there any more; what it held is kept."""

    FOLDER = "is not there: perhaps its drive is not mounted; what was read of it is kept"
    FILE = "is not there any more; what was read of it is kept"
    PAGE = "is not on the web any more; what was read of it is kept"
    LISTING = "is no feed or sitemap any more; what was read of it is kept"


@dataclass(frozen=True, slots=True)
class Rest:
    """How many pages of a sitemap or feed, the older ones, were left out."""

    count: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """``place``: the item's path or address, or the origin's where it is all about that.

    ``id`` and ``documents``: of the item that is kept now, or that was removed; empty and 0 where there is
    none. ``why``: for a skipped item; an error of fetching says it in a sentence. ``skipped``: parts of an
    item that is kept, such as files of an archive, that can't be read.
    """

    change: Change
    place: str
    id: str = ""
    documents: int = 0
    why: SkipReason | Absence | Rest | DayeksozError | None = None
    skipped: tuple[SkippedFile, ...] = ()

    @property
    def is_failure(self) -> bool:
        """Whether something could not be had now that may be had later, or by another name."""
        return isinstance(self.why, DayeksozError) or (
            isinstance(self.why, Absence) and self.why is not Absence.PAGE
        )


Arrival: TypeAlias = NewItem | UnchangedItem | Outcome
"""What an origin gives when it is read: new content, what is there as before, or what can't be had, and why.
"""
