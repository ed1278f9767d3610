"""What Telegram sends: which kinds are wanted, and reading one."""

import logging
from typing import Any

from telegram import Bot, Update

_LOG = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "inline_query"]


def read_update(raw: Any, bot: Bot) -> Update | None:
    """The update that ``raw`` holds; None for one that can't be read, which must not stop the others."""
    try:
        return Update.de_json(raw, bot)
    except Exception as error:  # noqa: BLE001 - the library raises whatever an odd value leads to
        _LOG.error("An update can't be read (%s); left out.", type(error).__name__)
        return None
