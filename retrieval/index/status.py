"""What is known of an index on disk without opening it."""

from dataclasses import dataclass
from typing import Self

from retrieval.index.generation import damaged_files
from retrieval.index.generations import (
    StoredGeneration,
    bytes_on_disk,
    current,
    current_record,
    stored_generations,
)
from retrieval.index.place import IndexPlace
from retrieval.index.record import BuildRecord
from retrieval.index.store import StoreStatus


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The index on disk: ``record`` of its build, None where there is none, and why it is out of date.

    ``why_stale`` is an English phrase, empty where the index is up to date. ``is_rolled_back``: whether a
    newer generation was put out of use. ``generations``: all that are kept, oldest first. ``bytes``: what
    they take. ``damaged``: files that are not what was written; None where this was not looked at. ``store``:
    what is known of the store; None where the index itself is searched.
    """

    record: BuildRecord | None
    why_stale: str
    is_rolled_back: bool
    generations: tuple[StoredGeneration, ...]
    bytes: int
    damaged: tuple[str, ...] | None
    store: StoreStatus | None

    @classmethod
    def of(cls, place: IndexPlace, *, verify: bool) -> Self:
        """``verify``: all files of the generation in use are read and hashed."""
        folder, store = place.folder, place.store.status()
        in_use = current(folder)
        return cls(
            current_record(folder),
            "" if store and store.fault else place.why_stale(),
            bool(in_use and in_use.rolled_back_from),
            tuple(stored_generations(folder)),
            bytes_on_disk(folder),
            tuple(damaged_files(folder / in_use.id)) if verify and in_use else None,
            store,
        )
