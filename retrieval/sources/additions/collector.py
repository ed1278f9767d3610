"""Adding what a person names, and reading it again later."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from retrieval.errors import FetchError, NotAddedError
from retrieval.progress import Progress, Task, no_progress
from retrieval.sources.additions import addresses, files
from retrieval.sources.additions.item import Item
from retrieval.sources.additions.origin import Origin, OriginKind
from retrieval.sources.additions.outcome import Absence, Arrival, Change, Outcome
from retrieval.sources.additions.store import Additions
from retrieval.sources.additions.web import Fetches, Pages
from retrieval.sources.tree import path_text


@dataclass(frozen=True)
class Collector:
    """Brings files and pages into ``additions``.

    ``open_fetcher``: called once, when the first page is fetched; what it gives knows how long each site has
    been left alone, and is not closed here.
    """

    additions: Additions
    open_fetcher: Callable[[], Fetches]
    progress: Progress = no_progress

    def add(
        self, places: Sequence[str], most: int | None = None, since: datetime.date | None = None
    ) -> list[Outcome]:
        """Adds files, folders, patterns and addresses; one outcome for each item.

        ``most`` and ``since``: as of `Origin`. Raises NothingThereError where there is no such file; nothing
        is added then. A page that can't be fetched is an outcome.
        """
        local = {place: files.local_origin(place) for place in places if not addresses.is_address(place)}
        outcomes: list[Outcome] = []
        for place in dict.fromkeys(places):
            if place in local:
                outcomes += self._add_files(local[place])
            else:
                outcomes += self._add_pages(place.strip(), most, since)
        return outcomes

    def sync(self, places: Sequence[str] = ()) -> list[Outcome]:
        """Reads again what was added, all of it or ``places`` alone: what is new, has changed or is gone.

        Raises NotAddedError for a place that was not added.
        """
        origins = self.additions.origins()
        wanted = {_origin_at(place, origins) for place in places}
        return [
            outcome for origin in origins if not places or origin in wanted for outcome in self._again(origin)
        ]

    def _add_files(self, origin: Origin) -> list[Outcome]:
        found = files.files_of(origin)
        return self.additions.put(
            origin, self._counted(files.arrivals(origin, found, {}), found), is_wanted=True
        )

    def _add_pages(self, place: str, most: int | None, since: datetime.date | None) -> list[Outcome]:
        try:
            origin, arrivals = self._pages(frozenset()).found_at(place, most, since)
        except FetchError as error:
            return [Outcome(Change.SKIPPED, error.url, why=error)]  # without what may be secret in it
        return self.additions.put(origin, arrivals, is_wanted=True)

    def _again(self, origin: Origin) -> list[Outcome]:
        if origin.kind.is_local:
            return self._files_again(origin)
        if origin.kind is OriginKind.PAGE:
            item = next(iter(self.additions.items(origin)), None)
            page = self._pages(frozenset()).page(origin.place, item)
            return self.additions.put(origin, [page], is_again=True)
        if origin.kind.is_collection:
            try:
                arrivals = self._pages(self.additions.removed()).listed_by(origin)
            except FetchError as error:
                return [Outcome(Change.SKIPPED, error.url, why=error)]
            return self.additions.put(origin, arrivals, is_again=True)
        return []  # posts and uploads come by themselves

    def _files_again(self, origin: Origin) -> list[Outcome]:
        known = {item.key: item for item in self.additions.items(origin)}
        found = files.files_of(origin)
        if not found.paths and known:
            # Where nothing at all is left, a drive is likelier to be missing than everything to be deleted.
            why = Absence.FILE if origin.kind is OriginKind.FILE else Absence.FOLDER
            return [Outcome(Change.SKIPPED, origin.place, why=why)]
        arrivals = self._counted(files.arrivals(origin, found, known), found)
        outcomes = self.additions.put(origin, arrivals, is_again=True)
        gone = [key for key in known if not found.may_hold(key)]
        return outcomes + (self.additions.release(origin, gone) if gone else [])

    def _counted(self, arrivals: Iterable[Arrival], found: files.Files) -> Iterator[Arrival]:
        for done, one in enumerate(arrivals, start=1):
            yield one
            self.progress(Task.ADD, done, len(found.paths))

    def _pages(self, unwanted: frozenset[str]) -> Pages:
        return Pages(self._fetcher, self._known, unwanted, self.progress)

    @cached_property
    def _fetcher(self) -> Fetches:
        return self.open_fetcher()

    def _known(self) -> dict[str, Item]:
        return {key: item for item in self.additions.items() for key in (item.key, item.asked) if key}


def _origin_at(place: str, origins: Sequence[Origin]) -> Origin:
    """That which was added as ``place``."""
    names = {place, path_text(files.absolute(place))}
    for origin in origins:
        if origin.place in names:
            return origin
    raise NotAddedError(place)
