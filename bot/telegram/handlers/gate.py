"""What comes before all handlers: who may ask, and what came too late."""

import asyncio
import time
from collections.abc import Callable

from cachetools import LRUCache
from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.locale import ChatFrame
from bot.telegram.address import question_of
from bot.telegram.handlers.presses import tell
from bot.telegram.render import plain_draft
from bot.telegram.services import Services

_CHATS = 10_000


class Gate:
    """Stops updates of those who may not ask, and questions that came during a long break."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._started = time.time()
        self._told: LRUCache[int, bool] = LRUCache(_CHATS)

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Lets an update on, or raises ApplicationHandlerStop."""
        user, chat = update.effective_user, update.effective_chat
        if not self._services.access.may_ask(user.id if user else None, chat.id if chat else None):
            await self._refuse(update)
            raise ApplicationHandlerStop
        message = update.message
        if message and message.migrate_to_chat_id:
            await asyncio.to_thread(self._services.records.move, message.chat_id, message.migrate_to_chat_id)
        if message and self._is_too_late(message):
            if question_of(message, context.bot.bot) is not None:
                await self._say_once(message, lambda words: words.came_too_late)
            raise ApplicationHandlerStop

    async def busy(self, update: Update) -> None:
        """Answers an update for which there is no place in line."""
        user, chat = update.effective_user, update.effective_chat
        words = await self._services.frames.of(chat.id if chat else None, user=user)
        if update.callback_query:
            await tell(update.callback_query, words.busy)
        elif update.effective_message and chat and chat.type == ChatType.PRIVATE:
            await self._services.sender.reply(update.effective_message, plain_draft(words.busy), words)

    def _is_too_late(self, message: Message) -> bool:
        sent = message.date.timestamp()
        longest = self._services.settings.telegram_answer_within
        return sent < self._started and time.time() - sent > longest

    async def _refuse(self, update: Update) -> None:
        if update.inline_query:
            await update.inline_query.answer([], is_personal=True)
        elif update.callback_query:
            words = await self._services.frames.of(None, user=update.callback_query.from_user)
            await tell(update.callback_query, words.private_bot)
        elif update.message and update.message.chat.type == ChatType.PRIVATE:
            await self._say_once(update.message, lambda words: words.private_bot)

    async def _say_once(self, message: Message, text: Callable[[ChatFrame], str]) -> None:
        if message.chat_id in self._told:
            return
        self._told[message.chat_id] = True
        words = await self._services.frames.of(message.chat_id, user=message.from_user)
        await self._services.sender.reply(message, plain_draft(text(words)), words)
