"""The index in use: loaded at the start, exchanged without a restart when there is a new generation."""

import asyncio
import logging

from bot.engine import Engine
from bot.telegram.desk import Desk
from retrieval.errors import DayeksozError
from retrieval.index import Manifest

_LOG = logging.getLogger(__name__)

_LOOK_EVERY = 2.0
"""Seconds between looks at which generation is in use; one look reads two small files."""


class Library:
    """Gives the desk its retriever."""

    def __init__(self, engine: Engine, desk: Desk) -> None:
        self._engine = engine
        self._desk = desk
        self._one_at_a_time = asyncio.Lock()

    async def load(self) -> None:
        """The first retriever; raises DayeksozError where there can be none."""
        retriever = await asyncio.to_thread(lambda: self._engine.retriever)
        self._desk.use(retriever)
        _LOG.info("Ready to answer from index %s.", retriever.generation.id)

    async def reload(self) -> Manifest:
        """Brings the index up to date with the sources, and answers from it."""
        async with self._one_at_a_time:
            retriever = await asyncio.to_thread(self._engine.refreshed_retriever)
            self._desk.use(retriever)
            return retriever.generation.manifest

    async def watch(self) -> None:
        """Takes up each generation that another process puts in place, until cancelled."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            async with self._one_at_a_time:
                try:
                    in_use = await self._desk.retriever()
                    newer = await asyncio.to_thread(self._engine.newer_retriever, in_use)
                except (DayeksozError, OSError) as error:
                    _LOG.warning("The index can't be looked at: %s", error)
                    continue
                if newer:
                    self._desk.use(newer)
                    _LOG.info("Answering from the new index %s.", newer.generation.id)
