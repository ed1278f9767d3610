"""How many questions one author, and one chat, may ask in a minute."""

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cachetools import TTLCache
from sqlalchemy import Connection, Select, bindparam, select

from bot.errors import RecordsError
from bot.serving.database import Database
from bot.serving.tables import questions

_LOG = logging.getLogger(__name__)

_MINUTE = 60.0

_REMEMBERED = 10_000
"""Authors in chats that are remembered as having been told."""


_CLEAN_EVERY = 20
"""Questions between looks for those whose minute is over."""

_LATEST = select(questions.c.at).order_by(questions.c.at.desc()).limit(1).offset(bindparam("before"))
_TIMES_OF_AUTHOR = _LATEST.where(questions.c.author == bindparam("value"))
_TIMES_OF_CHAT = _LATEST.where(questions.c.chat == bindparam("value"))
_COUNT = questions.insert()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Too many questions: the next one is answered after ``seconds``.

    ``is_first``: whether this author was not told so in this chat within the last minute.
    """

    seconds: int
    is_first: bool


class Pace:
    """Limits on the questions of an author, and of a chat, within any minute, over all workers.

    The times are those of the worker's clock: clocks that differ by a second blur the minute by as much.
    """

    def __init__(
        self, database: Database, of_author: int, of_chat: int, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._of_author = of_author
        self._of_chat = of_chat
        self._clock = clock
        self._since_clean = _CLEAN_EVERY
        # In memory: a chat's questions are answered by one worker.
        self._told: TTLCache[tuple[int, int], bool] = TTLCache(_REMEMBERED, _MINUTE, clock)

    def take(self, author: int, chat: int) -> Refusal | None:
        """Counts one question, unless it goes beyond a limit; then it counts for neither.

        May be called from any thread. Where the database can't be used, nobody is limited.
        """
        now = self._clock()
        try:
            wait = self._take(author, chat, now)
        except RecordsError as error:
            _LOG.warning("%s", error)
            return None
        if wait <= 0:
            return None
        is_first = not self._told.get((author, chat), False)
        self._told[author, chat] = True
        return Refusal(math.ceil(wait), is_first)

    def _take(self, author: int, chat: int, now: float) -> float:
        """Seconds to wait; 0 or less where the question was counted."""
        author_hash, chat_hash = (self._database.hashed(str(one)) for one in (author, chat))
        with self._database.transaction() as connection:
            wait = max(
                _wait(connection, _TIMES_OF_AUTHOR, author_hash, self._of_author, now),
                _wait(connection, _TIMES_OF_CHAT, chat_hash, self._of_chat, now),
            )
            if wait <= 0:
                connection.execute(_COUNT, {"author": author_hash, "chat": chat_hash, "at": now})
            self._since_clean += 1
            if self._since_clean > _CLEAN_EVERY:
                self._since_clean = 0
                connection.execute(questions.delete().where(questions.c.at <= now - _MINUTE))
        return wait


def _wait(connection: Connection, times: Select[Any], value: str, most: int, now: float) -> float:
    """Seconds until another question is within the limit ``most``; 0 or less for now."""
    first = connection.execute(times, {"value": value, "before": most - 1}).scalar()
    return 0.0 if first is None else first + _MINUTE - now
