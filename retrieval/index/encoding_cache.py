"""The encodings of the piece that a build is at, so that one that was killed goes on where it stopped."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

import numpy as np

from retrieval.arrays import Vectors
from retrieval.index.parts.token_codes import Block

_SCHEMA = """
CREATE TABLE IF NOT EXISTS encodings (key BLOB PRIMARY KEY, vector BLOB, states BLOB)
"""

_PAGE = 1 << 15
"""Bytes of a page of the file: most encodings take one or two. With pages of 4 KB writing takes twice the
time."""

_CHECKPOINT = 1 << 11
"""Pages, 64 MB, after which what was written is moved into the file itself, and flushed to disk."""


class EncodingCache:
    """Vectors and token states as a segment keeps them, by the key of their passage."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def at(cls, path: Path) -> Iterator[Self]:
        """The cache in the file ``path``; a damaged file is replaced by an empty one.

        Raises OSError where the disk is full or the file can't be written.
        """
        try:
            connection = _connect(path)
        except sqlite3.OperationalError as error:
            raise OSError(f"{path.name}: {error}") from error
        except sqlite3.DatabaseError:
            forget(path)
            connection = _connect(path)
        with closing(connection):
            try:
                yield cls(connection)
            except sqlite3.OperationalError as error:
                raise OSError(f"{path.name}: {error}") from error

    def get(self, key: bytes) -> tuple[Vectors, Block]:
        """Vector and token states of a passage; raises KeyError where they are unknown."""
        query = "SELECT vector, states FROM encodings WHERE key = ?"
        row = self._connection.execute(query, (key,)).fetchone()
        if not row:
            raise KeyError(key)
        return np.frombuffer(row[0], np.float32), np.frombuffer(row[1], np.uint8)

    def has(self, key: bytes) -> bool:
        """Whether the encoding of a passage is known."""
        query = "SELECT 1 FROM encodings WHERE key = ?"
        return self._connection.execute(query, (key,)).fetchone() is not None

    def put(self, encodings: Sequence[tuple[bytes, Vectors, Block]]) -> None:
        """Remembers key, vector and token states of passages, whatever becomes of this process."""
        rows = [(key, vector.tobytes(), states.tobytes()) for key, vector, states in encodings]
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO encodings VALUES (?, ?, ?)", rows)


def forget(path: Path) -> None:
    """Removes the cache in the file ``path``, if there is one."""
    for part in path.parent.glob(f"{path.name}*"):
        part.unlink()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.execute(f"PRAGMA page_size = {_PAGE}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
        # A power cut may cost the last batches, a killed process none.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_SCHEMA)
        _check(connection)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
