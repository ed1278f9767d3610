"""The bot against a server that fails in each of the ways that a real one does."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.advice import sentence
from bot.errors import InternalError
from bot.locale.lookup import chat_phrases
from bot.telegram.faults import AnotherInstanceError, TokenRefusedError, WebhookRefusedError
from bot.telegram.incoming import polling
from bot.telegram.transport import connecting, courier
from retrieval import Engine
from retrieval.errors import IndexWriteError
from tests.telegram.api import TOKEN, StrictApi, hanging, refusing, saying, serving
from tests.telegram.conftest import MakeService, RunBot, strict_api
from tests.telegram.payloads import GROUP, text_message

QUESTION = "Что говорилось о филиалах вузов в Казахстане?"

START = chat_phrases("ru").start

Scenario = Callable[[StrictApi], Coroutine[Any, Any, None]]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of seconds become waits of hundredths."""
    monkeypatch.setattr(courier, "_WAITS", (0.01, 0.02, 0.03))
    monkeypatch.setattr(polling, "_CONFLICT_PAUSE", 0.01)
    for module in (connecting, polling):
        monkeypatch.setattr(module, "_LONGEST_PAUSE", 0.02)


def play(run_bot: RunBot, scenario: Scenario, **settings: Any) -> None:
    async def run() -> None:
        async with strict_api() as (api, url), run_bot(url, TOKEN, **settings):
            await scenario(api)

    asyncio.run(run())


@pytest.mark.parametrize(
    "fault",
    [
        refusing(429, "Too Many Requests: retry after 1", retry_after=1),
        refusing(500, "Internal Server Error"),
        refusing(502, "Bad Gateway"),
        saying(b"<html>", status=502),
        saying(b"", status=504),
    ],
    ids=["429", "500", "502", "502 in HTML", "504 empty"],
)
def test_a_reply_that_fails_is_sent_again(run_bot: RunBot, fault: Any) -> None:
    async def scenario(api: StrictApi) -> None:
        api.faults["sendMessage"].extend([fault, fault])
        await api.push(text_message(QUESTION))
        (reply,) = await api.sent()
        assert "учебных заведений" in reply.fields["text"]

    play(run_bot, scenario)


def test_the_wait_that_telegram_asks_for_is_kept_and_others_do_not_wait(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        api.faults["sendMessage"].append(refusing(429, "Too Many Requests", retry_after=1))
        await api.push(text_message("/start", chat=1, sender=1))
        await api.struck("sendMessage")
        await api.push(text_message("/start", chat=2, sender=2))
        first, second = await api.sent(2)
        assert (first.fields["chat_id"], second.fields["chat_id"]) == (2, 1)
        assert second.at - first.at > 0.5

    play(run_bot, scenario)


@pytest.mark.parametrize(
    "fault",
    [
        refusing(500, "Internal Server Error"),
        refusing(429, "Too Many Requests", retry_after=1),
        saying(b"{"),
        saying(b'{"ok": true, "result": [{"no": "id"}]}'),
        saying(b'{"ok": true, "result": 5}'),
        saying(b"[]"),
    ],
    ids=["500", "429", "half JSON", "no id", "a number", "a list"],
)
def test_polling_goes_on(run_bot: RunBot, fault: Any) -> None:
    async def scenario(api: StrictApi) -> None:
        api.faults["getUpdates"].extend([fault, fault])
        await api.push(text_message("/start"))
        (reply,) = await api.sent()
        assert reply.fields["text"] == START

    play(run_bot, scenario)


def test_an_update_that_can_not_be_read_does_not_hold_up_the_next(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push({"message": {"message_id": "?"}}, text_message("/start"))
        (reply,) = await api.sent()
        assert reply.fields["text"].startswith("Здравствуйте!")

    play(run_bot, scenario)


def test_a_poll_that_stalls_is_given_up(run_bot: RunBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "_POLL", 0)
    monkeypatch.setattr(polling, "_SLACK", 0.3)

    async def trickling(request: web.Request) -> web.StreamResponse:
        """A reply that never ends, so that no time-out of a read ever comes."""
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            for _ in range(100):
                await response.write(b" ")
                await asyncio.sleep(0.1)
        return response

    async def scenario(api: StrictApi) -> None:
        api.faults["getUpdates"].extend([trickling, hanging(5)])
        await api.push(text_message("/start"))
        (reply,) = await api.sent()
        assert reply.fields["text"] == START

    play(run_bot, scenario)


def test_a_user_who_blocked_the_bot_is_no_error(run_bot: RunBot, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario(api: StrictApi) -> None:
        api.faults["sendMessage"].append(refusing(403, "Forbidden: bot was blocked by the user"))
        await api.push(text_message(QUESTION, chat=1, sender=1), text_message("/start", chat=2, sender=2))
        await api.sent()

    play(run_bot, scenario)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_group_that_moved_gets_its_reply(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        moved = refusing(400, "group chat was upgraded", migrate_to_chat_id=-1002)
        api.faults["sendMessage"].append(moved)
        await api.push(text_message(f"/ask {QUESTION}", chat=GROUP))
        (reply,) = await api.sent()
        assert reply.fields["chat_id"] == -1002

    play(run_bot, scenario)


def test_a_conflict_that_passes_is_waited_for(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        api.faults["getUpdates"].extend(
            [refusing(409, "Conflict: terminated by other getUpdates request")] * 3
        )
        await api.push(text_message("/start"))
        (reply,) = await api.sent()
        assert reply.fields["text"] == START

    play(run_bot, scenario)


@pytest.mark.parametrize(
    ("method", "fault", "ending"),
    [
        ("getUpdates", refusing(409, "Conflict"), AnotherInstanceError),
        ("getUpdates", refusing(401, "Unauthorized"), TokenRefusedError),
        ("getMe", refusing(401, "Unauthorized"), TokenRefusedError),
        ("getMe", refusing(404, "Not Found"), TokenRefusedError),
    ],
    ids=["409", "401 while polling", "401", "404"],
)
def test_what_ends_the_bot(
    make_service: MakeService, method: str, fault: Any, ending: type[Exception]
) -> None:
    async def run() -> None:
        async with strict_api() as (api, url):
            api.faults[method].extend([fault] * 20)
            await asyncio.wait_for(make_service(url, TOKEN).serve(), 20)

    with pytest.raises(ending):
        asyncio.run(run())


def test_it_starts_when_telegram_is_back(run_bot: RunBot, free_port: int) -> None:
    async def run() -> None:
        api = StrictApi()
        async with run_bot(f"http://127.0.0.1:{free_port}/bot", TOKEN):
            await asyncio.sleep(0.1)
            await api.push(text_message(QUESTION))
            async with serving(api, port=free_port):
                (reply,) = await api.sent()
                assert "учебных заведений" in reply.fields["text"]

    asyncio.run(run())


def test_what_is_in_flight_is_finished_before_the_end(run_bot: RunBot) -> None:
    async def run() -> None:
        async with strict_api() as (api, url):
            async with run_bot(url, TOKEN) as service:
                await api.push(*(text_message(QUESTION, chat=n, sender=n) for n in range(1, 21)))
                await api.sent(1, "sendChatAction")
                service.stop()
            assert {call.fields["chat_id"] for call in api.of("sendMessage")} == set(range(1, 21))
            assert api.updates == []  # confirmed: none of them would come again

    asyncio.run(run())


def test_a_webhook_of_someone_else_s_is_removed_and_polling_goes_on(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        active = refusing(409, "Conflict: can't use getUpdates method while webhook is active")
        api.faults["getUpdates"].extend([active] * 20)
        await api.push(text_message("/start"))
        await api.sent()
        assert len(api.of("deleteWebhook")) == 21

    play(run_bot, scenario)


class Panic(BaseException):
    """What native code raises: no Exception."""


@pytest.mark.parametrize("error", [Panic, asyncio.CancelledError], ids=["panic", "cancelled"])
@pytest.mark.parametrize(
    "part",
    [
        "bot.serving.desk.Desk.run",
        "bot.telegram.incoming.polling.Poller.run",
        "retrieval.engine.Engine.newer_retriever",
    ],
)
def test_no_part_ends_unnoticed(
    make_service: MakeService, monkeypatch: pytest.MonkeyPatch, part: str, error: type[BaseException]
) -> None:
    async def broken_task(*_: object) -> None:
        raise error

    def broken_call(*_: object) -> None:
        raise error

    monkeypatch.setattr(part, broken_task if part.endswith("run") else broken_call)
    monkeypatch.setattr("bot.serving.library._LOOK_EVERY", 0.01)

    async def run() -> None:
        async with strict_api() as (_, url):
            await asyncio.wait_for(make_service(url, TOKEN).serve(), 20)

    with pytest.raises(InternalError):
        asyncio.run(run())


def test_a_token_revoked_while_a_webhook_is_used_ends_the_bot(
    make_service: MakeService, monkeypatch: pytest.MonkeyPatch, free_port: int
) -> None:
    monkeypatch.setattr("bot.telegram.incoming.webhook._CHECK_EVERY", 0.01)

    async def run() -> None:
        async with strict_api() as (api, url):
            api.faults["getWebhookInfo"].append(refusing(401, "Unauthorized"))
            address = f"127.0.0.1:{free_port}"
            hook = {"telegram_webhook_url": "https://a.kz/b", "telegram_webhook_listen": address}
            await asyncio.wait_for(make_service(url, TOKEN, **hook).serve(), 20)

    with pytest.raises(TokenRefusedError):
        asyncio.run(run())


def test_a_webhook_that_telegram_refuses_is_said_and_ends_the_bot(
    make_service: MakeService, free_port: int
) -> None:
    async def run() -> None:
        async with strict_api() as (api, url):
            api.faults["setWebhook"].append(refusing(400, "Bad Request: bad webhook: no such host"))
            address = f"127.0.0.1:{free_port}"
            hook = {"telegram_webhook_url": "https://a.kz/b", "telegram_webhook_listen": address}
            await asyncio.wait_for(make_service(url, TOKEN, **hook).serve(), 20)

    with pytest.raises(WebhookRefusedError, match="no such host"):
        asyncio.run(run())


def test_a_reload_does_not_disturb_those_who_ask(
    run_bot: RunBot, seeds_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise IndexWriteError(Path("/data"), "the sources have changed", "disk full")

    monkeypatch.setattr(seeds_engine, "refreshed_retriever", broken)

    async def scenario(api: StrictApi) -> None:
        await api.push(text_message("/reload", id_=1), text_message(QUESTION, id_=2))
        _, failed, answer = (call.fields["text"] for call in await api.sent(3))
        assert failed == sentence(IndexWriteError(Path("/data"), "the sources have changed", "disk full"))
        assert "учебных заведений" in answer

    play(run_bot, scenario, telegram_administrators={77})
