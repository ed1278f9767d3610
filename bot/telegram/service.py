"""The running bot: it starts whatever state Telegram is in, and ends without losing what is in flight."""

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import TelegramError

from bot.errors import InternalError
from bot.secrets import secrets_of
from bot.serving import logs
from bot.serving.health import HealthServer
from bot.serving.newsroom import Newsroom
from bot.settings import Settings
from bot.telegram.application import BotParts, assemble
from bot.telegram.faults import TokenMissingError
from bot.telegram.incoming.polling import Poller
from bot.telegram.incoming.webhook import Webhook
from bot.telegram.introduction import introduce
from bot.telegram.notices import Notices
from bot.telegram.transport.connecting import until_done
from retrieval import Engine
from retrieval.errors import DayeksozError

_LOG = logging.getLogger(__name__)

_DRAIN = 25.0
"""Seconds for finishing what is in flight; with `_CONFIRM`, less than the 45 after which the README's service
manager kills.
"""

_CONFIRM = 5.0
"""Seconds for telling Telegram which updates were taken."""

_QUIET = 90.0
"""Seconds without a successful poll after which the bot is not ready: more than two polls take."""

_WEBHOOK = "secret of the webhook"

_LIBRARY = "telegram"
"""The package whose logs may hold what people wrote."""

_LEVELS = {"telegram.ext.AIORateLimiter": logging.CRITICAL}
"""It logs an error with a trace where it is told to wait, which the courier obeys and logs itself."""


def run(settings: Settings, engine: Engine) -> None:
    """Runs the bot until SIGTERM or Ctrl-C; raises DayeksozError where it can't go on."""
    token = token_of(settings)
    logs.set_up(
        tuple(secrets_of(settings)),
        with_texts=settings.telegram_log_questions,
        library=_LIBRARY,
        levels=_LEVELS,
    )
    try:
        asyncio.run(_run(settings, engine, token))
    except (DayeksozError, OSError):
        raise
    except Exception as error:  # noqa: BLE001 - nothing further out knows how to report it
        # The log leaves secrets out; a bare trace would not.
        _LOG.critical("The bot ended by an error of its own.", exc_info=error)
        raise InternalError from None


def token_of(settings: Settings) -> str:
    """The bot's token; raises TokenMissingError where none is set."""
    if settings.telegram_token is None:
        raise TokenMissingError
    return settings.telegram_token.get_secret_value()


async def _run(settings: Settings, engine: Engine, token: str) -> None:
    service = Service(settings, engine, token)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, service.stop)
    await service.serve()


class Service:
    """One run of the bot; must be made inside the event loop that runs it."""

    def __init__(self, settings: Settings, engine: Engine, token: str) -> None:
        self._settings = settings
        self._token = token
        self._parts: BotParts = assemble(settings, engine, token)
        self._ending: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._tasks: list[asyncio.Task[None]] = []
        self._poller: Poller | None = None
        self._webhook: Webhook | None = None

    async def serve(self) -> None:
        """Serves until `stop`; raises DayeksozError where something else ends the bot."""
        dependencies = self._parts.dependencies
        workers = dependencies.workers
        await asyncio.to_thread(workers.join)
        health = None
        if self._settings.telegram_health:
            health = HealthServer(self._settings.telegram_health, self.what_is_amiss, dependencies.metrics)
        talking = asyncio.create_task(self._supervised(self._talk()))
        jobs = [dependencies.desk.run(), dependencies.library.watch(), dependencies.refresher.run()]
        jobs.append(workers.run(self._note_workers))
        if self._settings.telegram_subscriptions:
            newsroom = Newsroom(dependencies.subscriptions, dependencies.desk)
            jobs += [
                self._once_leading(newsroom.run),
                self._once_leading(Notices(dependencies, newsroom).run),
            ]
        working = [asyncio.create_task(self._supervised(job)) for job in jobs]
        working.append(asyncio.create_task(self._supervised(dependencies.library.load(), may_end=True)))
        try:
            await self._ending
        finally:
            await _cancelled(talking, *self._tasks)
            await self._finish()
            await _cancelled(*working)
            if health:
                await health.close()
            await asyncio.to_thread(workers.end)
            dependencies.database.close()
            _LOG.info("Stopped.")

    def stop(self) -> None:
        """Lets the bot end: it fetches nothing new, and finishes what is in flight."""
        if not self._ending.done():
            _LOG.info("Stopping.")
            self._ending.set_result(None)

    def what_is_amiss(self) -> str:
        """Why the bot can't answer now; empty where it can."""
        if not self._parts.dependencies.desk.is_ready:
            return "the model and the index are being loaded"
        if not self._parts.dependencies.workers.leads.is_set():
            return ""  # the leading worker sees to it that updates come
        if self._webhook:
            return "" if self._webhook.is_set else "Telegram does not know the webhook yet"
        is_polling = self._poller and time.monotonic() - self._poller.last_success < _QUIET
        return "" if is_polling else "Telegram can't be reached"

    def _note_workers(self) -> None:
        """Takes note of the workers there are: of the chats of others nothing is remembered."""
        dependencies = self._parts.dependencies
        workers = dependencies.workers
        dependencies.metrics.worker.set(workers.number)
        dependencies.metrics.workers.set(len(workers.alive))
        dependencies.turns.keep(workers.is_own)
        dependencies.conversations.keep(workers.is_own)
        _LOG.info("Worker %d of %s.", workers.number, ", ".join(map(str, workers.alive)))

    async def _once_leading(self, job: Callable[[], Awaitable[Any]]) -> None:
        """Does what only one worker may do, from when this one leads."""
        await self._parts.dependencies.workers.leads.wait()
        await job()

    async def _supervised(self, job: Awaitable[Any], *, may_end: bool = False) -> None:
        """Runs a part of the bot. When the part ends, in whatever way, the bot logs that and ends too."""
        error: BaseException | None = None
        try:
            await job
        except BaseException as caught:  # noqa: BLE001 - nothing may end unnoticed
            error = caught
        if self._ending.done() or (may_end and error is None):
            return
        if isinstance(error, DayeksozError | OSError):
            self._ending.set_exception(error)
            return
        _LOG.critical("A part of the bot has ended.", exc_info=error)
        self._ending.set_exception(InternalError())

    async def _talk(self) -> None:
        """Connects, and then receives updates until cancelled."""
        application = self._parts.application
        await until_done(application.initialize)
        await application.start()
        me = application.bot.bot
        _LOG.info("Connected to Telegram as %s.", f"@{me.username}" if me.username else me.first_name)
        arrivals = self._parts.arrivals
        self._tasks.append(asyncio.create_task(self._supervised(arrivals.run())))
        if self._settings.telegram_webhook_url:
            self._webhook = Webhook(self._settings, application.bot, arrivals, self._webhook_secret())
        await self._once_leading(self._receive)

    async def _receive(self) -> None:
        """Has Telegram send updates, until cancelled; only the leading worker does."""
        application, dependencies = self._parts.application, self._parts.dependencies
        administrators, follows = dependencies.access.administrators, self._settings.telegram_subscriptions
        introducing = introduce(application.bot, administrators, follows=follows)
        self._tasks.append(asyncio.create_task(introducing))
        if self._webhook:
            await self._webhook.run()
        else:
            await until_done(application.bot.delete_webhook)
            lines, metrics = self._parts.lines, dependencies.api_metrics
            self._poller = Poller(application.bot, self._parts.arrivals, lines, metrics)
            await self._poller.run()

    def _webhook_secret(self) -> str:
        """As it is set, else made of the key that all workers have: each must know what Telegram sends."""
        given = self._settings.telegram_webhook_secret
        if given:
            return given.get_secret_value()
        return self._parts.dependencies.database.derived(f"{_WEBHOOK} {self._token}")

    async def _finish(self) -> None:
        """Answers what is in flight, and disconnects."""
        application = self._parts.application
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(_CONFIRM):
                if self._poller:
                    await self._poller.confirm()
                if self._webhook:
                    await self._webhook.close()
        if application.running:
            await self._parts.inbox.hand_over()
            try:
                async with asyncio.timeout(_DRAIN):
                    await application.stop()
            except TimeoutError:
                _LOG.warning("Not everything in flight could be finished in %.0f s; it is kept.", _DRAIN)
                await self._parts.inbox.give_back()
        with contextlib.suppress(RuntimeError):  # it was never connected, or could not stop in time
            await application.shutdown()


async def _cancelled(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
