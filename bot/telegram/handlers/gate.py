"""What comes before all handlers: who may ask, and which questions came too late."""

import asyncio
import contextlib
import time
from collections.abc import Callable

from cachetools import TTLCache
from telegram.error import TelegramError

from bot.locale.chat_phrases import ChatPhrases
from bot.telegram.dependencies import Dependencies
from bot.telegram.incoming.values import (
    Addressed,
    Incoming,
    IncomingMessage,
    IncomingPost,
    IncomingPress,
    IncomingQuery,
)
from bot.telegram.messages.draft import plain_draft

_CHATS, _AN_HOUR = 10_000, 3600
"""How many chats are remembered as having been told why they get no answer, and for how many seconds."""


class Gate:
    """Stops updates of those who may not ask, and questions that came during a long break."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._with = dependencies
        self._told: TTLCache[int, bool] = TTLCache(_CHATS, _AN_HOUR)

    async def admits(self, incoming: Addressed) -> bool:
        """Whether an update goes on to the handlers."""
        chat = None if isinstance(incoming, IncomingQuery) else incoming.chat
        if not self._with.access.may_ask(incoming.author.id, chat.id if chat else None):
            with contextlib.suppress(TelegramError):  # that it can't be said lets nobody in
                await self._refuse(incoming)
            return False
        if not isinstance(incoming, IncomingMessage) or incoming.is_edited:
            return True
        if incoming.moved_to:
            for kept in (self._with.records, self._with.subscriptions):
                await asyncio.to_thread(kept.move, incoming.chat.id, incoming.moved_to)
        if incoming.question is not None and self._is_too_late(incoming):
            with contextlib.suppress(TelegramError):
                await self._say_once(incoming, lambda phrases: phrases.came_too_late)
            return False
        return True

    async def refuse_busy(self, incoming: Incoming) -> None:
        """Answers an update for which there is no place in line."""
        if isinstance(incoming, IncomingPost):
            return
        chat = None if isinstance(incoming, IncomingQuery) else incoming.chat
        phrases = await self._with.chooser.phrases_for(chat.id if chat else None, incoming.author.language)
        if isinstance(incoming, IncomingPress):
            await self._with.sender.notify(incoming.id, phrases.busy)
        elif isinstance(incoming, IncomingMessage) and incoming.speaks_to_bot:
            await self._with.sender.reply(incoming, plain_draft(phrases.busy), phrases)

    def _is_too_late(self, message: IncomingMessage) -> bool:
        longest = self._with.settings.telegram_answer_within
        return time.time() - message.sent.timestamp() > longest

    async def _refuse(self, incoming: Addressed) -> None:
        id_ = incoming.author.id
        if isinstance(incoming, IncomingQuery):
            await self._with.sender.offer(incoming.id, [])
        elif isinstance(incoming, IncomingPress):
            phrases = await self._with.chooser.phrases_for(None, incoming.author.language)
            await self._with.sender.notify(incoming.id, phrases.private_bot.format(id=id_))
        elif incoming.chat.is_private and not incoming.is_edited:
            await self._say_once(incoming, lambda phrases: phrases.private_bot.format(id=id_))

    async def _say_once(self, message: IncomingMessage, text: Callable[[ChatPhrases], str]) -> None:
        if message.chat.id in self._told:
            return
        self._told[message.chat.id] = True
        phrases = await self._with.chooser.phrases_for(message.chat.id, message.author.language)
        await self._with.sender.reply(message, plain_draft(text(phrases)), phrases)
