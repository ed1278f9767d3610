"""Finding what is new on the questions that are followed, once for each new index."""

import asyncio
import logging

from bot.errors import RecordsError
from bot.serving.desk import Desk
from bot.serving.subscriptions import News, Subscription, Subscriptions
from retrieval import Retriever
from retrieval.errors import QuestionError

_LOG = logging.getLogger(__name__)

_QUOTES = 3
"""Quotes of an answer among which a new document counts: those that people see first."""

_AGAIN = 60.0
"""Seconds before an index is looked at again that could not be."""


class Newsroom:
    """Looks at each index that the desk answers from; ``found`` is set when there is something to tell."""

    def __init__(self, subscriptions: Subscriptions, desk: Desk) -> None:
        self._subscriptions = subscriptions
        self._desk = desk
        self.found = asyncio.Event()

    async def run(self) -> None:
        """Looks at one index after another, until cancelled."""
        seen: Retriever | None = None
        while True:
            retriever = await self._desk.other_than(seen)
            try:
                await self.look(retriever)
            except RecordsError as error:
                _LOG.warning("%s", error)
                await asyncio.sleep(_AGAIN)
            else:
                seen = retriever

    async def look(self, retriever: Retriever) -> None:
        """Asks each followed question once, if there are documents that no index has held before."""
        documents = await asyncio.to_thread(lambda: list(retriever.generation.documents))
        new = await asyncio.to_thread(self._subscriptions.new_among, documents)
        if new is not None and not new:
            return
        news: list[News] = []
        for one in await asyncio.to_thread(self._subscriptions.all) if new else ():
            # Who began to follow when this index was in use has had the answer from it.
            if new and one.generation != retriever.generation.id:
                news += await self._news(one, new)
        await asyncio.to_thread(self._subscriptions.note, news, documents if new is None else new)
        if news:
            self.found.set()

    async def _news(self, one: Subscription, new: set[str]) -> list[News]:
        try:
            answer = (await self._desk.ask(one.question)).answer
        except QuestionError:
            return []
        except Exception as error:  # noqa: BLE001 - a question that fails is no failure of the others
            _LOG.error("A followed question could not be asked: %s", type(error).__name__)
            return []
        found = dict.fromkeys(quote.document.id for quote in answer.quotes[:_QUOTES])
        return [News(one, id_) for id_ in found if id_ in new]
