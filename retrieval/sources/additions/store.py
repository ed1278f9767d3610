"""The store of what was added: one SQLite file, which can be backed up and moved.

Contents are kept, because a quote must stay provable when the page changes or goes.
"""

import datetime
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import NotAddedError
from retrieval.sources.additions import addresses, database, files, rows
from retrieval.sources.additions.item import Item, NewItem, UnchangedItem
from retrieval.sources.additions.origin import Origin, OriginKind
from retrieval.sources.additions.outcome import Arrival, Outcome
from retrieval.sources.additions.snapshot import AdditionsSnapshot
from retrieval.sources.seen_files import SeenFiles
from retrieval.sources.tree import path_text

_BATCH = 500
_BATCH_BYTES = 16 << 20
_BATCH_SECONDS = 1.0
"""What is written in one transaction at most: a kill loses no more."""


@dataclass(frozen=True, slots=True)
class Additions:
    """What was added, in the database at ``path``, which is made when something is first put into it.

    Several processes and threads may use it at once; every change is one transaction. Every method raises
    AdditionsError where the file can't be used. It is a `CorpusSource`.
    """

    path: Path

    def snapshot(self, seen: SeenFiles | None = None) -> AdditionsSnapshot:  # noqa: ARG002 - no files
        """What there is now; later changes do not touch it."""
        return AdditionsSnapshot(self.path)

    def put(
        self,
        origin: Origin,
        arrivals: Iterable[Arrival],
        *,
        is_wanted: bool = False,
        is_again: bool = False,
    ) -> list[Outcome]:
        """Keeps ``arrivals`` as items of ``origin``, beside others that it has; one outcome each.

        Only what can be read is kept, and a version that can't be read replaces none. What was removed
        stays away, without an outcome, unless it ``is_wanted``: a person adds it by name. ``is_again``: the
        origin is only read again, and nothing is kept where it has been removed meanwhile. Items are written
        as they come, some at a time: an error that ``arrivals`` raises leaves those before it.
        """
        outcomes: list[Outcome] = []
        with database.writing(self.path) as opened:
            if origin.kind.is_collection and not is_again:
                with database.transaction(opened):
                    rows.put_origin(opened, origin)
            for batch in _batches(arrivals):
                # Reading takes long, and nobody has to wait for it: it is done before the transaction.
                read = [rows.read_item(opened, one) if isinstance(one, NewItem) else one for one in batch]
                with database.transaction(opened):
                    is_there = rows.has_origin(opened, origin)
                    if not is_there and (is_again or origin.kind.is_collection):
                        break  # it has been removed meanwhile
                    for one in read:
                        outcomes += _kept(opened, origin, one, is_wanted=is_wanted)
        return outcomes

    def release(self, origin: Origin, keys: Iterable[str]) -> list[Outcome]:
        """Removes the items with ``keys``, which are gone from ``origin``, unless another has them."""
        with database.writing(self.path) as opened, database.transaction(opened):
            return rows.release(opened, origin, keys)

    def remove(self, *names: str) -> list[Outcome]:
        """Removes each of ``names``: an id, the path or address of an item or an origin, a folder of files.

        An item that an origin still has stays away when that is read again, and comes back when it is added
        by name. Raises NotAddedError where there is no such thing; nothing is removed then.
        """
        for name in names:
            # An empty name would be that of the working folder.
            if not name.strip() or not self.path.exists():
                raise NotAddedError(name)
        outcomes: list[Outcome] = []
        with database.writing(self.path) as opened, database.transaction(opened):
            for name in names:
                found = (rows.remove(opened, written) for written in _writings(name))
                removed = next(filter(None, found), None)
                if removed is None:
                    raise NotAddedError(name)
                outcomes += removed
        return outcomes

    def origins(self) -> list[Origin]:
        """What was added, in the order in which it was."""
        with database.reading(self.path) as opened:
            found = opened.execute("SELECT kind, place, most, since FROM origins ORDER BY number").fetchall()
        return [
            Origin(OriginKind(kind), place, most, since and datetime.date.fromisoformat(since))
            for kind, place, most, since in found
        ]

    def items(self, origin: Origin | None = None) -> list[Item]:
        """The items of ``origin``, or all, in the order in which they were added."""
        with database.reading(self.path) as opened:
            return rows.items(opened, origin)

    def content(self, key: str) -> bytes | None:
        """The content of the item with ``key``; None where there is none."""
        with database.reading(self.path) as opened:
            return rows.content(opened, key)

    def removed(self) -> frozenset[str]:
        """The keys of items that were removed, while an origin has them still."""
        with database.reading(self.path) as opened:
            return frozenset(key for (key,) in opened.execute("SELECT key FROM removed"))


def _writings(name: str) -> Iterator[str]:
    """The ways in which what a person calls ``name`` may be kept: as it is, as a path, as a key."""
    yield from (name, name.removeprefix("+"), path_text(files.absolute(name)))
    if addresses.is_address(name):
        yield addresses.key_of(name)


def _kept(
    opened: sqlite3.Connection,
    origin: Origin,
    one: rows.ReadItem | UnchangedItem | Outcome,
    *,
    is_wanted: bool,
) -> list[Outcome]:
    if isinstance(one, Outcome):
        return [one]
    if isinstance(one, UnchangedItem):
        return [rows.hold(opened, origin, one)]
    if not is_wanted and rows.is_removed(opened, one.item.key):
        return []
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return [rows.put(opened, origin, one, now)]


def _batches(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """``arrivals`` in lists that do not grow too large, or wait too long."""
    batch: list[Arrival] = []
    size, start = 0, time.monotonic()
    for one in arrivals:
        batch.append(one)
        size += len(one.content) if isinstance(one, NewItem) else 0
        if len(batch) == _BATCH or size > _BATCH_BYTES or time.monotonic() - start > _BATCH_SECONDS:
            yield batch
            batch, size, start = [], 0, time.monotonic()
    if batch:
        yield batch
