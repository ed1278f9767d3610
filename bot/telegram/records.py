"""What is kept of people: the language that a chat chose, and verdicts on quotes. Nothing else.

A person is a pseudonym: a keyed hash of the user's number, whose key lies in a file of its own beside the
database, so that the database, or an export of it, names nobody.
"""

import hashlib
import hmac
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Literal, TypeAlias

from retrieval.documents import Quote
from retrieval.errors import DayeksozError
from retrieval.evaluation import Verdict
from retrieval.language import Language

_DATABASE, _KEY = "telegram.sqlite3", "telegram.key"
_KEY_BYTES = 32
_SCHEMA = 1
_TABLES = """
CREATE TABLE languages (chat INTEGER PRIMARY KEY, language TEXT NOT NULL) STRICT;
CREATE TABLE verdicts (
    user TEXT NOT NULL, question TEXT NOT NULL, document TEXT NOT NULL, start INTEGER NOT NULL,
    quote TEXT NOT NULL, verdict TEXT NOT NULL, answered INTEGER NOT NULL, generation TEXT NOT NULL,
    given TEXT NOT NULL,
    PRIMARY KEY (user, question, document, start)
) STRICT;
"""


Choice: TypeAlias = Language | Literal["auto"]


class RecordsError(DayeksozError):
    """What is kept of people can't be read or written."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A quote as it was shown: for ``question``, as an answer or as one of the nearest passages."""

    question: str
    quote: Quote
    answered: bool
    generation: str


class Records:
    """The database in the data folder. Every method may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        """Opens it, or makes it; raises RecordsError where that can't be done."""
        self._lock = threading.Lock()
        self._path = folder / _DATABASE
        with self._errors():
            folder.mkdir(parents=True, exist_ok=True)
            self._key = _read_key(folder / _KEY)
            self._path.touch(mode=0o600)
            self._database = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
            (version,) = self._database.execute("PRAGMA user_version").fetchone()
            if version not in (0, _SCHEMA):
                raise RecordsError(f"{self._path} is of another version of Dayeksoz: move it away.")
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA secure_delete = ON")
            if version == 0:
                self._database.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_SCHEMA}; COMMIT;")

    @classmethod
    def exist(cls, folder: Path) -> bool:
        """Whether anything was ever kept in ``folder``."""
        return (folder / _DATABASE).exists()

    def close(self) -> None:
        self._database.close()

    def language(self, chat: int) -> Choice | None:
        """What ``chat`` chose, if it did; "auto" is the language of each question."""
        rows = self._rows("SELECT language FROM languages WHERE chat = ?", chat)
        if not rows or rows[0][0] not in ("auto", *Language):
            return None
        return "auto" if rows[0][0] == "auto" else Language(rows[0][0])

    def choose_language(self, chat: int, language: Choice | None) -> None:
        """Keeps the choice of ``chat``; None forgets it."""
        if language is None:
            self._rows("DELETE FROM languages WHERE chat = ?", chat)
        else:
            self._rows("INSERT OR REPLACE INTO languages VALUES (?, ?)", chat, language)

    def move(self, chat: int, to: int) -> None:
        """A group became a supergroup with another number."""
        self._rows("UPDATE OR REPLACE languages SET chat = ? WHERE chat = ?", to, chat)

    def judge(self, user: int, judged: Judged, verdict: Verdict) -> None:
        """Keeps a verdict; a later one of the same user on the same quote takes its place."""
        self._rows(
            "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._pseudonym(user),
            judged.question,
            _below_corpus(judged.quote.document.path),
            judged.quote.start,
            judged.quote.text,
            verdict,
            judged.answered,
            judged.generation,
            datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def forget(self, user: int) -> int:
        """Deletes all verdicts of ``user``, and the language of their private chat, for good.

        Returns how many verdicts there were.
        """
        count = len(self._rows("DELETE FROM verdicts WHERE user = ? RETURNING 1", self._pseudonym(user)))
        self.choose_language(user, None)  # a private chat has its user's number
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")  # nothing deleted may stand in the journal
        return count

    def verdicts(self) -> list[dict[str, Any]]:
        """All verdicts as rows that ``dayeksoz feedback review`` reads, oldest first."""
        names = ("question", "document", "quote", "verdict", "answered", "generation", "user", "given")
        found = self._rows(f"SELECT {', '.join(names)} FROM verdicts ORDER BY given, rowid")  # noqa: S608
        rows = [dict(zip(names, row, strict=True)) for row in found]
        return [{**row, "answered": bool(row["answered"])} for row in rows]

    def _pseudonym(self, user: int) -> str:
        return hmac.new(self._key, str(user).encode(), hashlib.sha256).hexdigest()[:16]

    def _rows(self, statement: str, *values: object) -> list[Any]:
        with self._errors(), self._lock:
            return self._database.execute(statement, values).fetchall()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise RecordsError(
                f"{self._path} can't be used ({error}): check the disk, or move the file away."
            ) from error


def _read_key(path: Path) -> bytes:
    """The key of the pseudonyms, made at the first start."""
    path.touch(mode=0o600)
    if path.stat().st_size != _KEY_BYTES:  # new, or a kill came between the two steps
        path.write_bytes(secrets.token_bytes(_KEY_BYTES))
    return path.read_bytes()


def _below_corpus(path: str) -> str:
    return str(PurePosixPath(*PurePosixPath(path).parts[1:]))
