"""The encodings of the piece that a build is at, so that one that was killed goes on where it stopped."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self, TypeAlias

import numpy as np

from retrieval.encoding.encoder import Encoding, TextKind

Key: TypeAlias = tuple[TextKind, str]
"""A text, and what it is to the model."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS encodings (key BLOB PRIMARY KEY, vector BLOB, tokens BLOB)
"""


class EncodingCache:
    """The encodings of one model."""

    def __init__(self, connection: sqlite3.Connection, model: str) -> None:
        self._connection = connection
        self._model = model

    @classmethod
    @contextmanager
    def at(cls, path: Path, model: str) -> Iterator[Self]:
        """The cache in the file ``path``; a damaged file is replaced by an empty one.

        Raises OSError where the disk is full or the file can't be written.
        """
        try:
            connection = _connect(path)
        except sqlite3.OperationalError as error:
            raise OSError(f"{path.name}: {error}") from error
        except sqlite3.DatabaseError:
            for part in path.parent.glob(f"{path.name}*"):
                part.unlink()
            connection = _connect(path)
        with closing(connection):
            try:
                yield cls(connection, model)
            except sqlite3.OperationalError as error:
                raise OSError(f"{path.name}: {error}") from error

    def get(self, key: Key) -> Encoding:
        """The encoding of a text; raises KeyError where it is unknown. Token states have half precision."""
        row = self._connection.execute(
            "SELECT vector, tokens FROM encodings WHERE key = ?", (self._hash(key),)
        ).fetchone()
        if not row:
            raise KeyError(key)
        vector = np.frombuffer(row[0], np.float32)
        tokens = np.frombuffer(row[1], np.float16).astype(np.float32)
        return Encoding(vector, tokens.reshape(-1, len(vector)))

    def has(self, key: Key) -> bool:
        """Whether the encoding of a text is known."""
        query = "SELECT 1 FROM encodings WHERE key = ?"
        return self._connection.execute(query, (self._hash(key),)).fetchone() is not None

    def put(self, keys: Sequence[Key], encodings: Sequence[Encoding]) -> None:
        """Remembers one encoding a key, whatever becomes of this process."""
        rows = [
            (self._hash(key), encoding.vector.tobytes(), encoding.tokens.astype(np.float16).tobytes())
            for key, encoding in zip(keys, encodings, strict=True)
        ]
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO encodings VALUES (?, ?, ?)", rows)

    def clear(self) -> None:
        """Forgets all encodings; the file keeps its size, and has room for as many others."""
        with self._connection:
            self._connection.execute("DELETE FROM encodings")

    def _hash(self, key: Key) -> bytes:
        kind, text = key
        return hashlib.sha256(f"{self._model}\0{kind}\0{text}".encode()).digest()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
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
