"""Adding what a person names, and reading it again later."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from retrieval.errors import DayeksozError, NotAddedError
from retrieval.progress import Progress, Task, no_progress
from retrieval.sources.additions import files, web
from retrieval.sources.additions.origin import Origin, OriginKind
from retrieval.sources.additions.outcome import Absence, Change, Outcome
from retrieval.sources.additions.store import Additions

_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class Collector:
    """Brings files and pages into ``additions``. ``fetcher`` gives what fetches pages, when it is needed."""

    additions: Additions
    fetcher: Callable[[], web.Fetches]
    progress: Progress = no_progress

    def add(self, place: str, *, most: int | None = None, since: date | None = None) -> list[Outcome]:
        """Adds the file, folder, pattern or address ``place``; one outcome for each item.

        ``most`` and ``since``: as of `Origin`. Raises NothingThereError where there is no such file, and
        FetchError where the page itself can't be fetched: then nothing is added.
        """
        if web.is_address(place):
            origin, arrivals = web.found_at(place, self.fetcher(), self._known(), most, since)
        else:
            origin = files.local_origin(place)
            found = files.files_of(origin)
            arrivals = self._counted(files.arrivals(origin, found, {}), len(found.paths))
        return self.additions.put(origin, arrivals, is_wanted=True)

