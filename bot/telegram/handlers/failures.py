"""What happens when a handler fails: the log has the error, the person is told, and the bot goes on."""

import contextlib
import logging
from collections.abc import Callable

from telegram.error import Forbidden, TelegramError

from bot.errors import DeposedError
from bot.locale.chat_phrases import ChatPhrases
from bot.telegram.dependencies import Dependencies
from bot.telegram.incoming.values import Delivery, Incoming, IncomingMessage, IncomingPress
from bot.telegram.messages.draft import plain_draft

_LOG = logging.getLogger(__name__)


class Failures:
    """The last resort of all handlers."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._with = dependencies

    async def failed(self, incoming: Incoming, error: Exception) -> None:
        """Logs an error of a handler, and tells the person unless the error was that nothing can be sent.

        Where the other workers have taken over, they handle the update.
        """
        if isinstance(error, DeposedError):
            return
        self._with.api_metrics.errors.labels("handler").inc()
        if isinstance(error, Forbidden):
            _LOG.info("A chat does not take messages of the bot any more.")
        elif isinstance(error, TelegramError):
            _LOG.warning("A reply could not be sent: %s", error)
        else:
            _LOG.error("An update could not be handled.", exc_info=error)
            with contextlib.suppress(TelegramError):
                await self._apologise(incoming, lambda phrases: phrases.failed)

    async def put_aside(self, delivery: Delivery) -> None:
        """Tells the person that an update is not handled, and logs it: the process ended each time it was."""
        _LOG.error(
            "Update %d was put aside: the bot was killed %d times while it was being handled.",
            delivery.id,
            delivery.tries,
        )
        with contextlib.suppress(TelegramError):
            await self._apologise(delivery.incoming, lambda phrases: phrases.put_aside)

    async def _apologise(self, incoming: Incoming, said: Callable[[ChatPhrases], str]) -> None:
        if isinstance(incoming, IncomingPress):
            chat = incoming.chat.id if incoming.chat else None
            phrases = await self._with.chooser.phrases_for(chat, incoming.author.language)
            await self._with.sender.notify(incoming.id, said(phrases))
        elif isinstance(incoming, IncomingMessage) and incoming.speaks_to_bot:
            phrases = await self._with.chooser.phrases_for(incoming.chat.id, incoming.author.language)
            await self._with.sender.reply(incoming, plain_draft(said(phrases)), phrases)
