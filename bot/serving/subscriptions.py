"""Questions that chats follow, and what is still to be told of them.

A chat is told once of each document that answers: one that the index did not hold before. Which documents it
has held is kept, so that none is taken for new after a restart.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.serving.database import Database

MOST = 20
"""Questions that one chat may follow."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A question that ``chat`` follows, in its thread ``topic`` if it has such; made when the index
    ``generation`` was in use.
    """

    id: int
    chat: int
    topic: int | None
    question: str
    generation: str


@dataclass(frozen=True, slots=True)
class News:
    """That a document, by its id, answers a question that is followed."""

    subscription: Subscription
    document: str


class Subscriptions:
    """Every method may be called from any thread, and may raise RecordsError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, chat: int, topic: int | None, author: int, question: str, generation: str) -> int:
        """Has ``chat`` follow ``question``, because ``author`` wished so; returns the subscription's id."""
        rows = self._database.rows(
            "INSERT INTO subscriptions (chat, topic, user, question, generation) VALUES (?, ?, ?, ?, ?) "
            "RETURNING id",
            chat,
            topic,
            self._database.hashed(str(author)),
            question,
            generation,
        )
        id_: int = rows[0][0]
        return id_

    def of_chat(self, chat: int) -> list[Subscription]:
        """What ``chat`` follows, oldest first."""
        return self._selected("WHERE chat = ? ORDER BY id", chat)

    def all(self) -> list[Subscription]:
        """What anyone follows."""
        return self._selected("ORDER BY id")

    def remove(self, chat: int, id_: int) -> bool:
        """Ends a subscription of ``chat``; returns whether there was one."""
        rows = self._database.rows(
            "DELETE FROM subscriptions WHERE chat = ? AND id = ? RETURNING id", chat, id_
        )
        return bool(rows)

    def remove_chat(self, chat: int) -> None:
        """Ends all subscriptions of ``chat``."""
        self._database.rows("DELETE FROM subscriptions WHERE chat = ?", chat)

    def forget(self, author: int) -> None:
        """Ends all subscriptions that ``author`` made, in whatever chat."""
        self._database.rows("DELETE FROM subscriptions WHERE user = ?", self._database.hashed(str(author)))

    def move(self, chat: int, to: int) -> None:
        """Keeps what ``chat`` follows under the number that the chat has from now on."""
        self._database.rows("UPDATE subscriptions SET chat = ? WHERE chat = ?", to, chat)

    def new_among(self, documents: Sequence[str]) -> set[str] | None:
        """Those ids that no index has held before; None where nothing is known of any index."""
        known = {id_ for (id_,) in self._database.rows("SELECT id FROM documents")}
        return set(documents) - known if known else None

    def note(self, news: Collection[News], documents: Collection[str]) -> None:
        """Keeps what is to be told, and that the index has held ``documents``: both or nothing."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO news SELECT id, ? FROM subscriptions WHERE id = ?",
                [(one.document, one.subscription.id) for one in news],
            )
            connection.executemany(
                "INSERT OR IGNORE INTO documents VALUES (?)", [(id_,) for id_ in documents]
            )

    def untold(self) -> list[News]:
        """What is still to be told, oldest first."""
        rows = self._database.rows(
            "SELECT document, id, chat, topic, question, generation FROM news "
            "JOIN subscriptions ON id = subscription ORDER BY news.rowid"
        )
        return [News(Subscription(*facts), document) for document, *facts in rows]

    def told(self, news: News) -> None:
        """Notes that ``news`` was told, or need not be any more."""
        self._database.rows(
            "DELETE FROM news WHERE subscription = ? AND document = ?", news.subscription.id, news.document
        )

    def _selected(self, condition: str, *values: object) -> list[Subscription]:
        select = f"SELECT id, chat, topic, question, generation FROM subscriptions {condition}"  # noqa: S608
        return [Subscription(*row) for row in self._database.rows(select, *values)]
