"""Taking updates by a webhook: Telegram calls an address of ours.

The library's own server tells Telegram of the address before it listens there, and makes Telegram send an
update that it can't read again and again; hence this one.
"""

import asyncio
import hmac
import json
import logging
import re
import secrets
import ssl
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_unix_socket
from tornado.web import Application, RequestHandler

from bot.settings import Settings
from bot.telegram.connecting import until_done
from bot.telegram.faults import (
    AddressInUseError,
    CertificateError,
    TokenRefusedError,
    WebhookRefusedError,
)
from bot.telegram.updates import ALLOWED_UPDATES, read_update

_LOG = logging.getLogger(__name__)

_CHECK_EVERY = 300.0
"""Seconds between looks at whether Telegram still has our address: whoever polls once removes it."""

_LARGEST = 1_000_000
"""Bytes of one update; Telegram's are far smaller."""

_SOCKET_MODE = 0o666
"""Any proxy of the machine may connect: what keeps others out is the secret."""


class Webhook:
    """Puts updates into a queue, and keeps Telegram told of the address."""

    def __init__(self, settings: Settings, bot: Bot, updates: "asyncio.Queue[object]") -> None:
        """Listens; raises AddressInUseError or CertificateError where that can't be."""
        self._settings = settings
        self._bot = bot
        self._url = settings.telegram_webhook_url or ""
        self.is_set = False
        given = settings.telegram_webhook_secret
        self._secret = given.get_secret_value() if given else secrets.token_urlsafe(32)
        path = urlsplit(self._url).path or "/"
        facts = {"bot": bot, "updates": updates, "secret": self._secret}
        self._certificate = _read(settings)
        self._tls = _tls(settings)
        self._told: object = None
        self._server = HTTPServer(
            Application([(_exactly(path), _Door, facts)]),
            ssl_options=self._tls,
            max_body_size=_LARGEST,
        )
        _listen(self._server, settings.telegram_webhook_listen)
        _LOG.info("Listening at %s.", settings.telegram_webhook_listen)

    async def run(self) -> None:
        """Tells Telegram the address, and looks after it until cancelled."""
        await until_done(self._set, refused=WebhookRefusedError)
        while True:
            await asyncio.sleep(_CHECK_EVERY)
            try:
                await self._check()
            except InvalidToken as error:
                raise TokenRefusedError from error
            except (TelegramError, CertificateError) as error:
                _LOG.warning("The webhook could not be checked: %s", error)
                self.is_set = False

    async def close(self) -> None:
        """Stops to listen; Telegram keeps later updates for the next start."""
        self._server.stop()
        await self._server.close_all_connections()

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self._url,
            self._certificate,
            allowed_updates=ALLOWED_UPDATES,
            secret_token=self._secret,
        )
        self.is_set = True

    async def _check(self) -> None:
        info = await self._bot.get_webhook_info()
        if info.last_error_message and info.last_error_date != self._told:
            self._told = info.last_error_date
            _LOG.warning("Telegram last failed to reach the webhook: %s", info.last_error_message)
        renewed = _read(self._settings)
        if renewed != self._certificate:
            _LOG.info("The certificate was renewed.")
            if self._tls:
                _load(self._tls, self._settings)
        elif info.url == self._url:
            self.is_set = True
            return
        else:
            _LOG.warning("Telegram had lost the webhook; setting it again.")
        self._certificate = renewed
        await self._set()


class _Door(RequestHandler):
    """Lets in who knows the secret."""

    def initialize(self, bot: Bot, updates: "asyncio.Queue[object]", secret: str) -> None:
        self._bot = bot
        self._updates = updates
        self._secret = secret

    async def post(self) -> None:
        told = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(told.encode(), self._secret.encode()):
            self.set_status(403)
            return
        try:
            raw = json.loads(self.request.body)
        except ValueError:
            self.set_status(400)
            return
        update = read_update(raw, self._bot)
        if update:
            await self._updates.put(update)


def _listen(server: HTTPServer, address: str) -> None:
    try:
        if address.startswith("unix:"):
            server.add_socket(bind_unix_socket(address.removeprefix("unix:"), mode=_SOCKET_MODE))
        else:
            host, _, port = address.rpartition(":")
            server.listen(int(port), host.strip("[]"))
    except (OSError, OverflowError, ValueError) as error:
        raise AddressInUseError(address) from error


def _read(settings: Settings) -> bytes | None:
    """The certificate, which Telegram is told of; a new one is looked for from time to time."""
    path = settings.telegram_webhook_certificate
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise CertificateError(str(path)) from error


def _tls(settings: Settings) -> ssl.SSLContext | None:
    """With a certificate and its key; with a certificate alone it is a proxy's, for Telegram to know."""
    if settings.telegram_webhook_key is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    _load(context, settings)
    return context


def _load(context: ssl.SSLContext, settings: Settings) -> None:
    certificate, key = settings.telegram_webhook_certificate, settings.telegram_webhook_key
    try:
        context.load_cert_chain(str(certificate), key)
    except (OSError, ssl.SSLError) as error:
        raise CertificateError(f"{certificate} and {key}") from error


def _exactly(path: str) -> str:
    """A route for ``path`` and nothing else."""
    return re.escape(path) + "$"
