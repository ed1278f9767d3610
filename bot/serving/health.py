"""Pages for those who watch the bot: ``/healthz``, ``/readyz`` and ``/metrics``."""

from collections.abc import Callable
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.addresses import Address
from bot.errors import AddressInUseError
from bot.serving.metrics import Metrics

Check = Callable[[], str]
"""What is amiss, in a few words; empty where nothing is."""


class HealthServer:
    """Serves the pages until it is closed."""

    def __init__(self, address: Address, is_ready: Check, metrics: Metrics) -> None:
        """Starts to listen; raises AddressInUseError where it can't."""
        self._server = HTTPServer(
            Application(
                [
                    (r"/healthz", _Page, {"check": lambda: ""}),
                    (r"/readyz", _Page, {"check": is_ready}),
                    (r"/metrics", _Figures, {"metrics": metrics}),
                ]
            )
        )
        try:
            self._server.listen(address.port, address.host)
        except OSError as error:
            raise AddressInUseError(address) from error

    async def close(self) -> None:
        self._server.stop()
        await self._server.close_all_connections()


class _Page(RequestHandler):
    """200 and ``ok``, or 503 and what is amiss. Any reply at all shows that the event loop runs."""

    def initialize(self, check: Check) -> None:
        self._check = check

    def get(self) -> None:
        amiss = self._check()
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_status(503 if amiss else 200)
        self.finish((amiss or "ok") + "\n")


class _Figures(RequestHandler):
    """The page that Prometheus reads."""

    def initialize(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def get(self) -> Any:
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        return self.finish(self._metrics.page())
