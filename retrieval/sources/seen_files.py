"""The hashes of files that were looked at before, so that a file that has not changed is not read again."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Self, TypeAlias

from retrieval.sources.tree import path_text

_Stat: TypeAlias = tuple[int, int, int, int]
"""Size, times of the last change of content and of anything in nanoseconds, inode."""

_FRESH = 2_000_000_000
"""Nanoseconds. A file that changed as shortly before it was looked at may change once more without its times
telling: some file systems count in steps of two seconds."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, size INTEGER, changed INTEGER, touched INTEGER, inode INTEGER, hash TEXT
) WITHOUT ROWID
"""


class SeenFiles:
    """SHA-256 by path, for files whose size, times and inode are what they were."""

    def __init__(self, known: dict[str, tuple[_Stat, str]] | None = None) -> None:
        self._known = known or {}
        self.new: dict[str, tuple[_Stat, str]] = {}

    @classmethod
    @contextmanager
    def at(cls, path: Path) -> Iterator[Self]:
        """Those that the database ``path`` remembers; what is new is remembered when the block ends.

        Where the database can't be used all files count as new: it saves time and is never needed.
        """
        seen = cls(_load(path) if path.exists() else None)
        yield seen
        if seen.new:
            with suppress(sqlite3.Error, OSError):
                _save(path, seen.new)

    def hash(self, path: str, found: os.stat_result, hash_of: Callable[[str], str]) -> str:
        """The hash of the file at an absolute ``path``, which was ``found`` so; by ``hash_of`` where it is
        not known.
        """
        stat = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        key = path_text(path)
        known = self._known.get(key)
        if known and known[0] == stat:
            return known[1]
        looked = time.time_ns()
        hash_ = hash_of(path)
        if max(found.st_mtime_ns, found.st_ctime_ns) + _FRESH < looked:
            self._known[key] = self.new[key] = stat, hash_
        return hash_


def _load(path: Path) -> dict[str, tuple[_Stat, str]]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute("SELECT path, size, changed, touched, inode, hash FROM files")
            return {
                key: ((size, changed, touched, inode), hash_)
                for key, size, changed, touched, inode, hash_ in rows
            }
    except (sqlite3.Error, ValueError):
        return {}


def _save(path: Path, new: dict[str, tuple[_Stat, str]]) -> None:
    try:
        _write(path, new)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:  # damaged: begin anew
        path.unlink()
        _write(path, new)


def _write(path: Path, new: dict[str, tuple[_Stat, str]]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_SCHEMA)
        rows = [(key, *stat, hash_) for key, (stat, hash_) in new.items()]
        connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", rows)
