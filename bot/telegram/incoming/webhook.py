"""Receiving updates by a webhook: Telegram calls an address of ours.

The library's own server tells Telegram the address before it listens there, and makes Telegram send an
update that it can't read again and again. This one does neither.
"""

import asyncio
import hmac
import json
import logging
import re
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_unix_socket
from tornado.web import Application, RequestHandler

from bot.addresses import Address, UnixSocket
from bot.errors import AddressInUseError, RecordsError
from bot.settings import Settings
from bot.telegram.faults import CertificateError, TokenRefusedError, WebhookRefusedError
from bot.telegram.incoming.arrivals import Arrivals
from bot.telegram.incoming.certificate import Certificate
from bot.telegram.incoming.updates import ALLOWED_UPDATES
from bot.telegram.transport.connecting import until_done

_LOG = logging.getLogger(__name__)

_CHECK_EVERY = 300.0
"""Seconds between checks that Telegram still has our address, since anyone with the token can remove it."""

_LARGEST = 1_000_000
"""Bytes of one update. A choice: Telegram's are far smaller."""

_SOCKET_MODE = 0o666
"""Any proxy on the machine may connect; the secret keeps others out."""


class Webhook:
    """Has updates taken in as they come, and sees to it that Telegram knows the address."""

    def __init__(self, settings: Settings, bot: Bot, arrivals: Arrivals, secret: str) -> None:
        """Starts to listen; raises AddressInUseError or CertificateError where it can't.

        ``secret``: what Telegram sends along, the same for all workers.
        """
        self._bot = bot
        self._url = settings.telegram_webhook_url or ""
        self.is_set = False
        self._secret = secret
        path = urlsplit(self._url).path or "/"
        facts = {"arrivals": arrivals, "secret": secret}
        self._certificate = Certificate(settings.telegram_webhook_certificate, settings.telegram_webhook_key)
        self._told: object = None
        self._server = HTTPServer(
            Application([(_exactly(path), _Door, facts)]),
            ssl_options=self._certificate.tls,
            max_body_size=_LARGEST,
        )
        _listen(self._server, settings.telegram_webhook_listen)
        _LOG.info("Listening at %s.", settings.telegram_webhook_listen)

    async def run(self) -> None:
        """Tells Telegram the address, and checks it from time to time until cancelled."""
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
        """Stops listening; Telegram keeps later updates for the next start."""
        self._server.stop()
        await self._server.close_all_connections()

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self._url,
            self._certificate.content,
            allowed_updates=ALLOWED_UPDATES,
            secret_token=self._secret,
        )
        self.is_set = True

    async def _check(self) -> None:
        info = await self._bot.get_webhook_info()
        if info.last_error_message and info.last_error_date != self._told:
            self._told = info.last_error_date
            _LOG.warning("Telegram last failed to reach the webhook: %s", info.last_error_message)
        if self._certificate.renew():
            _LOG.info("The certificate was renewed.")
            self.is_set = False  # until Telegram has it
        if info.url != self._url:
            _LOG.warning("Telegram had lost the webhook; setting it again.")
        elif self.is_set:
            return
        await self._set()


class _Door(RequestHandler):
    """Admits callers who know the secret; they are told that an update is taken once it is kept, and that it
    is not where it can't be: Telegram then sends it again.
    """

    def initialize(self, arrivals: Arrivals, secret: str) -> None:
        self._arrivals = arrivals
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
        try:
            await self._arrivals.receive([raw])
        except RecordsError as error:
            _LOG.warning("%s", error)
            self.set_status(503)


def _listen(server: HTTPServer, at: Address | UnixSocket) -> None:
    try:
        if isinstance(at, UnixSocket):
            server.add_socket(bind_unix_socket(str(at.path), mode=_SOCKET_MODE))
        else:
            server.listen(at.port, at.host)
    except (OSError, ValueError) as error:
        raise AddressInUseError(at) from error


def _exactly(path: str) -> str:
    """The pattern of a route to ``path`` and nothing else."""
    return re.escape(path) + "$"
