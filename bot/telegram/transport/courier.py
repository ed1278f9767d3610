"""How requests reach the Bot API: within its limits, after its waits, and again after a failure."""

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.constants import FloodLimit
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.ext import AIORateLimiter

from bot.serving.workers import Workers
from bot.telegram.transport.metrics import ApiMetrics

_LOG = logging.getLogger(__name__)

# The library gives `RetryAfter.retry_after` as a timedelta, and does not warn, only where this is set.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_WAITS = (0.5, 2.0, 5.0, 10.0, 20.0, 30.0, 30.0)
"""Seconds before each new try after a failure: an outage of a minute loses nothing."""

_LONGEST_WAIT = 90.0
"""Seconds. A request that is told to wait longer fails at once: nobody waits longer for a reply."""

_UNLIMITED = {"sendChatAction"}
"""Requests that do not count towards the rate at which messages may be sent."""

_Call = Callable[..., Coroutine[Any, Any, Any]]


class Courier(AIORateLimiter):
    """The library's limiter, except that each request waits for itself.

    In the library every request waits when Telegram tells one to, and nothing is tried again after a failure.
    Here a message whose confirmation was lost is sent again: better twice than not at all. Each worker keeps
    to its share of what Telegram allows a bot, and says nothing once others have taken over its work.
    """

    def __init__(self, metrics: ApiMetrics, workers: Workers) -> None:
        super().__init__(max_retries=0)
        self._metrics = metrics
        self._workers = workers
        self._share = 1

    async def process_request(
        self,
        callback: _Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Makes one request; ``rate_limit_args`` is the number of tries, by default eight."""

        async def confirmed(*args: Any, **kwargs: Any) -> Any:
            await self._workers.confirm()  # after the limiter's wait, as near to the request as can be
            return await callback(*args, **kwargs)

        most = len(_WAITS) + 1 if rate_limit_args is None else rate_limit_args
        for wait in (*_WAITS[: most - 1], None):
            try:
                if endpoint in _UNLIMITED:
                    return await callback(*args, **kwargs)
                self._take_share()
                return await super().process_request(confirmed, args, kwargs, endpoint, data, None)
            except (BadRequest, Forbidden, InvalidToken, ChatMigrated, Conflict):
                raise
            except RetryAfter as error:
                self._metrics.errors.labels("flood").inc()
                seconds = seconds_to_wait(error)
                if wait is None or seconds > _LONGEST_WAIT or endpoint in _UNLIMITED:
                    raise
                _LOG.warning("Telegram asks to wait %.0f s before %s.", seconds, endpoint)
                await asyncio.sleep(seconds)
            except TelegramError as error:  # of the network or of Telegram, or a reply that is no JSON
                self._metrics.errors.labels("network").inc()
                if wait is None or endpoint in _UNLIMITED:
                    raise
                _LOG.warning("%s failed (%s); trying again in %.1f s.", endpoint, error, wait)
                await asyncio.sleep(wait)
        raise AssertionError("unreachable: the last try returns or raises")

    def _take_share(self) -> None:
        share = max(1, len(self._workers.alive))
        if share != self._share:
            self._share = share
            self._base_limiter = AsyncLimiter(max(1.0, FloodLimit.MESSAGES_PER_SECOND / share), 1)


def seconds_to_wait(error: RetryAfter) -> float:
    """What Telegram asks for, and a little more for the difference of clocks."""
    after = error.retry_after
    return (after.total_seconds() if isinstance(after, timedelta) else after) + 0.1
