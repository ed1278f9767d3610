"""The file that holds what was added: its tables, how it is opened, and what a transaction is."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from retrieval.errors import AdditionsError

_VERSION = 1
"""The version of the tables, kept in the database; a change of the tables takes the next number."""

_TABLES = """
CREATE TABLE origins (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, place TEXT NOT NULL UNIQUE, most INTEGER, since TEXT
) STRICT;
CREATE TABLE items (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE, address TEXT, etag TEXT, modified TEXT, asked TEXT, documents INTEGER NOT NULL,
    added TEXT NOT NULL, read TEXT NOT NULL, sha256 TEXT NOT NULL
) STRICT;
CREATE TABLE contents (
    item INTEGER PRIMARY KEY REFERENCES items ON DELETE CASCADE, content BLOB NOT NULL
) STRICT;
CREATE TABLE holdings (
    origin INTEGER NOT NULL REFERENCES origins ON DELETE CASCADE,
    item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    PRIMARY KEY (origin, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX holders ON holdings (item);
CREATE TABLE removed (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""
# Contents stand apart from the items: what is known of all items is read in a moment. `removed` are the items
# that were removed while an origin still names them, so that they do not come back by themselves.

_PATIENCE = 60.0
"""Seconds to wait for another process that writes; its transactions take about one."""


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """The database at ``path``, made where there is none; raises AdditionsError where it can't be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise AdditionsError(path, error.strerror or str(error)) from error
    try:
        with closing(_connected(path.absolute().as_uri())) as database:
            _make_tables(database, path)
            database.execute("PRAGMA foreign_keys = ON")
            yield database
    except sqlite3.Error as error:
        raise AdditionsError(path, str(error)) from error


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The database at ``path`` as it is now; raises AdditionsError where it can't be read."""
    try:
        with closing(opened(path)) as database:
            yield database
    except sqlite3.Error as error:
        raise AdditionsError(path, str(error)) from error


def opened(path: Path) -> sqlite3.Connection:
    """The database at ``path`` to read from, as it is at this moment; an empty one where there is none."""
    try:
        database = _read_only(path) if path.exists() else None
        if database is None:
            database = _connected(":memory:")
            database.executescript(_TABLES)
    except sqlite3.Error as error:
        raise AdditionsError(path, str(error)) from error
    return database


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All of what is done in it, or nothing."""
    database.execute("BEGIN IMMEDIATE")
    with database:
        yield


def _read_only(path: Path) -> sqlite3.Connection | None:
    """None where it has no tables yet."""
    address = path.absolute().as_uri()
    database = _connected(f"{address}?mode=ro")
    try:
        database.execute("BEGIN")
        version = _version(database, path)
    except sqlite3.OperationalError:
        # In a folder that can't be written there can't be the files that readers share with writers either.
        database.close()
        database = _connected(f"{address}?immutable=1")
        version = _version(database, path)
    return database if version else None


def _connected(address: str) -> sqlite3.Connection:
    # A snapshot may be read by another thread than the one that took it, one after the other.
    return sqlite3.connect(
        address, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )


def _version(database: sqlite3.Connection, path: Path) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version not in (0, _VERSION):
        raise AdditionsError(path, "it is of another version of Dayeksoz")
    return int(version)


def _make_tables(database: sqlite3.Connection, path: Path) -> None:
    if _version(database, path):
        return
    database.execute("PRAGMA journal_mode = WAL")
    with transaction(database):
        if not _version(database, path):  # another process may have made them by now
            for statement in _TABLES.strip().split(";\n"):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {_VERSION}")
