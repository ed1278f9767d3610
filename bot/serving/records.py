"""What is kept of people: the language that a chat chose, and verdicts on quotes. Nothing else.

A person is a pseudonym: a keyed hash of the user's number. The key is in a file of its own beside the
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
from typing import Any

from bot.errors import RecordsError
from retrieval import LANGUAGES
from retrieval.documents import Quote
from retrieval.evaluation import Verdict

_KEY_BYTES = 32
"""The length of the hash, SHA-256, beyond which a longer key adds nothing."""

_PSEUDONYM_DIGITS = 16
"""64 bits: among a million users, two share a pseudonym with a probability of one in 37 million."""

_SCHEMA = 1
"""The version of the tables, kept in the database; a change of the tables takes the next number."""

_TABLES = """
CREATE TABLE languages (chat INTEGER PRIMARY KEY, language TEXT NOT NULL) STRICT;
CREATE TABLE verdicts (
    user TEXT NOT NULL, question TEXT NOT NULL, document TEXT NOT NULL, start INTEGER NOT NULL,
    quote TEXT NOT NULL, verdict TEXT NOT NULL, answered INTEGER NOT NULL, generation TEXT NOT NULL,
    given TEXT NOT NULL,
    PRIMARY KEY (user, question, document, start)
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's verdict on a quote, which was shown for ``question`` from the index ``generation``.

    ``answered``: whether it was shown as an answer, or as one of the nearest passages.
    """

    question: str
    quote: Quote
    answered: bool
    generation: str
    verdict: Verdict


class Records:
    """The database and the key of its pseudonyms. Every method may be called from any thread."""

    def __init__(self, database: Path) -> None:
        """Opens the file ``database``, or makes it; the key is beside it, with the suffix ``.key``.

        Raises RecordsError where that can't be done.
        """
        self._lock = threading.Lock()
        self._path = database
        with self._errors():
            database.parent.mkdir(parents=True, exist_ok=True)
            self._key = _read_key(database.with_suffix(".key"))
            database.touch(mode=0o600)
            self._database = sqlite3.connect(database, check_same_thread=False, isolation_level=None)
            (version,) = self._database.execute("PRAGMA user_version").fetchone()
            if version not in (0, _SCHEMA):
                raise RecordsError(f"{database} is of another version of Dayeksoz: move it away.")
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA secure_delete = ON")
            if version == 0:
                self._database.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_SCHEMA}; COMMIT;")

    def close(self) -> None:
        self._database.close()

    def language(self, chat: int) -> str | None:
        """The code of the language that ``chat`` chose, or ``auto`` for that of each question.

        None where it chose none, or one that the bot does not speak any more.
        """
        rows = self._rows("SELECT language FROM languages WHERE chat = ?", chat)
        code: str | None = rows[0][0] if rows else None
        return code if code in ("auto", *LANGUAGES) else None

    def choose_language(self, chat: int, language: str | None) -> None:
        """Keeps the choice of ``chat``; None forgets it."""
        if language is None:
            self._rows("DELETE FROM languages WHERE chat = ?", chat)
        else:
            self._rows("INSERT OR REPLACE INTO languages VALUES (?, ?)", chat, language)

    def move(self, chat: int, to: int) -> None:
        """Keeps what belongs to ``chat`` under the number that it has from now on."""
        self._rows("UPDATE OR REPLACE languages SET chat = ? WHERE chat = ?", to, chat)

    def judge(self, person: int, judgement: Judgement) -> None:
        """Keeps a judgement, in place of an earlier one of the same person on the same quote."""
        self._rows(
            "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._pseudonym(person),
            judgement.question,
            _below_corpus(judgement.quote.document.path),
            judgement.quote.start,
            judgement.quote.text,
            judgement.verdict,
            judgement.answered,
            judgement.generation,
            datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def forget(self, person: int, private_chat: int) -> int:
        """Deletes all verdicts of ``person``, and the language of their private chat, for good.

        Returns how many verdicts there were.
        """
        count = len(self._rows("DELETE FROM verdicts WHERE user = ? RETURNING 1", self._pseudonym(person)))
        self.choose_language(private_chat, None)
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")  # the journal must not hold what was deleted
        return count

    def verdicts(self) -> list[dict[str, Any]]:
        """All verdicts as rows that ``dayeksoz feedback review`` reads, oldest first."""
        names = ("question", "document", "quote", "verdict", "answered", "generation", "user", "given")
        found = self._rows(f"SELECT {', '.join(names)} FROM verdicts ORDER BY given, rowid")  # noqa: S608
        rows = [dict(zip(names, row, strict=True)) for row in found]
        return [{**row, "answered": bool(row["answered"])} for row in rows]

    def _pseudonym(self, person: int) -> str:
        return hmac.new(self._key, str(person).encode(), hashlib.sha256).hexdigest()[:_PSEUDONYM_DIGITS]

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
    if path.stat().st_size != _KEY_BYTES:  # it is new, or the process was killed between the two steps
        path.write_bytes(secrets.token_bytes(_KEY_BYTES))
    return path.read_bytes()


def _below_corpus(path: str) -> str:
    """``path`` without the corpus folder's name."""
    return str(PurePosixPath(*PurePosixPath(path).parts[1:]))
