"""The index in use: loaded at the start, and exchanged without a restart when there is a new generation."""

import asyncio
import logging

from bot.serving.apart import apart
from bot.serving.desk import Desk
from retrieval import Engine, Retriever

_LOG = logging.getLogger(__name__)

_LOOK_EVERY = 2.0
"""Seconds between looks for a new generation; each look reads a small file."""

_THREAD = "library"


class Library:
    """Gives the desk its retriever."""

    def __init__(self, engine: Engine, desk: Desk) -> None:
        self._engine = engine
        self._desk = desk
        self._one_at_a_time = asyncio.Lock()

    async def load(self) -> None:
        """Loads the first retriever; raises DayeksozError where there can be none."""
        async with self._one_at_a_time:
            retriever = await apart(lambda: self._engine.retriever, _THREAD)
            self._desk.use(retriever)
        _LOG.info("Ready to answer from index %s.", retriever.generation.id)

    async def reload(self) -> Retriever:
        """Brings the index up to date with the sources, and has the desk answer from it."""
        async with self._one_at_a_time:
            retriever = await apart(self._engine.refreshed_retriever, _THREAD)
            self._desk.use(retriever)
            return retriever

    async def watch(self) -> None:
        """Takes up each generation that another process puts in place, until cancelled."""
        said = ""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            await self._desk.retriever()
            async with self._one_at_a_time:
                # Only now: a reload may have exchanged it while this waited for its turn.
                in_use = await self._desk.retriever()
                try:
                    newer = await asyncio.to_thread(self._engine.newer_retriever, in_use)
                except Exception as error:  # noqa: BLE001 - the index in use goes on answering
                    if said != str(error):
                        said = str(error)
                        _LOG.warning("A new index can't be taken up.", exc_info=error)
                    continue
                if newer:
                    self._desk.use(newer)
                    _LOG.info("Answering from the new index %s.", newer.generation.id)
