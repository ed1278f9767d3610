"""Updates in the database, from their arrival until they are done: a kill or a power cut loses none.

Telegram is told that an update has arrived only once it is here. Each is claimed by one worker, that of its
chat, and those of a chat are never claimed by two workers at once. What was not done when a worker
ended is claimed by another, or at the next start, so everything is handled at least once. It is handled
twice only where the worker ends after the reply was sent and before that was written down, which is the next
thing to be done. Whether the reply was sent can't be found out then: the Bot API neither lists messages nor
knows a request that is repeated. It is sent again, since better twice than not at all.

An update that was being handled when the process was killed may be what killed it. Such updates are handled
one at a time, so that only the one that kills again is put aside.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, bindparam, or_, select
from telegram import Bot

from bot.errors import RecordsError
from bot.serving.database import Database
from bot.serving.tables import updates, workers
from bot.serving.workers import Workers, living, worker_of
from bot.telegram.incoming.updates import read_update
from bot.telegram.incoming.values import Delivery, Incoming, IncomingQuery

_LOG = logging.getLogger(__name__)

_REMEMBERED = 48 * 3600
"""Seconds for which the number of an update that is done is kept: Telegram repeats none after a day."""

_IS_UNDONE = updates.c.content.is_not(None)
_UNDONE = (
    select(updates.c.id, updates.c.line, updates.c.worker)
    .where(_IS_UNDONE)
    .order_by(updates.c.came, updates.c.id)
)
_UNDONE_OF = _UNDONE.where(updates.c.line.in_(bindparam("lines", expanding=True)))
_WAITING = (
    select(updates.c.id)
    .where(_IS_UNDONE & or_(updates.c.worker.is_(None), updates.c.worker.not_in(select(workers.c.number))))
    .limit(1)
)
_CLAIM = (
    updates.update()
    .where(updates.c.id.in_(bindparam("mine", expanding=True)))
    .values(worker=bindparam("me"))
    .returning(updates.c.id, updates.c.content, updates.c.tries)
)
_FORGET = updates.delete().where(updates.c.content.is_(None) & (updates.c.came <= bindparam("before")))

_IF_MINE = (
    updates.update()
    .where(updates.c.id == bindparam("update"))
    .where(updates.c.worker.in_(select(workers.c.number).where(workers.c.number == bindparam("me"))))
    .returning(updates.c.id)
)
"""Changes an update only as long as it is this worker's, and the worker has its place."""
_BEGIN = _IF_MINE.values(tries=updates.c.tries + 1)
_END = _IF_MINE.values(content=None)
_GIVE_BACK = _IF_MINE.values(tries=updates.c.tries - 1)

_Found = TypeVar("_Found")


class Inbox:
    """Where the database is a file that can't be used, updates are handled all the same, and logged."""

    def __init__(self, database: Database, workers: Workers, bot: Bot) -> None:
        self._database = database
        self._workers = workers
        self._bot = bot
        self._insert = database.insert(updates).on_conflict_do_nothing().returning(updates.c.id)
        self._at_work: set[int] = set()
        self._suspects = asyncio.Lock()
        self._has_handed_over = False

    async def receive(self, raws: Sequence[dict[str, Any]]) -> list[Delivery]:
        """Keeps those updates that have not come before; returns what this worker is to handle now, which may
        be other updates of the same chats.

        A query is noted but not kept: it is out of date within seconds, and whoever gets it handles it.
        Raises RecordsError where a database on a server can't be used: then Telegram repeats the updates.
        """
        read = [(raw, read_update(raw, self._bot)) for raw in raws]
        found = [
            (raw, Delivery(raw["update_id"], incoming, is_kept=not isinstance(incoming, IncomingQuery)))
            for raw, incoming in read
            if incoming
        ]
        if not found:
            return []
        now = time.time()
        rows = [
            {
                "id": one.id,
                "came": now,
                "content": json.dumps(raw) if one.is_kept else None,
                "line": one.incoming.line,
            }
            for raw, one in found
        ]
        try:
            new, claimed = await asyncio.to_thread(self._keep, rows, now)
        except RecordsError as error:
            if self._database.is_remote:
                raise
            _LOG.warning("%s", error)
            return [Delivery(one.id, one.incoming, is_kept=False) for _, one in found]
        queries = [one for _, one in found if not one.is_kept and one.id in new]
        return queries + self._deliveries(claimed, {one.id: one.incoming for _, one in found})

    async def claim(self, most: int) -> list[Delivery]:
        """At most so many updates that wait for this worker, in the order in which they came; raises
        RecordsError.
        """
        if not await asyncio.to_thread(self._any_waiting):
            return []
        return self._deliveries(await asyncio.to_thread(self._claim_in_turn, most), {})

    @contextlib.asynccontextmanager
    async def handling(self, delivery: Delivery) -> AsyncIterator[bool]:
        """Surrounds the work on an update, which is done when the block ends, unless that is cancelled.

        Gives whether this worker is to do the work: another one may have taken it over.
        """
        if not delivery.is_kept:
            yield True
            return
        async with self._suspects if delivery.tries else contextlib.nullcontext():
            if self._has_handed_over:
                yield False
                return
            self._at_work.add(delivery.id)
            try:
                begun = await self._change(_BEGIN, delivery.id)
                yield begun is None or bool(begun)
            except Exception:
                await self.done(delivery)
                raise
            else:
                await self.done(delivery)

    async def done(self, delivery: Delivery) -> None:
        """Keeps no more of an update than its number, by which it is known if it comes again."""
        self._at_work.discard(delivery.id)
        if not delivery.is_kept:
            return
        await self._change(_END, delivery.id)
        if not self._at_work:
            await self._attempt(self._database.purge)

    async def hand_over(self) -> None:
        """Leaves to the other workers, if there are any, all that is not at work."""
        if not await self._attempt(self._workers.leave):
            return
        self._has_handed_over = True
        is_idle = (updates.c.worker == self._workers.number) & updates.c.id.not_in(tuple(self._at_work))
        release = updates.update().where(is_idle).values(worker=None)
        await self._attempt(lambda: self._database.rows(release))

    async def give_back(self) -> None:
        """Counts the updates at work as not tried: they are left undone because the bot was told to stop."""
        for id_ in tuple(self._at_work):  # others may be done meanwhile
            await self._change(_GIVE_BACK, id_)

    def _keep(self, rows: Sequence[dict[str, Any]], now: float) -> tuple[set[int], list[Any]]:
        """Writes the rows; returns the numbers of those that were new, and what is to be handled now."""
        with self._database.transaction() as connection:
            connection.execute(_FORGET, {"before": now - _REMEMBERED})
            new = set(connection.execute(self._insert, rows).scalars())
            lines = {row["line"] for row in rows if row["id"] in new and row["content"]}
            return new, self._claim(connection, lines, None) if lines else []

    def _any_waiting(self) -> bool:
        return bool(self._database.rows(_WAITING))

    def _claim_in_turn(self, most: int) -> list[Any]:
        with self._database.transaction() as connection:
            return self._claim(connection, None, most)

    def _claim(self, connection: Connection, lines: Collection[int] | None, most: int | None) -> list[Any]:
        """Claims what waits for this worker, in the given lines or in all."""
        me, alive = self._workers.number, living(connection)
        among = [number for number, takes in alive.items() if takes]
        found = connection.execute(_UNDONE if lines is None else _UNDONE_OF, {"lines": list(lines or ())})
        rows = found.all()
        elsewhere = {row.line for row in rows if row.worker in alive and row.worker != me}
        mine = [
            row.id
            for row in rows
            if row.worker not in alive and row.line not in elsewhere and worker_of(row.line, among) == me
        ][:most]
        if not mine:
            return []
        claimed = connection.execute(_CLAIM, {"mine": mine, "me": me}).all()
        return sorted(claimed, key=lambda row: mine.index(row.id))

    def _deliveries(self, rows: Sequence[Any], known: Mapping[int, Incoming]) -> list[Delivery]:
        """What was claimed; ``known`` has what was read just now, by number."""
        read = [
            (id_, known.get(id_) or read_update(json.loads(content), self._bot), tries)
            for id_, content, tries in rows
        ]
        return [Delivery(id_, incoming, tries) for id_, incoming, tries in read if incoming]

    async def _change(self, change: Executable, id_: int) -> list[Any] | None:
        """Changes an update that is still this worker's; gives no row where it is not, and None where the
        database can't be used.
        """
        parameters = {"update": id_, "me": self._workers.number}
        return await self._attempt(lambda: self._database.rows(change, **parameters))

    async def _attempt(self, action: Callable[[], _Found]) -> _Found | None:
        try:
            return await asyncio.to_thread(action)
        except RecordsError as error:
            _LOG.warning("%s", error)
            return None
