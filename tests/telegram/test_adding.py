"""Files, albums and addresses that administrators send become sources; those of others do not."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.locale.lookup import chat_phrases
from bot.outcomes import why_text
from bot.serving import refresher
from bot.telegram import service
from bot.telegram.faults import DownloadTooLargeError
from bot.telegram.handlers import adding
from bot.telegram.messages.draft import LONGEST
from bot.telegram.messages.outcome_drafts import outcomes_draft
from retrieval import Engine
from retrieval.documents import SkippedFile, SkipReason
from retrieval.sources import Additions, Change, Outcome
from tests.telegram.api import TOKEN, StrictApi, refusing
from tests.telegram.conftest import RunBot, strict_api
from tests.telegram.payloads import GROUP, message, text_message

RU = chat_phrases("ru")
SOON = RU.indexed_soon

Scenario = Callable[[StrictApi], Coroutine[Any, Any, None]]


@pytest.fixture
def play(run_bot: RunBot, fed_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Callable[[Scenario], None]:
    """Plays a scenario; 77 is an administrator, and the corpus has one file beside what is added."""
    monkeypatch.setattr(refresher, "_GATHER", 0.01)

    def run(scenario: Scenario) -> None:
        async def all_of_it() -> None:
            settings = {"telegram_administrators": {77}, "fetch_private": True, "fetch_pause": 0}
            async with strict_api() as (api, url), run_bot(url, TOKEN, engine=fed_engine, **settings):
                await scenario(api)

        asyncio.run(all_of_it())

    return run


def file_message(name: str, *, number: int = 5, **more: Any) -> dict[str, Any]:
    document = {"file_id": f"id-{name}", "file_unique_id": "u", "file_name": name}
    return {"message": message(None, id_=number, document=document, **more)}


def texts(api: StrictApi) -> list[str]:
    return [call.fields["text"] for call in api.of("sendMessage")]


async def indexed(api: StrictApi, id_: str) -> str:
    """The card of a source, once the index has it."""
    async with asyncio.timeout(20):
        while True:
            known = len(api.of("sendMessage"))
            await api.push(text_message(f"/source {id_}", chat=78, sender=78))
            card: str = (await api.sent(known + 1))[-1].fields["text"]
            if card.startswith(id_):
                return card
            await asyncio.sleep(0.02)


def test_a_file_is_added_and_soon_in_the_index(play: Callable[[Scenario], None]) -> None:
    async def scenario(api: StrictApi) -> None:
        api.files["id-мост.txt"] = "Новый мост через Ишим открыт в Астане. Его длина 300 метров.".encode()
        await api.push(file_message("мост.txt", caption="Что это?"))
        await api.sent()
        assert texts(api) == [f"добавлено: мост.txt\nдобавлено: 1\n{SOON}"]
        assert "added/мост.txt" in await indexed(api, "n1")
        api.calls.clear()
        await api.push(file_message("мост.txt", number=6))
        await api.sent()
        assert texts(api) == ["без изменений: мост.txt\nбез изменений: 1"]
        api.files["id-мост.txt"] += " Строили его два года.".encode()
        await api.push(file_message("мост.txt", number=7))
        assert (await api.sent(2))[1].fields["text"] == f"обновлено: мост.txt\nобновлено: 1\n{SOON}"

    play(scenario)


def test_an_album_gets_one_reply_that_grows(play: Callable[[Scenario], None]) -> None:
    async def scenario(api: StrictApi) -> None:
        api.files["id-a.txt"] = "Мост открыт в Астане.".encode()
        api.files["id-b.exe"] = b"MZ"
        api.files["id-c.md"] = "# Школа\n\nШкола открыта в Абае.".encode()
        names = ["a.txt", "b.exe", "c.md"]
        await api.push(
            *(file_message(name, number=n, media_group_id="g") for n, name in enumerate(names, 10))
        )
        edit = (await api.sent(2, "editMessageText"))[1]
        assert len(api.of("sendMessage")) == 1
        assert edit.fields["text"].splitlines() == [
            f"пропущено: b.exe — {RU.common.skip_reasons[SkipReason.UNSUPPORTED]}",
            "добавлено: a.txt",
            "добавлено: c.md",
            "добавлено: 2, пропущено: 1",
            SOON,
        ]

    play(scenario)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\x\\b.txt", "b.txt"),
        ("\x1b[31m.txt", "\ufffd[31m.txt"),
        ("\ud800.txt", "?.txt"),
    ],
)
def test_the_name_of_a_file_leads_nowhere(
    play: Callable[[Scenario], None], name: str, shown: str, tmp_path: Path
) -> None:
    async def scenario(api: StrictApi) -> None:
        api.files["f"] = "Мост открыт в Астане.".encode()
        document = {"file_id": "f", "file_unique_id": "u", "file_name": name}
        await api.push({"message": message(None, document=document)})
        await api.sent()
        assert texts(api) == [f"добавлено: {shown}\nдобавлено: 1\n{SOON}"]

    play(scenario)
    (item,) = Additions(tmp_path / "data" / "additions.sqlite3").items()
    assert "/" not in item.name


def test_files_of_others_and_in_groups_are_not_added(
    play: Callable[[Scenario], None], tmp_path: Path
) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(
            file_message("a.txt", chat=78, sender=78),
            file_message("a.txt", chat=GROUP, sender=77),
            text_message("/add https://example.kz", chat=78, sender=78, id_=6),
            text_message("/add https://example.kz", chat=GROUP, sender=78, id_=7),
        )
        await api.sent(3)
        assert sorted(texts(api)) == sorted([RU.text_only, *[RU.administrators_only.format(id=78)] * 2])

    play(scenario)
    assert Additions(tmp_path / "data" / "additions.sqlite3").items() == []


def test_a_file_beyond_the_limit_is_one_sentence(play: Callable[[Scenario], None]) -> None:
    async def scenario(api: StrictApi) -> None:
        api.files["id-a.pdf"] = b" " * (20 << 20) + b" "
        await api.push(file_message("a.pdf"))
        await api.sent()
        assert texts(api) == [f"пропущено: a.pdf — {RU.download_too_large}\nпропущено: 1"]

    play(scenario)


def test_a_file_that_telegram_does_not_give_is_one_sentence(play: Callable[[Scenario], None]) -> None:
    async def scenario(api: StrictApi) -> None:
        api.faults["getFile"].append(refusing(400, "Bad Request: invalid file_id"))
        await api.push(file_message("a.pdf"))
        await api.sent()
        assert texts(api) == [f"пропущено: a.pdf — {RU.download_failed}\nпропущено: 1"]

    play(scenario)


def test_a_file_too_large_for_memory_is_not_asked_for(
    play: Callable[[Scenario], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "_LARGEST", 10)

    async def scenario(api: StrictApi) -> None:
        document = {"file_id": "f", "file_unique_id": "u", "file_name": "a.zip", "file_size": 11}
        await api.push({"message": message(None, document=document)})
        await api.sent()
        assert texts(api) == [
            f"пропущено: a.zip — {RU.common.skip_reasons[SkipReason.TOO_LARGE]}\nпропущено: 1"
        ]
        assert api.of("getFile") == []

    play(scenario)


@contextlib.asynccontextmanager
async def site() -> AsyncIterator[str]:
    """A web site on loopback with one page; yields its address."""

    async def page(request: web.Request) -> web.Response:
        if request.path != "/news/most":
            raise web.HTTPNotFound
        text = "<p>Новый мост через Ишим открыли в Астане 18 августа. Его длина 300 метров.</p>" * 5
        return web.Response(
            text=f"<html><body><article>{text}</article></body></html>", content_type="text/html"
        )

    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("command", ["", "/add "])
def test_addresses_are_added_and_what_is_not_there_is_said(
    play: Callable[[Scenario], None], command: str
) -> None:
    async def scenario(api: StrictApi) -> None:
        async with site() as address:
            await api.push(text_message(f"{command}{address}/news/most\n{address}/no"))
            await api.sent()
            skipped, added, totals, soon = texts(api)[0].splitlines()
            assert skipped.startswith(f"пропущено: {address}/no — ")
            assert "(404)" in skipped
            assert (added, totals, soon) == (
                f"добавлено: {address}/news/most",
                "добавлено: 1, пропущено: 1",
                SOON,
            )
            await indexed(api, "n1")

    play(scenario)


@pytest.mark.parametrize("rest", ["", " /etc/passwd", " file:///etc/passwd", " seeds", " https://a.kz b"])
def test_nothing_but_addresses_is_taken_from_a_command(play: Callable[[Scenario], None], rest: str) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(f"/add{rest}"))
        await api.sent()
        assert texts(api) == [RU.add_how]

    play(scenario)


def test_a_question_with_an_address_in_it_is_a_question(play: Callable[[Scenario], None]) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message("Что сказано на https://example.kz о погоде?"))
        await api.sent()
        assert "пропущено" not in texts(api)[0]

    play(scenario)


def test_a_long_table_fits_into_a_message_in_each_language() -> None:
    part = SkippedFile("x" * 300, SkipReason.PICTURES_ONLY)
    skipped = [
        Outcome(Change.SKIPPED, "https://" + "д" * 300, why=DownloadTooLargeError()),
        Outcome(Change.ADDED, "a" * 200, "n1", 12, skipped=(part,)),
        Outcome(Change.SKIPPED, "b", why=SkipReason.UNSAFE),
    ]
    for code in ("ru", "kk", "en"):
        phrases = chat_phrases(code)
        text = outcomes_draft(skipped * 20, phrases).proven().text
        assert len(text) <= LONGEST
        assert phrases.more_rows.format(count=60) in text
        assert f"b — {why_text(skipped[2], phrases.common)}" in text


def test_a_bot_that_is_stopped_does_not_wait_for_a_page(
    run_bot: RunBot, fed_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_DRAIN", 0.05)

    async def run() -> None:
        asked = asyncio.Event()

        async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.set()
            writers.append(writer)

        writers: list[asyncio.StreamWriter] = []
        settings = {"telegram_administrators": {77}, "fetch_private": True}
        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with strict_api() as (api, url):
            async with run_bot(url, TOKEN, engine=fed_engine, **settings):
                await api.push(text_message(f"http://127.0.0.1:{port}/"))
                await asked.wait()
            assert "intake" in [thread.name for thread in threading.enumerate()]  # it still waits
        server.close()
        for writer in writers:
            writer.close()

    asyncio.run(run())
