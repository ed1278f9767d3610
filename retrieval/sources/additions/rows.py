"""What is done with the rows of origins and items. Call what changes them within a transaction."""

import hashlib
import re
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath

from retrieval.documents import SkippedFile, SkipReason
from retrieval.sources.additions.item import Item, NewItem, UnchangedItem
from retrieval.sources.additions.origin import Origin
from retrieval.sources.additions.outcome import Change, Outcome
from retrieval.sources.additions.reading import skipped_of
from retrieval.sources.readers.page import Page
from retrieval.sources.readers.registry import reader_for, readings

_NUMBERED = re.compile(r"n\d+(-.*)?", re.DOTALL)


def is_numbered(id_: str) -> bool:
    """Whether ``id_`` looks like one that is given here, or a part's; one that an item brings must not."""
    return _NUMBERED.fullmatch(id_) is not None


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An item whose content has been read; ``documents`` is None where what is kept says the same."""

    item: NewItem
    sha256: str
    documents: int | None = None
    why: SkipReason | None = None
    skipped: tuple[SkippedFile, ...] = ()


def read_item(database: sqlite3.Connection, item: NewItem) -> ReadItem:
    """Reads the content of ``item``, unless it is known. Raises zlib.error where what is kept is damaged."""
    sha256 = hashlib.sha256(item.content).hexdigest()
    known = database.execute(
        "SELECT name, sha256, content FROM items JOIN contents ON item = number WHERE key = ?", (item.key,)
    ).fetchone()
    is_known = known is not None and _same_reader(known[0], item.name)
    if is_known and known[1] == sha256:
        return ReadItem(item, sha256)
    found = readings(item.name, item.content)
    # Most pages change a little each time they are fetched, and say the same.
    if is_known and found == readings(item.name, zlib.decompress(known[2])):
        return ReadItem(item, known[1])
    documents = sum(isinstance(one, Page) for one in found)
    skipped = skipped_of(item.name, found)
    return ReadItem(item, sha256, documents, None if documents else skipped[0].reason, skipped)


def put_origin(database: sqlite3.Connection, origin: Origin) -> None:
    """Keeps ``origin``, in place of what was said of it before."""
    since = origin.since.isoformat() if origin.since else None
    database.execute(
        "INSERT INTO origins (kind, place, most, since) VALUES (?, ?, ?, ?) ON CONFLICT (place) DO UPDATE "
        "SET kind = excluded.kind, most = excluded.most, since = excluded.since",
        (origin.kind, origin.place, origin.most, since),
    )


def put(database: sqlite3.Connection, origin: Origin, read: ReadItem, now: str) -> Outcome:
    """Keeps an item as one of ``origin``; returns what became of it."""
    item = read.item
    place = item.address or item.key
    row = database.execute(
        "SELECT number, id, name, documents, sha256 FROM items WHERE key = ?", (item.key,)
    ).fetchone()
    if row is None and read.documents is None:  # another process has removed it just now
        read = read_item(database, item)
    if read.why:
        _, id_, _, documents, _ = row or (0, "", "", 0, "")
        return Outcome(Change.SKIPPED, place, id_, documents, read.why)
    if row is None:
        number, id_ = _inserted(database, read, now)
        change, documents = Change.ADDED, read.documents or 0
    else:
        number, id_, name, documents, sha256 = row
        # Another process may have put the same just now.
        change = Change.UNCHANGED
        if read.documents is not None and sha256 != read.sha256:
            change, sha256, documents = Change.UPDATED, read.sha256, read.documents
        name = name if _same_reader(name, item.name) else _free_name(database, item.name, id_)
        database.execute(
            "UPDATE items SET name = ?, address = ?, etag = ?, modified = ?, asked = ?, documents = ?, "
            "read = ?, sha256 = ? WHERE number = ?",
            (name, item.address, item.etag, item.modified, item.asked, documents, now, sha256, number),
        )
    if change is not Change.UNCHANGED:
        packed = zlib.compress(item.content)
        database.execute("INSERT OR REPLACE INTO contents VALUES (?, ?)", (number, packed))
    database.execute("DELETE FROM removed WHERE key IN (?, ?)", (item.key, item.asked))
    _hold(database, origin, number)
    return Outcome(change, place, id_, documents, skipped=read.skipped)


def hold(database: sqlite3.Connection, origin: Origin, unchanged: UnchangedItem) -> Outcome:
    """Keeps an item that there is as one of ``origin`` too."""
    row = database.execute(
        "SELECT number, id, documents, coalesce(address, key) FROM items WHERE key = ?", (unchanged.key,)
    ).fetchone()
    if row is None:  # another process has removed it just now
        return Outcome(Change.REMOVED, unchanged.key)
    number, id_, documents, place = row
    _hold(database, origin, number)
    return Outcome(Change.UNCHANGED, place, id_, documents)


def has_origin(database: sqlite3.Connection, origin: Origin) -> bool:
    return _has(database, "SELECT 1 FROM origins WHERE place = ?", origin.place)


def is_removed(database: sqlite3.Connection, key: str) -> bool:
    return _has(database, "SELECT 1 FROM removed WHERE key = ?", key)


def items(database: sqlite3.Connection, origin: Origin | None) -> list[Item]:
    """The items of ``origin``, or all."""
    rows = database.execute(
        "SELECT id, key, name, address, etag, modified, asked, documents, added, read FROM items "
        "WHERE ?1 IS NULL OR number IN "
        "(SELECT item FROM holdings JOIN origins ON origin = origins.number WHERE place = ?1) "
        "ORDER BY number",
        (origin and origin.place,),
    )
    return [Item(*row) for row in rows]


def content(database: sqlite3.Connection, key: str) -> bytes | None:
    """The content of the item with ``key``; None where there is none."""
    select = "SELECT content FROM contents JOIN items ON item = number WHERE key = ?"
    row = database.execute(select, (key,)).fetchone()
    return zlib.decompress(row[0]) if row else None


def remove(database: sqlite3.Connection, name: str) -> list[Outcome]:
    """Removes the origin at the place ``name``, else the items that are called so."""
    return _remove_origin(database, name) or _remove_items(database, name)


def _remove_origin(database: sqlite3.Connection, place: str) -> list[Outcome]:
    """Removes the origin at ``place``, if there is one, and the items that no other has."""
    found = database.execute("SELECT number FROM origins WHERE place = ?", (place,)).fetchone()
    if found is None:
        return []
    items = database.execute("SELECT item FROM holdings WHERE origin = ?", found).fetchall()
    database.execute("DELETE FROM origins WHERE number = ?", found)
    outcomes = _remove_unheld(database, [item for (item,) in items])
    return outcomes or [Outcome(Change.REMOVED, place)]


def release(database: sqlite3.Connection, origin: Origin, keys: Iterable[str]) -> list[Outcome]:
    """Removes the items with ``keys`` from ``origin``, and for good those that no other has."""
    found = [database.execute("SELECT number FROM items WHERE key = ?", (key,)).fetchone() for key in keys]
    numbers = [row[0] for row in found if row]
    database.executemany(
        "DELETE FROM holdings WHERE item = ? AND origin = (SELECT number FROM origins WHERE place = ?)",
        [(number, origin.place) for number in numbers],
    )
    return _remove_unheld(database, numbers)


def _remove_items(database: sqlite3.Connection, name: str) -> list[Outcome]:
    """Removes the item with the id or key ``name``, or those of all files below the folder ``name``."""
    below = f"{name.rstrip('/')}/" if PurePath(name).is_absolute() else ""
    rows = database.execute(
        "SELECT number, key, coalesce(asked, key) FROM items "
        "WHERE id = ?1 OR key = ?1 OR (?2 <> '' AND substr(key, 1, ?3) = ?2)",
        (name, below, len(below)),
    ).fetchall()
    for number, *keys in rows:
        # An origin that is the item alone goes with it; others must not bring it back.
        database.execute(
            "DELETE FROM origins WHERE kind IN ('file', 'page') "
            "AND number IN (SELECT origin FROM holdings WHERE item = ?)",
            (number,),
        )
        if database.execute("DELETE FROM holdings WHERE item = ?", (number,)).rowcount:
            database.executemany("INSERT OR IGNORE INTO removed VALUES (?)", [(key,) for key in keys])
    return _remove_unheld(database, [number for number, *_ in rows])


def _remove_unheld(database: sqlite3.Connection, numbers: Iterable[int]) -> list[Outcome]:
    outcomes = []
    for number in numbers:
        row = database.execute(
            "DELETE FROM items WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM holdings WHERE item = ?1) "
            "RETURNING coalesce(address, key), id, documents",
            (number,),
        ).fetchone()
        if row:
            outcomes.append(Outcome(Change.REMOVED, *row))
    return outcomes


def _inserted(database: sqlite3.Connection, read: ReadItem, now: str) -> tuple[int, str]:
    """The number and the id of a new item."""
    item = read.item
    (last,) = database.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'items'").fetchone()
    number = (last or 0) + 1
    taken = _has(database, "SELECT 1 FROM items WHERE id = ?", item.id)
    id_ = f"n{number}" if not item.id or taken or is_numbered(item.id) else item.id
    name = _free_name(database, item.name, id_)
    database.execute(
        "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (number, id_, item.key, name, item.address, item.etag, item.modified, item.asked, read.documents, now,
         now, read.sha256),
    )  # fmt: skip
    return number, id_


def _free_name(database: sqlite3.Connection, name: str, id_: str) -> str:
    """``name``, or where another item is shown so with ``id_`` before its last piece."""
    while _has(database, "SELECT 1 FROM items WHERE name = ?", name):
        path = PurePosixPath(name)
        name = str(path.with_name(f"{id_}-{path.name}"))
    return name


def _hold(database: sqlite3.Connection, origin: Origin, item: int) -> None:
    if not origin.kind.is_collection:  # those are kept already, whatever they hold
        put_origin(database, origin)
    database.execute(
        "INSERT OR IGNORE INTO holdings SELECT number, ? FROM origins WHERE place = ?", (item, origin.place)
    )


def _has(database: sqlite3.Connection, query: str, value: str) -> bool:
    return database.execute(query, (value,)).fetchone() is not None


def _same_reader(name: str, other: str) -> bool:
    return reader_for(PurePosixPath(name).name) is reader_for(PurePosixPath(other).name)
