"""The way of updates from their arrival to the queue in which they wait for their turn."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from bot.errors import RecordsError
from bot.serving.workers import Workers
from bot.telegram.incoming.inbox import Inbox
from bot.telegram.incoming.lines import Lines
from bot.telegram.incoming.values import Delivery

_LOG = logging.getLogger(__name__)

_LOOK_EVERY = 0.05
"""Seconds between looks for updates that another worker has received: a person does not notice so short a
wait, and a look is one short statement.
"""

_LOOK_ALONE_EVERY = 2.0
"""Seconds between looks where there is no other worker, and where the database can't be used."""


class Arrivals:
    """Brings updates that this worker is to handle into the queue, those of each chat in their order."""

    def __init__(self, inbox: Inbox, workers: Workers, lines: Lines, queue: "asyncio.Queue[object]") -> None:
        self._inbox = inbox
        self._workers = workers
        self._lines = lines
        self._queue = queue
        self._in_order = asyncio.Lock()

    async def receive(self, raws: Sequence[dict[str, Any]]) -> None:
        """Takes updates from Telegram; when this returns they are kept, whichever worker handles them.

        Raises RecordsError where they could not be.
        """
        async with self._in_order:
            await self._put(await self._inbox.receive(raws))

    async def run(self) -> None:
        """Takes what other workers have received, or left undone, as there are places, until cancelled.

        Within a chat it comes before all that is newer, since whatever is received brings it along.
        """
        said = ""
        while True:
            pause = _LOOK_EVERY if len(self._workers.alive) > 1 else _LOOK_ALONE_EVERY
            try:
                places = await self._lines.free()
                async with self._in_order:
                    await self._put(await self._inbox.claim(places))
                said = ""
            except RecordsError as error:
                pause = _LOOK_ALONE_EVERY
                if said != str(error):
                    said = str(error)
                    _LOG.warning("%s", error)
            await asyncio.sleep(pause)

    async def _put(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            self._lines.announce(delivery)
            await self._queue.put(delivery)
