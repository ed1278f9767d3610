"""What happens when a handler fails: the log knows, the person is told, nothing ends."""

import contextlib
import logging

from telegram import Update, User
from telegram.error import Forbidden, TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.telegram.address import speaks_to
from bot.telegram.handlers.presses import tell
from bot.telegram.render import plain_draft
from bot.telegram.services import Services

_LOG = logging.getLogger(__name__)


class Errors:
    """The last resort of all handlers."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Logs an error of a handler; tells the person, unless Telegram itself does not let us."""
        error = context.error
        self._services.metrics.api_errors.labels("handler").inc()
        if isinstance(error, Forbidden):
            _LOG.info("A chat does not take messages of the bot any more.")
        elif isinstance(error, TelegramError):
            _LOG.warning("A reply could not be sent: %s", error)
        else:
            _LOG.error("An update could not be handled.", exc_info=error)
            if isinstance(update, Update):
                with contextlib.suppress(TelegramError):
                    await self._apologise(update, context.bot.bot)
        # What failed at the gate must not be let through to the other handlers.
        raise ApplicationHandlerStop

    async def _apologise(self, update: Update, bot: User) -> None:
        chat, message = update.effective_chat, update.effective_message
        words = await self._services.frames.of(chat.id if chat else None, user=update.effective_user)
        if update.callback_query:
            await tell(update.callback_query, words.failed)
        elif message and speaks_to(message, bot):
            await self._services.sender.reply(message, plain_draft(words.failed), words)
