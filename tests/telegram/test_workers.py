"""Two workers behind a proxy, with PostgreSQL: one is killed, stopped for a while, or told to end."""

import asyncio
import contextlib
import itertools
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiohttp import web

from bot.errors import DeposedError
from bot.exit_codes import FAILED, OK
from bot.settings import PREFIX
from tests.postgres import PASSWORD, PostgresServer
from tests.telegram.api import TOKEN, StrictApi, serving
from tests.telegram.payloads import text_message
from tests.telegram.test_process import QUESTION, end, environment, start
from tests.telegram.webhooks import PUBLIC, Telegram, free_ports, listening, proxying

__all__ = ["environment"]  # a fixture

CHATS, EACH = 24, 2
ASKED = {(chat, number) for chat in range(1, CHATS + 1) for number in range(1, EACH + 1)}
FIRST = 10
"""Replies that Telegram takes before it holds the others back."""


@dataclass
class GatedApi(StrictApi):
    """Takes some replies; then holds each back until the test says whether it is carried out or lost."""

    gate: int | None = None
    held: dict[int, asyncio.Future[bool]] = field(default_factory=dict)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["method"] == "sendMessage" and self.gate is not None:
            chat = int((await request.post())["chat_id"])  # type: ignore[arg-type]
            if len(self.of("sendMessage")) + self.on_their_way >= self.gate:
                async with self.changed:
                    self.held[chat] = asyncio.get_running_loop().create_future()
                    self.changed.notify_all()
                if not await self.held[chat]:
                    assert request.transport
                    request.transport.abort()
                    return web.Response()
            else:
                self.on_their_way += 1
                reply = await super().handle(request)
                self.on_their_way -= 1
                return reply
        return await super().handle(request)

    on_their_way: int = 0

    def open_gate(self, lost: Collection[int] = ()) -> None:
        """Carries out what is held, but for the replies to the chats ``lost``."""
        self.gate = None
        for chat, may_pass in self.held.items():
            may_pass.set_result(chat not in lost)

    @property
    def replied(self) -> Counter[tuple[int, int]]:
        fields = [call.fields for call in self.of("sendMessage")]
        return Counter((one["chat_id"], one["reply_parameters"]["message_id"]) for one in fields)


@dataclass
class Stage:
    """Two workers in the middle of their questions, none of their replies noted but not sent, or sent but not
    noted.
    """

    api: GatedApi
    telegram: Telegram
    database: str
    workers: list[asyncio.subprocess.Process]
    numbers: list[int]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database) as connection:
            return connection.execute(statement).fetchall()

    def chats_of(self, number: int) -> set[int]:
        undone = "SELECT DISTINCT line, worker FROM updates WHERE content IS NOT NULL"
        return {line for line, worker in self.rows(undone) if worker == number}


@contextlib.asynccontextmanager
async def two_workers(
    environment: dict[str, str], database: str, ports: list[int], api: GatedApi
) -> AsyncIterator[Stage]:
    """Starts them one after the other, so that the first one is the one that leads."""
    shared = {**environment, f"{PREFIX}DATABASE": database}
    workers: list[asyncio.subprocess.Process] = []
    async with serving(api) as url, proxying(ports) as address:
        try:
            for port in ports:
                settings = {
                    "api_url": url,
                    "webhook_url": PUBLIC,
                    "webhook_listen": f"127.0.0.1:{port}",
                }
                workers.append(await start(shared, **settings))
                await listening(port)
            (call,) = await api.sent(1, "setWebhook")
            async with Telegram(address, call.fields["secret_token"]) as telegram:
                stage = Stage(api, telegram, database, workers, [])
                numbers = stage.rows("SELECT number FROM workers ORDER BY number")
                stage.numbers = [number for (number,) in numbers]
                yield stage
        finally:
            for worker in workers:
                if worker.returncode is None:
                    worker.kill()
                    await worker.wait()
    assert api.violations == []


async def until(condition: Callable[[], Any], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(condition):
            await asyncio.sleep(0.02)


async def in_the_middle(stage: Stage) -> None:
    """Asks all questions, and waits until both workers wait with a reply in each of their chats."""
    api = stage.api
    api.gate = FIRST
    await stage.telegram.push(
        *(text_message(QUESTION, chat=chat, sender=chat, id_=number) for chat, number in sorted(ASKED))
    )
    undone = "SELECT count(DISTINCT line) FROM updates WHERE content IS NOT NULL"
    await until(
        lambda: (
            len(api.of("sendMessage")) == FIRST
            and stage.rows("SELECT count(*) FROM replies") == [(FIRST,)]
            and stage.rows(undone) == [(len(api.held),)]
        )
    )
    assert all(stage.chats_of(number) for number in stage.numbers)


Play = Callable[[Callable[[Stage], Awaitable[None]]], None]


@pytest.fixture
def play(
    environment: dict[str, str],
    postgres_server: PostgresServer,
) -> Play:
    def run(scene: Callable[[Stage], Awaitable[None]]) -> None:
        async def played() -> None:
            database = postgres_server.new_database()
            async with two_workers(environment, database, free_ports(2), GatedApi()) as stage:
                await scene(stage)

        asyncio.run(played())

    return run


def test_one_that_is_killed_loses_no_question_and_none_is_answered_twice(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        await in_the_middle(stage)
        first, second = stage.workers
        lost = stage.chats_of(stage.numbers[0])
        first.kill()
        await first.communicate()
        stage.api.open_gate(lost)
        await stage.api.wait(lambda: set(stage.api.replied) == ASKED, timeout=60)
        second.send_signal(signal.SIGTERM)
        code, said = await end(second)
        assert code == OK
        assert stage.api.replied == Counter(ASKED)
        assert stage.rows("SELECT count(*) FROM updates WHERE content IS NOT NULL") == [(0,)]
        assert stage.rows("SELECT count(*) FROM workers") == [(0,)]
        assert not any(secret in said for secret in (TOKEN, PASSWORD, QUESTION, "a-password"))

    play(scene)


def test_one_that_was_stopped_for_a_while_says_nothing_when_it_goes_on(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        await in_the_middle(stage)
        first, second = stage.workers
        lost = stage.chats_of(stage.numbers[0])
        first.send_signal(signal.SIGSTOP)
        stage.api.open_gate(lost)
        await stage.api.wait(lambda: set(stage.api.replied) == ASKED, timeout=60)
        first.send_signal(signal.SIGCONT)
        code, said = await end(first)
        assert code == FAILED
        assert said.splitlines()[-1] == f"dayeksoz: {DeposedError.sentence}"
        second.send_signal(signal.SIGTERM)
        assert (await end(second))[0] == OK
        assert stage.api.replied == Counter(ASKED)

    play(scene)


def test_one_that_ends_hands_over_what_it_has_not_begun(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        await in_the_middle(stage)
        first, second = stage.workers
        begun = stage.chats_of(stage.numbers[0])
        first.send_signal(signal.SIGTERM)
        await until(lambda: stage.rows("SELECT 1 FROM workers WHERE is_leaving = 1"))
        more = text_message(QUESTION, chat=min(begun), sender=min(begun), id_=9)
        await stage.telegram.push(more)
        stage.api.open_gate()
        assert (await end(first))[0] == OK
        asked = ASKED | {(min(begun), 9)}
        await stage.api.wait(lambda: set(stage.api.replied) == asked, timeout=60)
        second.send_signal(signal.SIGTERM)
        assert (await end(second))[0] == OK
        assert stage.api.replied == Counter(asked)

    play(scene)


@dataclass
class CountingApi(StrictApi):
    """Counts the polls that are held at the same time."""

    polling: int = 0
    most: int = 0

    async def _poll(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        self.polling += 1
        self.most = max(self.most, self.polling)
        try:
            return await super()._poll(fields)
        finally:
            self.polling -= 1


def undone(data: Path) -> int:
    """How many updates a file holds that are not done."""
    with contextlib.closing(sqlite3.connect(data / "telegram.sqlite3")) as database:
        (count,) = database.execute("SELECT count(*) FROM updates WHERE content IS NOT NULL").fetchone()
    return int(count)


def test_of_two_that_poll_one_stands_by_and_takes_the_place_of_the_other(
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    """Two workers of one machine may also share the file."""

    async def run() -> None:
        api = CountingApi()
        async with serving(api) as url:
            first = await start(environment, api_url=url)
            await api.wait(lambda: api.polls > 0, timeout=60)
            second = await start(environment, api_url=url)
            locks = tmp_path / "process" / "workers"
            await until(lambda: len(list(locks.glob("*.lock"))) == 2)
            chats = range(1, 9)
            await api.push(*(text_message(QUESTION, chat=chat, sender=chat) for chat in chats))
            await api.sent(len(chats))
            assert api.most == 1
            await until(lambda: undone(tmp_path / "process") == 0)
            first.kill()  # the server goes on holding its poll
            await first.communicate()
            await api.push(*(text_message(QUESTION, chat=chat, sender=chat, id_=6) for chat in chats))
            await api.wait(lambda: len(api.of("sendMessage")) == 2 * len(chats), timeout=60)
            second.send_signal(signal.SIGTERM)
            code, said = await end(second)
        assert code == OK
        replies = Counter(
            (call.fields["chat_id"], call.fields["reply_parameters"]["message_id"])
            for call in api.of("sendMessage")
        )
        assert replies == Counter(itertools.product(chats, (5, 6)))
        assert "Workers that are no more: 1." in said

    asyncio.run(run())
