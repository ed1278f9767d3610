"""What is kept of people for good: the language that a chat chose, and verdicts on quotes.

A person is a pseudonym: a keyed hash of the user's number.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from bot.serving.database import Database
from retrieval import LANGUAGES
from retrieval.documents import Quote
from retrieval.evaluation import Verdict


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
    """Languages and verdicts. Every method may be called from any thread, and may raise RecordsError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def language(self, chat: int) -> str | None:
        """The code of the language that ``chat`` chose, or ``auto`` for that of each question.

        None where it chose none, or one that the bot does not speak any more.
        """
        rows = self._database.rows("SELECT language FROM languages WHERE chat = ?", chat)
        code: str | None = rows[0][0] if rows else None
        return code if code in ("auto", *LANGUAGES) else None

    def choose_language(self, chat: int, language: str | None) -> None:
        """Keeps the choice of ``chat``; None forgets it."""
        if language is None:
            self._database.rows("DELETE FROM languages WHERE chat = ?", chat)
        else:
            self._database.rows("INSERT OR REPLACE INTO languages VALUES (?, ?)", chat, language)

    def move(self, chat: int, to: int) -> None:
        """Keeps the language of ``chat`` under the number that the chat has from now on."""
        self._database.rows("UPDATE OR REPLACE languages SET chat = ? WHERE chat = ?", to, chat)

    def judge(self, person: int, judgement: Judgement) -> None:
        """Keeps a judgement, in place of an earlier one of the same person on the same quote."""
        self._database.rows(
            "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._database.hashed(str(person)),
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
        pseudonym = self._database.hashed(str(person))
        count = len(self._database.rows("DELETE FROM verdicts WHERE user = ? RETURNING 1", pseudonym))
        self.choose_language(private_chat, None)
        self._database.purge()
        return count

    def verdicts(self) -> list[dict[str, Any]]:
        """All verdicts as rows that ``dayeksoz feedback review`` reads, oldest first."""
        names = ("question", "document", "quote", "verdict", "answered", "generation", "user", "given")
        select = f"SELECT {', '.join(names)} FROM verdicts ORDER BY given, rowid"  # noqa: S608
        rows = [dict(zip(names, row, strict=True)) for row in self._database.rows(select)]
        return [{**row, "answered": bool(row["answered"])} for row in rows]


def _below_corpus(path: str) -> str:
    """``path`` without the corpus folder's name."""
    return str(PurePosixPath(*PurePosixPath(path).parts[1:]))
