"""What stands between Telegram and the webhooks of several workers: a proxy, and Telegram's own patience."""

import asyncio
import contextlib
import itertools
import random
import socket
from collections.abc import AsyncIterator, Sequence
from typing import Any, Self

import aiohttp
from aiohttp import web

PATH = "/hook"
PUBLIC = f"https://quotes.example{PATH}"

_PATIENCE = aiohttp.ClientTimeout(total=2)
_AGAIN = 0.1
_NUMBERS = itertools.count(1)
"""Of updates: Telegram gives none to two of them, however often a bot is started."""

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105


class Proxy:
    """Passes each request on to the next worker; one that takes no connection is passed over."""

    def __init__(self, ports: Sequence[int], session: aiohttp.ClientSession) -> None:
        self._session = session
        self._turns = itertools.cycle(range(len(ports)))
        self._ports = ports

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body, turn = await request.read(), next(self._turns)
        headers = {name: request.headers[name] for name in ("Content-Type", _SECRET_HEADER)}
        for port in (*self._ports[turn:], *self._ports[:turn]):
            try:
                async with self._session.post(
                    f"http://127.0.0.1:{port}{PATH}", data=body, headers=headers
                ) as reply:
                    return web.Response(status=reply.status)
            except aiohttp.ClientConnectorError:
                continue
            except (aiohttp.ClientError, TimeoutError):
                return web.Response(status=504)
        return web.Response(status=502)


class Telegram:
    """Delivers updates by the webhook that was set, each again until it is taken."""

    def __init__(self, address: str, secret: str) -> None:
        self._address = address
        self._secret = secret
        self._session = aiohttp.ClientSession(headers={_SECRET_HEADER: secret})

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def push(self, *contents: dict[str, Any]) -> None:
        """Updates that arrive at once; when it returns the bot has taken them."""
        await asyncio.gather(
            *(self._deliver({"update_id": next(_NUMBERS), **content}) for content in contents)
        )

    async def _deliver(self, update: dict[str, Any]) -> None:
        while True:
            async with self._session.post(self._address, json=update) as reply:
                if reply.status == 200:
                    return
            await asyncio.sleep(_AGAIN)


@contextlib.asynccontextmanager
async def proxying(ports: Sequence[int]) -> AsyncIterator[str]:
    """A proxy for the workers at ``ports``; yields its address."""
    async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
        app = web.Application()
        app.router.add_post(PATH, Proxy(ports, session).handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
        finally:
            await runner.cleanup()


def free_ports(count: int) -> list[int]:
    """Ports below those that the system hands out by itself: it could give one away before it is used."""
    with contextlib.ExitStack() as held:
        found: list[int] = []
        for port in random.sample(range(20_000, 32_000), 100):
            listener = held.enter_context(socket.socket())
            with contextlib.suppress(OSError):
                listener.bind(("127.0.0.1", port))
                found.append(port)
            if len(found) == count:
                return found
    raise OSError("no free port was found")


async def listening(port: int) -> None:
    """Waits until something takes connections at a port."""
    async with asyncio.timeout(60):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)
