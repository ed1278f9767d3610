"""The order of work: updates of one chat one after another, different chats at once, no line endless."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from cachetools import TTLCache
from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.metrics import Metrics

_UNBOUNDED = 1_000_000
"""The library's own bound makes updates wait, all of them; here those beyond ours are turned away."""

_CHAT_SHARE = 4
"""One chat may fill a quarter of the places."""

_REFUSED, _REFUSED_FOR = 10_000, 30
"""So many chats are told only once in so many seconds that there is no place."""

Refuse = Callable[[Update], Awaitable[None]]


class Lines(BaseUpdateProcessor):
    """One line a chat; ``refuse`` answers an update for which there is no place."""

    def __init__(self, places: int, metrics: Metrics, refuse: Refuse) -> None:
        super().__init__(_UNBOUNDED)
        self._places = places
        self._metrics = metrics
        self._refuse = refuse
        self._waiting: Counter[int] = Counter()
        self._turns: dict[int, asyncio.Lock] = {}
        self._typed: dict[int, object] = {}
        self._left = asyncio.Event()
        self._refused: TTLCache[int, bool] = TTLCache(_REFUSED, ttl=_REFUSED_FOR)

    @property
    def waiting(self) -> int:
        """Updates that wait or run."""
        return self._waiting.total()

    async def free(self, coming: "asyncio.Queue[object]") -> int:
        """How many places are free, less the updates that are ``coming``; waits until there is one."""
        while (places := self._places - self.waiting - coming.qsize()) <= 0:
            self._left.clear()
            await self._left.wait()
        return places

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Runs ``coroutine`` when the turn of ``update`` comes, if it gets one."""
        line = line_of(update)
        if self.waiting >= self._places or self._waiting[line] >= max(1, self._places // _CHAT_SHARE):
            coroutine.close()  # type: ignore[attr-defined]  # the library always gives a coroutine
            await self._turn_away(update, line)
            return
        self._waiting[line] += 1
        self._metrics.waiting.inc()
        is_inline = isinstance(update, Update) and update.inline_query is not None
        if is_inline:
            self._typed[line] = update
        try:
            async with self._turns.setdefault(line, asyncio.Lock()):
                if is_inline and self._typed.get(line) is not update:
                    coroutine.close()  # type: ignore[attr-defined]  # the user has typed on since
                else:
                    await coroutine
        finally:
            self._metrics.waiting.dec()
            self._waiting[line] -= 1
            self._left.set()
            if not self._waiting[line]:
                del self._waiting[line]
                self._turns.pop(line, None)
                self._typed.pop(line, None)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def _turn_away(self, update: object, line: int) -> None:
        self._metrics.refused.inc()
        if line not in self._refused and isinstance(update, Update):
            self._refused[line] = True
            with contextlib.suppress(Exception):  # telling is a courtesy; the log has the sender's errors
                await self._refuse(update)


def line_of(update: object) -> int:
    """The chat of an update; of an inline query, which has none, its user."""
    if not isinstance(update, Update):
        return 0
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0
