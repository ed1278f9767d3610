"""The pages of an origin on the web: a page itself, or those that a feed or a sitemap lists."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from retrieval.errors import FetchError, FetchFault
from retrieval.progress import Progress, Task, no_progress
from retrieval.sources.additions.addresses import key_of, name_of
from retrieval.sources.additions.feed_entry import ENDING, entry_content
from retrieval.sources.additions.item import Item, NewItem, UnchangedItem
from retrieval.sources.additions.media_types import ending_of
from retrieval.sources.additions.origin import Origin, OriginKind
from retrieval.sources.additions.outcome import Absence, Arrival, Change, Outcome, Rest
from retrieval.sources.fetching.fetched import Fetched, NotModified, Validators
from retrieval.sources.fetching.listing import Entry, Listing, ListingKind, listing_of

MOST = 500
"""Pages of a feed or sitemap that are fetched unless another number is named: one a second, ten minutes."""

_MOST_SITEMAPS = 50
"""Sitemaps of one index that are looked at, the newest first."""

_NEVER = ""


class Fetches(Protocol):
    """What fetches pages: `retrieval.sources.fetching.fetcher.Fetcher`."""

    def fetch(self, url: str, known: Validators | None = None) -> Fetched | NotModified: ...


@dataclass(frozen=True, slots=True)
class Pages:
    """Gets the pages of origins.

    ``known`` gives all items that are kept, by key and by what they are asked for by; ``unwanted``: the keys
    of those that are to stay away.
    """

    fetcher: Fetches
    known: Callable[[], Mapping[str, Item]]
    unwanted: frozenset[str]
    progress: Progress = no_progress

    def found_at(self, place: str, most: int | None, since: date | None) -> tuple[Origin, Iterator[Arrival]]:
        """What the address ``place`` is, told by what is there, and what it has.

        Raises FetchError where it can't be fetched.
        """
        fetched = self._new(place)
        listing = listing_of(fetched)
        if listing is None:
            return Origin(OriginKind.PAGE, place), iter([_new_item(fetched, place)])
        if listing.kind is ListingKind.FEED:
            origin = Origin(OriginKind.FEED, place, most, since)
        else:
            origin = Origin(OriginKind.SITEMAP, place, most, since)
        return origin, self._listed(origin, listing)

    def listed_by(self, origin: Origin) -> Iterator[Arrival]:
        """The pages of the feed or sitemap ``origin``: those that are new, or may have changed.

        Raises FetchError where it can't be fetched.
        """
        listing = listing_of(self._new(origin.place))
        if listing is None:
            return iter([Outcome(Change.SKIPPED, origin.place, why=Absence.LISTING)])
        return self._listed(origin, listing)

    def page(self, address: str, item: Item | None) -> Arrival:
        """The page at ``address``, which is kept as ``item``, if it has changed."""
        return self._fetched(address, item)

    def _listed(self, origin: Origin, listing: Listing) -> Iterator[Arrival]:
        entries, faults = self._entries(listing, origin)
        yield from faults
        for one in listing.skipped:
            yield Outcome(Change.SKIPPED, f"{origin.place}#{one.part}", why=one.reason)
        wanted, known = entries[: origin.most or MOST], self.known()
        for number, entry in enumerate(wanted):
            self.progress(Task.ADD, number, len(wanted))
            key = key_of(entry.address) if entry.address else f"{key_of(origin.place)}#{_part(entry)}"
            if key not in self.unwanted:
                yield self._of_entry(known.get(key), key, entry, origin)
        self.progress(Task.ADD, len(wanted), len(wanted))
        if len(entries) > len(wanted):
            yield Outcome(Change.SKIPPED, origin.place, why=Rest(len(entries) - len(wanted)))

    def _entries(self, listing: Listing, origin: Origin) -> tuple[list[Entry], list[Outcome]]:
        """Those that ``origin`` wants, the newest first, and what can't be had of its sitemaps."""
        entries, faults = list(listing.entries), []
        if listing.kind is ListingKind.SITEMAP_INDEX:
            sitemaps, entries = _newest_first(entries, origin.since)[:_MOST_SITEMAPS], []
            for sitemap in sitemaps:
                try:
                    fetched = self.fetcher.fetch(sitemap.address or "")
                    found = listing_of(fetched) if isinstance(fetched, Fetched) else None
                    entries += found.entries if found and found.kind is ListingKind.SITEMAP else ()
                except FetchError as error:
                    faults.append(Outcome(Change.SKIPPED, sitemap.address or "", why=error))
                if len(entries) >= (origin.most or MOST):
                    break
        return _newest_first(entries, origin.since), faults

    def _of_entry(self, item: Item | None, key: str, entry: Entry, origin: Origin) -> Arrival:
        """The page of an entry, which is kept as ``item``, or where it can't be had the entry itself."""
        is_from_feed = item is not None and item.name.endswith(ENDING)
        if item and not _is_newer(entry, item) and not (is_from_feed and entry.address):
            return UnchangedItem(item.key)
        if entry.address:
            found = self._fetched(entry.address, None if is_from_feed else item)
            if not isinstance(found, Outcome) or entry.page is None or (item and not is_from_feed):
                return found
        if entry.page is None:
            raise ValueError("an entry has an address or a page")
        name = name_of(entry.address or f"{origin.place}/{_part(entry)}", ENDING)
        return NewItem(key, name, entry_content(entry.page), entry.address)

    def _new(self, address: str) -> Fetched:
        fetched = self.fetcher.fetch(address)
        if isinstance(fetched, NotModified):
            raise TypeError("only what is known can be unchanged")
        return fetched

    def _fetched(self, address: str, item: Item | None) -> Arrival:
        known = Validators(item.etag, item.modified) if item else None
        try:
            fetched = self.fetcher.fetch(address, known)
        except FetchError as error:
            is_gone = item is not None and error.fault is FetchFault.NOT_FOUND
            kept = (item.id, item.documents) if item else ("", 0)
            return Outcome(Change.SKIPPED, error.url, *kept, Absence.PAGE if is_gone else error)
        if isinstance(fetched, NotModified):
            return UnchangedItem(item.key if item else key_of(fetched.url))
        return _new_item(fetched, address)


def _newest_first(entries: Iterable[Entry], since: date | None) -> list[Entry]:
    """``entries`` with those at the end that state no date, and without those from before ``since``."""
    first = since.isoformat() if since else _NEVER
    dated = [entry for entry in entries if entry.date is None or entry.date.isoformat() >= first]
    return sorted(dated, key=lambda entry: entry.date.isoformat() if entry.date else _NEVER, reverse=True)


def _is_newer(entry: Entry, item: Item) -> bool:
    """Whether ``entry`` may have changed since ``item`` was read; dates are of the site's own clock."""
    changed = (entry.page and entry.page.updated) or entry.date
    return changed is not None and changed.isoformat() >= item.read[: len(changed.isoformat())]


def _part(entry: Entry) -> str:
    return entry.page.part if entry.page else ""


def _new_item(fetched: Fetched, asked: str) -> NewItem:
    name = name_of(fetched.url, "")
    return NewItem(
        key_of(fetched.url),
        name + ending_of(fetched, name.rpartition("/")[2]),
        fetched.content,
        fetched.url,
        etag=fetched.validators.etag,
        modified=fetched.validators.modified,
        asked=key_of(asked),
    )
