"""Which message replies to which, on disk for as long as people can edit what they asked.

So an edited question finds its reply after a restart, and a question that was answered just before a kill is
not answered again. The question itself is not kept, only a keyed hash that tells whether it has changed.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from bot.serving.database import Database
from bot.serving.tables import replies

_KEPT = 48 * 3600
"""Seconds: messengers let people edit a message for two days. The texts of ``/privacy`` name this time."""

_MOST = 100_000
"""Replies that are kept, in some ten megabytes; beyond that the oldest go earlier."""

_CLEAN_EVERY = 100
"""Replies between looks for those whose time is over."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A message of the bot's, by its number, and whether it answers the same question in the same words."""

    message: int
    is_to_same: bool


class Replies:
    """Replies by the message that asked. Every method may raise RecordsError, and all but `remember` may be
    called from any thread.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._since_clean = _CLEAN_EVERY

    async def remember(self, chat: int, asked: int, message: int, question: str, author: int) -> None:
        """Keeps that ``message`` answers ``question``, which ``author`` asked in the message ``asked``.

        Until this is kept, a process that takes over would answer again: so nothing may come before it.
        """
        await self._database.note(
            replies,
            chat=chat,
            asked=asked,
            message=message,
            question=self._database.hashed(question),
            user=self._database.hashed(str(author)),
            sent=int(self._clock()),
        )
        self._since_clean += 1
        if self._since_clean > _CLEAN_EVERY:
            self._since_clean = 0
            await asyncio.to_thread(self._clean)

    def find(self, chat: int, asked: int, question: str) -> Reply | None:
        """The reply to the message ``asked``, which now asks ``question``; None where none is known."""
        is_known = (replies.c.chat == chat) & (replies.c.asked == asked)
        is_recent = replies.c.sent > int(self._clock()) - _KEPT
        rows = self._database.rows(select(replies.c.message, replies.c.question).where(is_known & is_recent))
        return Reply(rows[0][0], rows[0][1] == self._database.hashed(question)) if rows else None

    def forget(self, author: int) -> None:
        """Deletes all that is known of replies to ``author``."""
        self._database.rows(replies.delete().where(replies.c.user == self._database.hashed(str(author))))

    def _clean(self) -> None:
        beyond = select(replies.c.sent).order_by(replies.c.sent.desc()).limit(1).offset(_MOST)
        self._database.rows(replies.delete().where(replies.c.sent <= int(self._clock()) - _KEPT))
        self._database.rows(replies.delete().where(replies.c.sent <= beyond.scalar_subquery()))
