"""Requests that must succeed before the bot can work, however long Telegram can't be reached."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import BadRequest, EndPointNotFound, InvalidToken, TelegramError

from bot.telegram.faults import TokenRefusedError

_LOG = logging.getLogger(__name__)

_LONGEST_PAUSE = 30.0
"""Seconds between tries: long enough to be no burden, short enough for a start soon after Telegram is back.
"""


async def until_done(
    request: Callable[[], Awaitable[Any]], refused: Callable[[str], Exception] | None = None
) -> None:
    """Makes a request until it succeeds.

    Where it never will, raises TokenRefusedError, or the error that ``refused`` makes of Telegram's reason.
    """
    pause = 1.0
    while True:
        try:
            await request()
        except (InvalidToken, EndPointNotFound) as error:
            raise TokenRefusedError from error
        except TelegramError as error:
            if refused and isinstance(error, BadRequest):
                raise refused(str(error)) from error
            _LOG.warning("Telegram can't be reached (%s); trying again in %.0f s.", error, pause)
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, 2 * pause)
        else:
            return
