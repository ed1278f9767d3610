"""What is kept of people for good: the language that a chat chose, and verdicts on quotes.

A person is a pseudonym: a keyed hash of the user's number.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import select

from bot.serving.database import Database
from bot.serving.tables import languages, verdicts
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
        rows = self._database.rows(select(languages.c.language).where(languages.c.chat == chat))
        code: str | None = rows[0][0] if rows else None
        return code if code in ("auto", *LANGUAGES) else None

    def choose_language(self, chat: int, language: str | None) -> None:
        """Keeps the choice of ``chat``; None forgets it."""
        if language is None:
            self._database.rows(languages.delete().where(languages.c.chat == chat))
        else:
            self._database.put(languages, chat=chat, language=language)

    def move(self, chat: int, to: int) -> None:
        """Keeps the language of ``chat`` under the number that the chat has from now on."""
        language = self.language(chat)
        if language:
            with self._database.transaction() as connection:
                connection.execute(languages.delete().where(languages.c.chat == to))
                connection.execute(languages.update().where(languages.c.chat == chat).values(chat=to))

    def judge(self, person: int, judgement: Judgement) -> None:
        """Keeps a judgement, in place of an earlier one of the same person on the same quote."""
        self._database.put(
            verdicts,
            user=self._database.hashed(str(person)),
            question=judgement.question,
            document=_below_corpus(judgement.quote.document.path),
            start=judgement.quote.start,
            quote=judgement.quote.text,
            verdict=judgement.verdict.value,
            answered=int(judgement.answered),
            generation=judgement.generation,
            given=datetime.now(UTC).isoformat(timespec="milliseconds"),
        )

    def forget(self, person: int, private_chat: int) -> int:
        """Deletes all verdicts of ``person``, and the language of their private chat, for good.

        Returns how many verdicts there were.
        """
        pseudonym = self._database.hashed(str(person))
        deletion = verdicts.delete().where(verdicts.c.user == pseudonym).returning(verdicts.c.start)
        count = len(self._database.rows(deletion))
        self.choose_language(private_chat, None)
        self._database.purge()
        return count

    def verdicts(self) -> list[dict[str, Any]]:
        """All verdicts as rows that ``dayeksoz feedback review`` reads, oldest first."""
        c = verdicts.c
        columns = (c.question, c.document, c.quote, c.verdict, c.answered, c.generation, c.user, c.given)
        rows = self._database.rows(select(*columns).order_by(c.given, c.user, c.document, c.start))
        return [{**row._mapping, "answered": bool(row.answered)} for row in rows]


def _below_corpus(path: str) -> str:
    """``path`` without the corpus folder's name."""
    return str(PurePosixPath(*PurePosixPath(path).parts[1:]))
