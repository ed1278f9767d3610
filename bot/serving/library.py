"""The index in use: loaded at the start, and exchanged without a restart when there is a new generation."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable

from bot.serving.desk import Desk
from retrieval import Engine, Retriever

_LOG = logging.getLogger(__name__)

_LOOK_EVERY = 2.0
"""Seconds between looks for a new generation; each look reads a small file."""


class Library:
    """Gives the desk its retriever."""

    def __init__(self, engine: Engine, desk: Desk) -> None:
        self._engine = engine
        self._desk = desk
        self._one_at_a_time = asyncio.Lock()

    async def load(self) -> None:
        """Loads the first retriever; raises DayeksozError where there can be none."""
        async with self._one_at_a_time:
            retriever = await _apart(lambda: self._engine.retriever)
            self._desk.use(retriever)
        _LOG.info("Ready to answer from index %s.", retriever.generation.id)

    async def reload(self) -> Retriever:
        """Brings the index up to date with the sources, and has the desk answer from it."""
        async with self._one_at_a_time:
            retriever = await _apart(self._engine.refreshed_retriever)
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


async def _apart(load: Callable[[], Retriever]) -> Retriever:
    """Loads in a daemon thread, so that a bot that is stopped does not wait for the rest of the load."""
    loop = asyncio.get_running_loop()
    loaded: asyncio.Future[Retriever] = loop.create_future()

    def tell(retriever: Retriever | None, error: Exception | None) -> None:
        if loaded.cancelled():
            return
        if retriever:
            loaded.set_result(retriever)
        else:
            loaded.set_exception(error or RuntimeError("nothing was loaded"))

    def work() -> None:
        found, error = None, None
        try:
            found = load()
        except Exception as caught:  # noqa: BLE001 - it is raised again where the retriever is awaited
            error = caught
        except BaseException as caught:  # noqa: BLE001 - native code raises errors that are no Exception
            error = RuntimeError(type(caught).__name__)
        with contextlib.suppress(RuntimeError):  # the loop may have ended by now
            loop.call_soon_threadsafe(tell, found, error)

    threading.Thread(target=work, name="model loader", daemon=True).start()
    return await loaded
