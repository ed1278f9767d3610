"""What was added, as the owner named it: each origin stands for one item or for many."""

import datetime
from dataclasses import dataclass
from enum import StrEnum


class OriginKind(StrEnum):
    """What an origin is."""

    FILE = "file"
    FOLDER = "folder"
    GLOB = "glob"
    PAGE = "page"
    FEED = "feed"
    SITEMAP = "sitemap"
    CHANNEL = "channel"
    UPLOAD = "upload"

    @property
    def is_local(self) -> bool:
        """Whether its items are files of this machine."""
        return self in (OriginKind.FILE, OriginKind.FOLDER, OriginKind.GLOB)

    @property
    def is_fetched(self) -> bool:
        """Whether its items are fetched from the web."""
        return self in (OriginKind.PAGE, OriginKind.FEED, OriginKind.SITEMAP)

    @property
    def is_collection(self) -> bool:
        """Whether it is read again for items that are new; it may have none yet."""
        return self in (OriginKind.FOLDER, OriginKind.GLOB, OriginKind.FEED, OriginKind.SITEMAP)


@dataclass(frozen=True, slots=True)
class Origin:
    """``place`` names it, and no other: an absolute path or pattern, the address of a page, a feed, a sitemap
    or a channel, or for uploads who sent them.

    ``most`` and ``since`` say which pages of a feed or sitemap are wanted: at most so many, the newest, and
    none from before that day.
    """

    kind: OriginKind
    place: str
    most: int | None = None
    since: datetime.date | None = None
