"""Updates on disk, from their arrival until they are done: a kill or a power cut loses none.

Telegram is told that an update has arrived only once it is here. What was not done when the process ended is
handled at the next start, so everything is handled at least once. It is handled twice only where the process
ends after the reply was sent and before that was written down, which is the next thing to be done.

An update that was being handled when the process was killed may be what killed it. Such updates are handled
one at a time, so that only the one that kills again is put aside.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, TypeVar

from telegram import Bot

from bot.errors import RecordsError
from bot.serving.database import Database
from bot.telegram.incoming.updates import read_update
from bot.telegram.incoming.values import Delivery, IncomingQuery

_LOG = logging.getLogger(__name__)

_REMEMBERED = 48 * 3600
"""Seconds for which the number of an update that is done is kept: Telegram repeats none after a day."""

_Found = TypeVar("_Found")


class Inbox:
    """Where the disk can't be used, updates are handled all the same, and the log says so."""

    def __init__(self, database: Database, bot: Bot) -> None:
        self._database = database
        self._bot = bot
        self._at_work: set[int] = set()
        self._suspects = asyncio.Lock()

    async def receive(self, raws: Sequence[dict[str, Any]]) -> list[Delivery]:
        """Keeps those updates that have not come before, and returns them, less those of no use to the bot.

        A query is noted but not kept: it is out of date within seconds.
        """
        read = [(raw, read_update(raw, self._bot)) for raw in raws]
        found = [(raw, Delivery(raw["update_id"], incoming)) for raw, incoming in read if incoming]
        now = time.time()
        rows = [
            (one.id, now, None if isinstance(one.incoming, IncomingQuery) else json.dumps(raw))
            for raw, one in found
        ]
        new = await self._attempt(lambda: self._keep(rows, now))
        return [one for _, one in found if new is None or one.id in new]

    async def kept(self) -> list[Delivery]:
        """What earlier runs have left undone, in the order in which it came."""
        select = "SELECT content, tries FROM updates WHERE content IS NOT NULL ORDER BY came, id"
        rows = await self._attempt(lambda: self._database.rows(select)) or []
        raws = [(json.loads(content), tries) for content, tries in rows]
        read = [(raw["update_id"], read_update(raw, self._bot), tries) for raw, tries in raws]
        return [Delivery(id_, incoming, tries) for id_, incoming, tries in read if incoming]

    @contextlib.asynccontextmanager
    async def handling(self, delivery: Delivery) -> AsyncIterator[None]:
        """Surrounds the work on an update, which is done when the block ends, unless that is cancelled."""
        if isinstance(delivery.incoming, IncomingQuery):
            yield
            return
        async with self._suspects if delivery.tries else contextlib.nullcontext():
            self._at_work.add(delivery.id)
            try:
                await self._execute("UPDATE updates SET tries = tries + 1 WHERE id = ?", delivery.id)
                yield
            except Exception:
                await self.done(delivery)
                raise
            else:
                await self.done(delivery)

    async def done(self, delivery: Delivery) -> None:
        """Keeps no more of an update than its number, by which it is known if it comes again."""
        self._at_work.discard(delivery.id)
        if isinstance(delivery.incoming, IncomingQuery):
            return
        await self._execute("UPDATE updates SET content = NULL WHERE id = ?", delivery.id)
        if not self._at_work:
            await self._attempt(self._database.purge)

    async def give_back(self) -> None:
        """Counts the updates at work as not tried: they are left undone because the bot was told to stop."""
        for id_ in tuple(self._at_work):  # others may be done meanwhile
            await self._execute("UPDATE updates SET tries = tries - 1 WHERE id = ?", id_)

    def _keep(self, rows: Sequence[tuple[int, float, str | None]], now: float) -> set[int]:
        """Writes the rows; returns the numbers of those that were new."""
        if not rows:
            return set()
        self._database.rows("DELETE FROM updates WHERE content IS NULL AND came <= ?", now - _REMEMBERED)
        places = ", ".join(["(?, ?, ?)"] * len(rows))
        insert = f"INSERT OR IGNORE INTO updates (id, came, content) VALUES {places} RETURNING id"  # noqa: S608
        return {id_ for (id_,) in self._database.rows(insert, *(value for row in rows for value in row))}

    async def _execute(self, statement: str, id_: int) -> None:
        await self._attempt(lambda: self._database.rows(statement, id_))

    async def _attempt(self, action: Callable[[], _Found]) -> _Found | None:
        try:
            return await asyncio.to_thread(action)
        except RecordsError as error:
            _LOG.warning("%s", error)
            return None
