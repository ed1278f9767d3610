"""The file that holds what people told the bot, and the key of the hashes that stand for people in it.

The key is in a file of its own beside the database, so that the database, or an export of it, names nobody.
"""

import hashlib
import hmac
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.errors import RecordsError

_KEY_BYTES = 32
"""The length of the hash, SHA-256, beyond which a longer key adds nothing."""

_HASH_DIGITS = 16
"""64 bits: among a million users, two share a hash with a probability of one in 37 million."""

_VERSIONS = (
    """
    CREATE TABLE languages (chat INTEGER PRIMARY KEY, language TEXT NOT NULL) STRICT;
    CREATE TABLE verdicts (
        user TEXT NOT NULL, question TEXT NOT NULL, document TEXT NOT NULL, start INTEGER NOT NULL,
        quote TEXT NOT NULL, verdict TEXT NOT NULL, answered INTEGER NOT NULL, generation TEXT NOT NULL,
        given TEXT NOT NULL,
        PRIMARY KEY (user, question, document, start)
    ) STRICT;
    """,
    """
    CREATE TABLE updates (
        id INTEGER PRIMARY KEY, came REAL NOT NULL, content TEXT, tries INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX updates_came ON updates (came);
    CREATE TABLE replies (
        chat INTEGER NOT NULL, asked INTEGER NOT NULL, message INTEGER NOT NULL, question TEXT NOT NULL,
        user TEXT NOT NULL, sent INTEGER NOT NULL,
        PRIMARY KEY (chat, asked)
    ) STRICT;
    CREATE INDEX replies_sent ON replies (sent);
    """,
    """
    CREATE TABLE subscriptions (
        id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER NOT NULL, topic INTEGER, user TEXT NOT NULL,
        question TEXT NOT NULL, generation TEXT NOT NULL
    ) STRICT;
    CREATE INDEX subscriptions_chat ON subscriptions (chat);
    CREATE TABLE news (
        subscription INTEGER NOT NULL REFERENCES subscriptions ON DELETE CASCADE, document TEXT NOT NULL,
        PRIMARY KEY (subscription, document)
    ) STRICT;
    CREATE TABLE documents (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    """,
)
"""What makes each version of the tables out of the one before; a change of the tables is another entry."""


class Database:
    """One SQLite file. Every method may be called from any thread, and raises RecordsError where it fails.

    What a method has written is on the disk when it returns.
    """

    def __init__(self, path: Path) -> None:
        """Opens ``path``, or makes it, and brings its tables to this version; the key is beside it, with the
        suffix ``.key``.

        Raises RecordsError where that can't be done; the file is then as it was.
        """
        self._lock = threading.Lock()
        self._path = path
        with self._errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._key = _read_key(path.with_suffix(".key"))
            path.touch(mode=0o600)
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            try:
                self._bring_up_to_date()
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Waits for a statement under way in another thread; later ones raise RecordsError."""
        with self._lock:
            self._connection.close()

    def rows(self, statement: str, *values: object) -> list[Any]:
        """Carries out one statement; returns the rows that it gives."""
        with self._errors(), self._lock:
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Surrounds several statements, of which all are carried out, or none."""
        with self._errors(), self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:  # rolls back too where the disk is full when it commits
                yield self._connection

    def purge(self) -> None:
        """Empties the journal, which may still hold what was deleted."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def hashed(self, text: str) -> str:
        """What stands for ``text``: 16 hexadecimal digits that only the key connects with it."""
        coded = text.encode("utf-8", "surrogatepass")
        return hmac.new(self._key, coded, hashlib.sha256).hexdigest()[:_HASH_DIGITS]

    def _bring_up_to_date(self) -> None:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > len(_VERSIONS):
            raise RecordsError(f"{self._path} was written by a newer version of Dayeksoz: update Dayeksoz.")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA secure_delete = ON")
        self._connection.execute("PRAGMA foreign_keys = ON")
        if version == len(_VERSIONS):
            return
        with self.transaction() as connection:
            # Another process may have done it by now.
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            for script in _VERSIONS[version:]:
                for statement in script.split(";"):
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(_VERSIONS)}")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise RecordsError(
                f"{self._path} can't be used ({error}): check the disk, or move the file away."
            ) from error


def _read_key(path: Path) -> bytes:
    """The key of the hashes, made at the first start."""
    path.touch(mode=0o600)
    if path.stat().st_size != _KEY_BYTES:  # it is new, or the process was killed between the two steps
        path.write_bytes(secrets.token_bytes(_KEY_BYTES))
    return path.read_bytes()
