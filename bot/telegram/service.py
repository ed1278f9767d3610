"""The running bot: it starts whatever state Telegram is in, and ends without losing what is in flight."""

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import Awaitable
from typing import Any

from telegram.error import TelegramError

from bot.settings import Settings
from bot.telegram import logs
from bot.telegram.application import Assembled, assemble
from bot.telegram.connecting import until_done
from bot.telegram.faults import OwnError, TokenMissingError
from bot.telegram.health import HealthServer
from bot.telegram.polling import Poller
from bot.telegram.profile import introduce
from bot.telegram.webhook import Webhook
from retrieval import Engine
from retrieval.errors import DayeksozError

_LOG = logging.getLogger(__name__)

_DRAIN = 25.0
"""Seconds for finishing what is in flight; service managers wait longer than that before they kill."""

_CONFIRM = 5.0
_QUIET = 90.0
"""Seconds without a poll that worked after which the bot is not ready."""


def run(settings: Settings, engine: Engine) -> None:
    """Runs the bot until SIGTERM or Ctrl-C; raises DayeksozError where it can't go on."""
    token = token_of(settings)
    webhook_secret = settings.telegram_webhook_secret
    logs.set_up(
        (token, webhook_secret.get_secret_value() if webhook_secret else ""),
        with_texts=settings.telegram_log_questions,
    )
    try:
        asyncio.run(_run(settings, engine, token))
    except (DayeksozError, OSError):
        raise
    except Exception as error:  # noqa: BLE001 - this is the last place where it can be said well
        # Through the log, which leaves secrets out; a bare trace would not.
        _LOG.critical("The bot ended by an error of its own.", exc_info=error)
        raise OwnError from None


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
        self._assembled: Assembled = assemble(settings, engine, token)
        self._ending: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._introducing: list[asyncio.Task[None]] = []
        self._poller: Poller | None = None
        self._webhook: Webhook | None = None

    async def serve(self) -> None:
        """Until `stop`; raises DayeksozError for what ends the bot."""
        services = self._assembled.services
        health = None
        if self._settings.telegram_health:
            health = HealthServer(self._settings.telegram_health, self.what_is_amiss, services.metrics)
        talking = asyncio.create_task(self._supervised(self._talk()))
        jobs = [services.desk.run(), services.library.watch()]
        working = [asyncio.create_task(self._supervised(job)) for job in jobs]
        working.append(asyncio.create_task(self._supervised(services.library.load(), may_end=True)))
        try:
            await self._ending
        finally:
            await _cancelled(talking, *self._introducing)
            await self._finish()
            await _cancelled(*working)
            if health:
                await health.close()
            services.records.close()
            _LOG.info("Stopped.")

    def stop(self) -> None:
        """Begins to end: nothing new is fetched, and what is in flight is finished."""
        if not self._ending.done():
            _LOG.info("Stopping.")
            self._ending.set_result(None)

    def what_is_amiss(self) -> str:
        """Why the bot can't answer now; empty where it can."""
        if not self._assembled.services.desk.is_ready:
            return "the model and the index are being loaded"
        if self._webhook:
            return "" if self._webhook.is_set else "Telegram does not know the webhook yet"
        is_polling = self._poller and time.monotonic() - self._poller.last_success < _QUIET
        return "" if is_polling else "Telegram can't be reached"

    async def _supervised(self, job: Awaitable[Any], *, may_end: bool = False) -> None:
        """Runs a part of the bot; when it ends, however it does, the bot ends and says so."""
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
        self._ending.set_exception(OwnError())

    async def _talk(self) -> None:
        """Connects, and then takes updates until cancelled."""
        application = self._assembled.application
        await until_done(application.initialize)
        await application.start()
        me = application.bot.bot
        _LOG.info("Connected to Telegram as %s.", f"@{me.username}" if me.username else me.first_name)
        access = self._assembled.services.access
        self._introducing = [asyncio.create_task(introduce(application.bot, access.administrators))]
        if self._settings.telegram_webhook_url:
            self._webhook = Webhook(self._settings, application.bot, application.update_queue)
            await self._webhook.run()
        else:
            await until_done(application.bot.delete_webhook)
            metrics, lines = self._assembled.services.metrics, self._assembled.lines
            self._poller = Poller(application.bot, application.update_queue, lines, metrics)
            await self._poller.run()

    async def _finish(self) -> None:
        """Answers what was fetched, and lets go of Telegram."""
        application = self._assembled.application
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(_CONFIRM):
                if self._poller:
                    await self._poller.confirm()
                if self._webhook:
                    await self._webhook.close()
        if application.running:
            try:
                async with asyncio.timeout(_DRAIN):
                    await application.stop()
            except TimeoutError:
                _LOG.warning("Not everything in flight could be finished in %.0f s.", _DRAIN)
        with contextlib.suppress(RuntimeError):  # it was never connected, or could not stop in time
            await application.shutdown()


async def _cancelled(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
