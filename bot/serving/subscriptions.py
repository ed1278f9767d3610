"""Questions that chats follow, and what is still to be told of them.

A chat is told once of each document that answers: one that the index did not hold before. Which documents it
has held is kept, so that none is taken for new after a restart.
"""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, literal, select

from bot.serving.database import Database
from bot.serving.tables import documents as documents_table
from bot.serving.tables import news as news_table
from bot.serving.tables import subscriptions

MOST = 20
"""Questions that one chat may follow."""

_COLUMNS = [subscriptions.c[name] for name in ("id", "chat", "topic", "question", "generation")]


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
        insert = subscriptions.insert().values(
            chat=chat,
            topic=topic,
            user=self._database.hashed(str(author)),
            question=question,
            generation=generation,
        )
        rows = self._database.rows(insert.returning(subscriptions.c.id))
        id_: int = rows[0][0]
        return id_

    def of_chat(self, chat: int) -> list[Subscription]:
        """What ``chat`` follows, oldest first."""
        return self._selected(subscriptions.c.chat == chat)

    def all(self) -> list[Subscription]:
        """What anyone follows."""
        return self._selected()

    def remove(self, chat: int, id_: int) -> bool:
        """Ends a subscription of ``chat``; returns whether there was one."""
        is_it = (subscriptions.c.chat == chat) & (subscriptions.c.id == id_)
        return bool(self._database.rows(subscriptions.delete().where(is_it).returning(subscriptions.c.id)))

    def remove_chat(self, chat: int) -> None:
        """Ends all subscriptions of ``chat``."""
        self._database.rows(subscriptions.delete().where(subscriptions.c.chat == chat))

    def forget(self, author: int) -> None:
        """Ends all subscriptions that ``author`` made, in whatever chat."""
        pseudonym = self._database.hashed(str(author))
        self._database.rows(subscriptions.delete().where(subscriptions.c.user == pseudonym))

    def move(self, chat: int, to: int) -> None:
        """Keeps what ``chat`` follows under the number that the chat has from now on."""
        self._database.rows(subscriptions.update().where(subscriptions.c.chat == chat).values(chat=to))

    def new_among(self, documents: Sequence[str]) -> set[str] | None:
        """Those ids that no index has held before; None where nothing is known of any index."""
        known = {id_ for (id_,) in self._database.rows(select(documents_table.c.id))}
        return set(documents) - known if known else None

    def note(self, news: Collection[News], documents: Collection[str]) -> None:
        """Keeps what is to be told, and that the index has held ``documents``: both or nothing."""
        now = time.time()
        insert_news = self._database.insert(news_table).on_conflict_do_nothing()
        insert_documents = self._database.insert(documents_table).on_conflict_do_nothing()
        with self._database.transaction() as connection:
            for one in news:
                # Of a subscription that was ended meanwhile there is nothing to tell.
                facts = select(subscriptions.c.id, literal(one.document), literal(now))
                row = facts.where(subscriptions.c.id == one.subscription.id)
                connection.execute(insert_news.from_select(["subscription", "document", "found"], row))
            if documents:
                connection.execute(insert_documents, [{"id": id_} for id_ in documents])

    def untold(self) -> list[News]:
        """What is still to be told, oldest first."""
        select_news = select(news_table.c.document, *_COLUMNS).join(
            subscriptions, subscriptions.c.id == news_table.c.subscription
        )
        order = (news_table.c.found, news_table.c.subscription, news_table.c.document)
        rows = self._database.rows(select_news.order_by(*order))
        return [News(Subscription(*facts), document) for document, *facts in rows]

    def told(self, news: News) -> None:
        """Notes that ``news`` was told, or need not be any more."""
        is_it = (news_table.c.subscription == news.subscription.id) & (news_table.c.document == news.document)
        self._database.rows(news_table.delete().where(is_it))

    def _selected(self, *conditions: ColumnElement[Any]) -> list[Subscription]:
        rows = self._database.rows(select(*_COLUMNS).where(*conditions).order_by(subscriptions.c.id))
        return [Subscription(*row) for row in rows]
