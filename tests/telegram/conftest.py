"""A running bot over the seeds, with the bundled model, in the test's own event loop."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.telegram.service import Service
from retrieval import Engine
from retrieval.sources import Additions, JoinedSource, SourceFolder
from tests.conftest import WriteSources
from tests.telegram import api, emulator
from tests.telegram.webhooks import free_ports
from tests.tiny_encoder import TinyEncoder

MakeService = Callable[..., Service]
RunBot = Callable[..., AbstractAsyncContextManager[Service]]


@pytest.fixture
def make_service(seeds_engine: Engine, tmp_path: Path) -> MakeService:
    """A bot for a server, by default over the seeds and with this folder of data; must be called inside an
    event loop.
    """

    def make(base_url: str, token: str, *, engine: Engine = seeds_engine, **settings: Any) -> Service:
        given = {"telegram_api_url": base_url, "data_dir": tmp_path / "data", **settings}
        return Service(Settings(**given), engine, token)

    return make


@pytest.fixture
def run_bot(make_service: MakeService) -> RunBot:
    """Runs a bot for as long as a block lasts."""

    @contextlib.asynccontextmanager
    async def run(base_url: str, token: str, **settings: Any) -> AsyncIterator[Service]:
        service = make_service(base_url, token, **settings)
        serving = asyncio.create_task(service.serve())
        try:
            yield service
        finally:
            service.stop()
            await asyncio.wait_for(serving, 30)

    return run


@pytest.fixture
def fed_engine(write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder) -> Engine:
    """Over one file and what is added, in the data folder of the bot."""
    folder = SourceFolder(write_sources({"a.txt": "Погода в Алматы была тёплой весь день."}))
    added = Additions(tmp_path / "data" / "additions.sqlite3")
    return Engine(JoinedSource((folder, added)), tmp_path / "own", encoder=tiny)


@contextlib.asynccontextmanager
async def strict_api() -> AsyncIterator[tuple[api.StrictApi, str]]:
    """A strict server and its address; no request may have broken a rule in the end."""
    server = api.StrictApi()
    async with api.serving(server) as url:
        yield server, url
    assert server.violations == []


@contextlib.asynccontextmanager
async def emulated_api() -> AsyncIterator[tuple[emulator.Emulator, str]]:
    """The emulator and its address."""
    server = emulator.Emulator()
    async with api.serving(server) as url:
        yield server, url
    # What it has no model of is refused, and the bot goes on without it.
    unknown = {(name, 501) for name in ("getMyName", "getMyDescription", "getMyShortDescription")}
    # A poll that was broken off is held there for another moment.
    assert server.refused <= {*unknown, ("getUpdates", 409)}


@pytest.fixture
def free_port() -> int:
    """One at which nothing listens."""
    return free_ports(1)[0]
