"""The kinds of updates that the bot wants, and reading one."""

import logging
from typing import Any

from telegram import Bot, Update

from bot.telegram.incoming.parsing import parse
from bot.telegram.incoming.values import Incoming

_LOG = logging.getLogger(__name__)

ALLOWED_UPDATES = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "inline_query",
]
"""The kinds that `parse` knows, by their names in the Bot API."""


def read_update(raw: Any, bot: Bot) -> Incoming | None:
    """The update that ``raw`` holds, parsed once for all that work with it.

    None for one that can't be read, which must not stop the others, or is of another kind. The bot must know
    its own name.
    """
    try:
        return parse(Update.de_json(raw, bot), bot.bot)
    except Exception as error:  # noqa: BLE001 - the library raises whatever an odd value leads to
        _LOG.error("An update can't be read (%s); left out.", type(error).__name__)
        return None
