"""What comes before all handlers: who may ask, and what came too late."""

import asyncio
import contextlib
import time
from collections.abc import Callable

from cachetools import TTLCache
from telegram import Message, Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.locale import ChatFrame
from bot.telegram.address import question_of, speaks_to
from bot.telegram.handlers.presses import tell
from bot.telegram.render import plain_draft
from bot.telegram.services import Services

_CHATS, _AN_HOUR = 10_000, 3600
"""So many chats are told the same thing only once in so many seconds."""


class Gate:
    """Stops updates of those who may not ask, and questions that came during a long break."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._told: TTLCache[int, bool] = TTLCache(_CHATS, _AN_HOUR)

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Lets an update on, or raises ApplicationHandlerStop."""
        user, chat = update.effective_user, update.effective_chat
        if not self._services.access.may_ask(user.id if user else None, chat.id if chat else None):
            with contextlib.suppress(TelegramError):  # that it can't be said lets nobody in
                await self._refuse(update)
            raise ApplicationHandlerStop
        message = update.message
        if message and message.migrate_to_chat_id:
            await asyncio.to_thread(self._services.records.move, message.chat_id, message.migrate_to_chat_id)
        is_question = message is not None and question_of(message, context.bot.bot) is not None
        if message and is_question and self._is_too_late(message):
            with contextlib.suppress(TelegramError):
                await self._say_once(message, lambda words: words.came_too_late)
            raise ApplicationHandlerStop

    async def busy(self, update: Update, bot: User) -> None:
        """Answers an update for which there is no place in line."""
        user, chat = update.effective_user, update.effective_chat
        words = await self._services.frames.of(chat.id if chat else None, user=user)
        if update.callback_query:
            await tell(update.callback_query, words.busy)
        elif update.effective_message and speaks_to(update.effective_message, bot):
            await self._services.sender.reply(update.effective_message, plain_draft(words.busy), words)

    def _is_too_late(self, message: Message) -> bool:
        longest = self._services.settings.telegram_answer_within
        return time.time() - message.date.timestamp() > longest

    async def _refuse(self, update: Update) -> None:
        if update.inline_query:
            await update.inline_query.answer([], is_personal=True)
        elif update.callback_query:
            words = await self._services.frames.of(None, user=update.callback_query.from_user)
            await tell(update.callback_query, words.private_bot.format(id=update.callback_query.from_user.id))
        elif update.message and update.message.chat.type == ChatType.PRIVATE:
            user = update.effective_user
            id_ = user.id if user else "?"
            await self._say_once(update.message, lambda words: words.private_bot.format(id=id_))

    async def _say_once(self, message: Message, text: Callable[[ChatFrame], str]) -> None:
        if message.chat_id in self._told:
            return
        self._told[message.chat_id] = True
        words = await self._services.frames.of(message.chat_id, user=message.from_user)
        await self._services.sender.reply(message, plain_draft(text(words)), words)
