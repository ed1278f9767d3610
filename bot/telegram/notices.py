"""Telling chats what is new on the questions that they follow, at a pace that nobody minds."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from itertools import groupby

from cachetools import TTLCache
from telegram.error import BadRequest, TelegramError

from bot.errors import RecordsError
from bot.locale.chat_phrases import ChatPhrases
from bot.serving.newsroom import Newsroom
from bot.serving.phrasing import language_of_question
from bot.serving.subscriptions import News
from bot.telegram.dependencies import Dependencies
from bot.telegram.messages.notice_drafts import FollowedQuote, notice_draft
from retrieval.errors import QuestionError

_LOG = logging.getLogger(__name__)

_LOOK_EVERY = 60.0
"""Seconds between looks for what could not be told before, where nothing new is found."""

_HOUR = 3600.0
_CHATS = 10_000


class Notices:
    """Sends each piece of news once. The last notice of an hour that a chat may get holds all the rest."""

    def __init__(
        self, dependencies: Dependencies, newsroom: Newsroom, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._with = dependencies
        self._newsroom = newsroom
        self._clock = clock
        self._sent: TTLCache[int, deque[float]] = TTLCache(_CHATS, _HOUR, clock)

    async def run(self) -> None:
        """Tells what is found, until cancelled. What can't be sent is tried again."""
        while True:
            try:
                await self.tell()
            except RecordsError as error:
                _LOG.warning("%s", error)
            try:
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._newsroom.found.wait()
            except TimeoutError:
                continue
            self._newsroom.found.clear()

    async def tell(self) -> None:
        """Tells all that may be told now."""
        untold = await asyncio.to_thread(self._with.subscriptions.untold)
        for chat, news in groupby(sorted(untold, key=_chat), key=_chat):
            try:
                await self._tell_chat(chat, list(news))
            except TelegramError as error:
                _LOG.warning("A notice could not be sent: %s", error)

    async def _tell_chat(self, chat: int, news: Sequence[News]) -> None:
        if chat > 0 and not self._with.access.may_ask(chat, chat):
            await asyncio.to_thread(self._with.subscriptions.remove_chat, chat)
            return
        if self._free(chat) <= 0:
            return
        found = [one for one in [await self._quoted(one) for one in news] if one]
        while found:
            free = self._free(chat)
            if free <= 0:
                return
            together = found if free == 1 else found[:1]
            sent = await self._send(chat, together)
            found = found[sent:] if sent else []

    async def _quoted(self, news: News) -> FollowedQuote | None:
        """The quote of a document, as the index answers now; None where the document does not answer now."""
        try:
            answer = (await self._with.desk.ask(news.subscription.question)).answer
        except QuestionError:
            answer = None
        for quote in answer.quotes if answer else ():
            if quote.document.id == news.document:
                return FollowedQuote(news, quote)
        await asyncio.to_thread(self._with.subscriptions.told, news)
        return None

    async def _send(self, chat: int, found: Sequence[FollowedQuote]) -> int:
        """Sends as many as fit into one message; returns how many, also where Telegram never takes that
        message, and 0 where the chat takes none.
        """
        topic = found[0].news.subscription.topic
        phrases = await self._phrases(chat, found[0])
        draft, count = notice_draft(found, phrases)
        self._sent[chat] = deque([*self._sent.get(chat, ()), self._clock()])
        try:
            number = await self._with.sender.send(chat, topic, draft, phrases)
        except BadRequest as error:  # its topic is gone, say: to try again would only hold up the others
            _LOG.warning("A notice is left out, since Telegram does not take it: %s", error)
        else:
            if number is None:
                await asyncio.to_thread(self._with.subscriptions.remove_chat, chat)
                return 0
        for one in found[:count]:
            await asyncio.to_thread(self._with.subscriptions.told, one.news)
        return count

    async def _phrases(self, chat: int, one: FollowedQuote) -> ChatPhrases:
        language = language_of_question(one.news.subscription.question)
        return await self._with.chooser.phrases_for(chat, None, asked_in=language)

    def _free(self, chat: int) -> int:
        """How many notices the chat may get within this hour."""
        sent = self._sent.get(chat, deque())
        while sent and sent[0] <= self._clock() - _HOUR:
            sent.popleft()
        return self._with.settings.telegram_notices - len(sent)


def _chat(news: News) -> int:
    return news.subscription.chat
