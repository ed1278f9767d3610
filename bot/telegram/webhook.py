"""Taking updates by a webhook: Telegram calls an address of ours."""

import asyncio
import logging
import secrets
from typing import Any
from urllib.parse import urlsplit

from telegram.error import TelegramError
from telegram.ext import Updater

from bot.settings import Settings
from bot.telegram.application import App
from bot.telegram.faults import AddressInUseError
from bot.telegram.polling import ALLOWED_UPDATES

_LOG = logging.getLogger(__name__)

_CHECK_EVERY = 300.0
"""Seconds between looks at whether Telegram still has our address: whoever polls once removes it."""


class Webhook:
    """Listens, and keeps Telegram told of the address."""

    def __init__(self, settings: Settings, application: App) -> None:
        if application.updater is None:
            raise TypeError("the application was built without an updater")
        self._updater: Updater = application.updater
        self._settings = settings
        given = settings.telegram_webhook_secret
        self._secret = given.get_secret_value() if given else secrets.token_urlsafe(32)

    async def run(self) -> None:
        """Until cancelled; raises AddressInUseError where the address can't be listened at."""
        settings = self._settings
        url = settings.telegram_webhook_url or ""
        certificate, key = settings.telegram_webhook_certificate, settings.telegram_webhook_key
        try:
            await self._updater.start_webhook(
                **_listener(settings.telegram_webhook_listen),
                url_path=urlsplit(url).path,
                webhook_url=url,
                cert=certificate,
                key=key,
                secret_token=self._secret,
                allowed_updates=ALLOWED_UPDATES,
                bootstrap_retries=-1,
            )
        except OSError as error:
            raise AddressInUseError(settings.telegram_webhook_listen) from error
        _LOG.info("Listening at %s.", settings.telegram_webhook_listen)
        while True:
            await asyncio.sleep(_CHECK_EVERY)
            await self._check(url)

    async def close(self) -> None:
        """Stops to listen; Telegram keeps later updates for the next start."""
        if self._updater.running:
            await self._updater.stop()

    async def _check(self, url: str) -> None:
        bot = self._updater.bot
        try:
            info = await bot.get_webhook_info()
            if info.last_error_message:
                _LOG.warning("Telegram last failed to reach the webhook: %s", info.last_error_message)
            if info.url != url:
                _LOG.warning("Telegram had lost the webhook; setting it again.")
                certificate = self._settings.telegram_webhook_certificate
                await bot.set_webhook(
                    url, certificate, allowed_updates=ALLOWED_UPDATES, secret_token=self._secret
                )
        except TelegramError as error:
            _LOG.warning("The webhook could not be checked: %s", error)


def _listener(address: str) -> dict[str, Any]:
    """The library's arguments for ``host:port`` or ``unix:path``."""
    if address.startswith("unix:"):
        return {"unix": address.removeprefix("unix:")}
    host, _, port = address.rpartition(":")
    return {"listen": host.strip("[]"), "port": int(port)}
