"""Fetching updates from Telegram by long polling, whatever happens on the way.

The library's own loop can stop for good without a word: it ends at a 401, and asks again and again for an
update that it can't read. This one has a deadline for each poll, a reaction to each failure, and leaves out
an update that can't be read without losing the others.
"""

import asyncio
import contextlib
import logging
import random
import time
import warnings
from collections import deque
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.telegram.faults import AnotherInstanceError, TokenRefusedError
from bot.telegram.incoming.arrivals import Arrivals
from bot.telegram.incoming.lines import Lines
from bot.telegram.incoming.updates import ALLOWED_UPDATES
from bot.telegram.transport.courier import seconds_to_wait
from bot.telegram.transport.metrics import ApiMetrics

_LOG = logging.getLogger(__name__)

# `Bot.get_updates`, which this warning recommends, reads all updates of a reply or none.
warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates'")

_POLL = 25
"""Seconds that Telegram holds a poll while there is no update."""

_SLACK = 15
"""Seconds beyond that after which a poll has stalled."""

_MOST = 100
"""Updates of one poll, as the Bot API allows."""

_LONGEST_PAUSE = 30.0
"""Seconds between polls while Telegram can't be reached: it soon notices that Telegram is back."""

_CONFLICT_PAUSE = 3.0
"""Seconds before the next poll after a conflict, so that two instances do not fight for each poll."""

_RECONFIRM = 0.2
"""Seconds before confirming again, while Telegram still holds the poll that was broken off."""

_SETTLED_AFTER = 120.0
"""Seconds of polling after which this instance counts as the one that should be running."""

_PATIENCE_YOUNG, _CONFLICTS_IN = 8, 60.0
"""A newcomer gives up after so many conflicts in so many seconds: about the length of a poll that Telegram
may still hold for an instance that has just ended.
"""

_PATIENCE_SETTLED, _SETTLED_CONFLICTS_IN = 100, 600.0
"""A settled instance gives up only after five minutes of conflicts, which no newcomer of this bot lasts."""


class Poller:
    """Has updates taken in as they come."""

    def __init__(self, bot: Bot, arrivals: Arrivals, lines: Lines, metrics: ApiMetrics) -> None:
        self._bot = bot
        self._arrivals = arrivals
        self._lines = lines
        self._has_caught_up = False
        self._metrics = metrics
        self._offset: int | None = None
        self._pause = 0.0
        self._first_success: float | None = None
        self._conflicts: deque[float] = deque()
        self.last_success = time.monotonic()  # the bot has connected just before

    async def run(self) -> None:
        """Polls until cancelled; raises TokenRefusedError or AnotherInstanceError, and nothing else."""
        while True:
            try:
                await self._step()
            except (InvalidToken, EndPointNotFound) as error:
                raise TokenRefusedError from error
            except Conflict as error:
                if "webhook" in str(error).lower():
                    await self._take_back()
                else:
                    self._count_conflict(error)
                await asyncio.sleep(_CONFLICT_PAUSE)
            except RetryAfter as error:
                self._metrics.errors.labels("flood").inc()
                await asyncio.sleep(seconds_to_wait(error))
            except TimeoutError:
                self._metrics.stalls.inc()
                _LOG.warning("Polling has stalled; starting it again.")
            except Exception as error:  # noqa: BLE001 - polling must go on, whatever a reply holds
                await self._back_off(error)

    async def confirm(self) -> None:
        """Tells Telegram that all updates fetched so far are kept, so that it sends none of them again."""
        while self._offset is not None:
            try:
                await self._fetch(timeout=0)
            except Conflict:
                # The poll that was just broken off may still be held there.
                await asyncio.sleep(_RECONFIRM)
            else:
                return

    async def _step(self) -> None:
        """Makes one poll. Updates that waited during a break are fetched only as places get free; once the
        bot has caught up, updates beyond the places are fetched too, and turned away with a notice.
        """
        most = _MOST if self._has_caught_up else min(_MOST, await self._lines.free())
        async with asyncio.timeout(_POLL + _SLACK):
            found = await self._fetch(_POLL, most)
        await self._arrivals.receive(found)
        if found:
            self._offset = found[-1]["update_id"] + 1
        self._has_caught_up = self._has_caught_up or len(found) < most
        self._succeeded()

    async def _take_back(self) -> None:
        """Removes a webhook that someone has set for this bot, since with one no poll can succeed."""
        _LOG.warning("A webhook was set for this bot; removing it, since the bot is to poll.")
        with contextlib.suppress(TelegramError):
            await self._bot.delete_webhook()

    async def _fetch(self, timeout: int, most: int = _MOST) -> list[dict[str, Any]]:
        parameters: dict[str, Any] = {"timeout": timeout, "limit": most, "allowed_updates": ALLOWED_UPDATES}
        if self._offset is not None:
            parameters["offset"] = self._offset
        found: list[dict[str, Any]] = await self._bot.do_api_request(
            "getUpdates", api_kwargs=parameters, read_timeout=timeout + _SLACK
        )
        return found

    def _succeeded(self) -> None:
        now = time.monotonic()
        if self._pause:
            _LOG.info("Telegram can be reached again.")
        self._pause = 0.0
        self._first_success = self._first_success or now
        self.last_success = now
        self._metrics.last_poll.set_to_current_time()

    async def _back_off(self, error: Exception) -> None:
        self._metrics.errors.labels("polling").inc()
        if not self._pause:
            said = str(error) if isinstance(error, TelegramError) else type(error).__name__
            _LOG.warning("Telegram can't be reached (%s); trying again until it can.", said)
        if not isinstance(error, TimedOut) or self._pause:
            await asyncio.sleep(self._pause * random.uniform(0.8, 1.2))  # noqa: S311 - no secret
        self._pause = min(_LONGEST_PAUSE, self._pause * 2 or 1.0)

    def _count_conflict(self, error: Conflict) -> None:
        """Counts that another instance polls with the same token; raises AnotherInstanceError after too many.

        A newcomer gives up soon. A settled instance stays, so that one started by mistake does not end it.
        """
        self._metrics.errors.labels("conflict").inc()
        now = time.monotonic()
        self._conflicts.append(now)
        while self._conflicts[0] < now - _SETTLED_CONFLICTS_IN:
            self._conflicts.popleft()
        recent = [moment for moment in self._conflicts if moment > now - _CONFLICTS_IN]
        settled = self._first_success is not None and now - self._first_success > _SETTLED_AFTER
        many = len(self._conflicts) if settled else len(recent)
        if many >= (_PATIENCE_SETTLED if settled else _PATIENCE_YOUNG):
            raise AnotherInstanceError from error
        if many == 1:
            _LOG.warning("Another instance of the bot polls with the same token.")
