"""Bringing the index up to date after the corpus has changed: once for what comes together."""

import asyncio
import logging

from bot.serving.library import Library

_LOG = logging.getLogger(__name__)

_GATHER = 3.0
"""Seconds from a change until the index is built: what comes in this time is indexed together."""

_FIRST_PAUSE, _LONGEST_PAUSE = 10.0, 600.0
"""Seconds before another try after a failure, twice as many each time."""


class Refresher:
    """Has the library reload in the background."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._changed = asyncio.Event()

    def note(self) -> None:
        """Notes that the corpus has changed."""
        self._changed.set()

    async def run(self) -> None:
        """Reloads after each change, until cancelled. A failure is logged, and tried again."""
        pause = _FIRST_PAUSE
        while True:
            await self._changed.wait()
            await asyncio.sleep(_GATHER)
            self._changed.clear()
            try:
                retriever = await self._library.reload()
            except Exception as error:  # noqa: BLE001 - the index in use goes on answering
                _LOG.warning("What is new can't be indexed; trying again in %.0f s.", pause, exc_info=error)
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, 2 * pause)
                self.note()
            else:
                pause = _FIRST_PAUSE
                _LOG.info("What is new is in index %s.", retriever.generation.id)
