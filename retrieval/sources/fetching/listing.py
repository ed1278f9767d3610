"""Pages that lead to others: feeds and sitemaps, told by their content."""

from dataclasses import dataclass
from enum import Enum, auto

from retrieval.documents import LinkKind, PublicationDate, SkipReason
from retrieval.sources.fetching.addresses import fetch_error
from retrieval.sources.fetching.body import pieces_of, unpacked, within
from retrieval.sources.fetching.fault_error import FaultError
from retrieval.sources.fetching.fetched import Fetched
from retrieval.sources.fetching.sitemap import read_sitemap
from retrieval.sources.readers.feed import read_feed
from retrieval.sources.readers.page import Page, Skipped, readings_of

_GZIP = b"\x1f\x8b"
_LARGEST = 20 << 20
"""Bytes of one that is unpacked here, as of a page. The standard of sitemaps allows 50 MB, which nobody needs
for its 50,000 addresses.
"""

_NO_FEED = {SkipReason.UNSUPPORTED, SkipReason.UNKNOWN_ENCODING}
"""What the reader of feeds says of other files."""


class ListingKind(Enum):
    """What a listing leads to: pages, or with an index more sitemaps."""

    FEED = auto()
    SITEMAP = auto()
    SITEMAP_INDEX = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of a listing: its address, and when it was published, or else changed, as far as is stated.

    ``page``: what the entry of a feed itself holds; None in a sitemap. One of the two is always there.
    """

    address: str | None
    date: PublicationDate | None
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or sitemap leads to, in its order. ``skipped``: entries of a feed that can't be read.

    ``is_cut``: it is damaged, cut off or too long, and there is more than ``entries``.
    """

    kind: ListingKind
    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...] = ()
    is_cut: bool = False


def listing_of(fetched: Fetched) -> Listing | None:
    """The feed (RSS, Atom) or sitemap (XML, index, text; gzip) that was fetched; None where it is neither.

    Raises FetchError where it is packed, and damaged or larger than 20 MB.
    """
    content = fetched.content
    if content.startswith(_GZIP):
        try:
            content = b"".join(within(_LARGEST, unpacked(pieces_of(content))))
        except FaultError as error:
            raise fetch_error([fetched.url], error) from error
    return _feed(content) or _sitemap(content)


def _sitemap(content: bytes) -> Listing | None:
    found = read_sitemap(content)
    if found is None:
        return None
    kind = ListingKind.SITEMAP_INDEX if found.is_index else ListingKind.SITEMAP
    return Listing(kind, tuple(Entry(*page) for page in found.pages), is_cut=found.is_cut)


def _feed(content: bytes) -> Listing | None:
    readings = list(readings_of("", read_feed, content))
    of_the_whole = {one.reason for one in readings if isinstance(one, Skipped) and not one.part}
    if of_the_whole & _NO_FEED:
        return None
    entries = tuple(_entry(one) for one in readings if isinstance(one, Page))
    skipped = tuple(one for one in readings if isinstance(one, Skipped) and one.part)
    return Listing(ListingKind.FEED, entries, skipped, is_cut=SkipReason.DAMAGED in of_the_whole)


def _entry(page: Page) -> Entry:
    address = page.link.url if page.link.kind is LinkKind.ARTICLE else None
    return Entry(address, page.published or page.updated, page)
