"""The order of work: updates of one chat one after another, different chats at once, and no endless line."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, cast

from cachetools import TTLCache
from telegram.ext import BaseUpdateProcessor

from bot.serving.metrics import Metrics
from bot.telegram.incoming.inbox import Inbox
from bot.telegram.incoming.values import Delivery, Incoming, IncomingPost, IncomingQuery

_UNBOUNDED = 1_000_000
"""The library's bound, out of reach: it makes all updates wait, while ours turns away those beyond it."""

_CHAT_SHARE = 4
"""One chat may fill a quarter of the places."""

_REFUSED, _REFUSED_FOR = 10_000, 30
"""How many chats are remembered as having been told that there is no place, and for how many seconds."""

Refuse = Callable[[Incoming], Awaitable[None]]


class Lines(BaseUpdateProcessor):
    """One line for each chat; ``refuse`` answers an update for which there is no place."""

    def __init__(self, places: int, metrics: Metrics, inbox: Inbox, refuse: Refuse) -> None:
        super().__init__(_UNBOUNDED)
        self._places = places
        self._metrics = metrics
        self._inbox = inbox
        self._refuse = refuse
        self._announced: set[Delivery] = set()
        self._waiting: Counter[int] = Counter()
        self._turns: dict[int, asyncio.Lock] = {}
        self._typed: dict[int, object] = {}
        self._left = asyncio.Event()
        self._refused: TTLCache[int, bool] = TTLCache(_REFUSED, ttl=_REFUSED_FOR)

    @property
    def waiting(self) -> int:
        """Updates that wait or run."""
        return self._waiting.total()

    def announce(self, delivery: Delivery) -> None:
        """Keeps a place for an update that is on its way here through the library's queue."""
        self._announced.add(delivery)

    async def free(self) -> int:
        """How many places are free; waits until there is one."""
        while (places := self._places - self.waiting - len(self._announced)) <= 0:
            self._left.clear()
            await self._left.wait()
        return places

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Runs ``coroutine`` when it is the turn of ``update``, if that gets one."""
        delivery = cast("Delivery", update)  # the queue holds what the inbox gives, and nothing else
        incoming = delivery.incoming
        line = incoming.line
        self._announced.discard(delivery)
        if self._is_full_for(incoming):
            coroutine.close()  # type: ignore[attr-defined]  # the library always gives a coroutine
            self._left.set()
            await self._turn_away(incoming)
            await self._inbox.done(delivery)
            return
        self._waiting[line] += 1
        self._metrics.waiting.inc()
        is_query = isinstance(incoming, IncomingQuery)
        if is_query:
            self._typed[line] = incoming
        try:
            async with self._turns.setdefault(line, asyncio.Lock()):
                if is_query and self._typed.get(line) is not incoming:
                    coroutine.close()  # type: ignore[attr-defined]  # the person has typed on since
                else:
                    async with self._inbox.handling(delivery) as is_ours:
                        if is_ours:
                            await coroutine
                        else:
                            coroutine.close()  # type: ignore[attr-defined]
        finally:
            self._metrics.waiting.dec()
            self._waiting[line] -= 1
            self._left.set()
            if not self._waiting[line]:
                del self._waiting[line]
                self._turns.pop(line, None)
                self._typed.pop(line, None)

    async def initialize(self) -> None:
        """Has nothing to prepare."""

    async def shutdown(self) -> None:
        """Has nothing to close."""

    def _is_full_for(self, incoming: Incoming) -> bool:
        """Whether there is no place. A post always gets one: nobody could be asked to send it again."""
        if isinstance(incoming, IncomingPost):
            return False
        share = max(1, self._places // _CHAT_SHARE)
        return self.waiting >= self._places or self._waiting[incoming.line] >= share

    async def _turn_away(self, incoming: Incoming) -> None:
        self._metrics.refused.inc()
        if incoming.line not in self._refused:
            self._refused[incoming.line] = True
            with contextlib.suppress(Exception):  # telling is a courtesy; the sender logs its own errors
                await self._refuse(incoming)
