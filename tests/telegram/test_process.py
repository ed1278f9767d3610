"""``dayeksoz telegram`` as a process: its exit codes, its last words, and what it never says."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.exit_codes import ANOTHER_INSTANCE, OK, SETTINGS_WRONG, TOKEN_REFUSED
from bot.locale.lookup import chat_phrases
from bot.settings import PREFIX, PROJECT
from bot.telegram.faults import AnotherInstanceError
from retrieval import Engine
from tests.telegram.api import TOKEN, StrictApi, refusing
from tests.telegram.conftest import strict_api
from tests.telegram.deadly_bot import DEADLY
from tests.telegram.payloads import text_message

QUESTION = "Что говорилось о филиалах вузов в Казахстане?"

CHATS = 40


@pytest.fixture
def environment(tmp_path: Path, seeds_engine: Engine) -> dict[str, str]:
    """Settings of a process that finds the index of the seeds ready."""
    (tmp_path / "process").mkdir()
    (tmp_path / "process" / "index").symlink_to(seeds_engine.data / "index")
    return {**os.environ, f"{PREFIX}DATA_DIR": str(tmp_path / "process"), f"{PREFIX}TELEGRAM_TOKEN": TOKEN}


async def start(
    environment: dict[str, str], program: str = "bot", **settings: str
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        program,
        "telegram",
        cwd=PROJECT,
        env={
            **environment,
            **{f"{PREFIX}TELEGRAM_{name.upper()}": value for name, value in settings.items()},
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def end(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    """The exit code, and all that was written."""
    out, err = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, out.decode() + err.decode()


def test_without_a_token_it_says_where_to_get_one(environment: dict[str, str]) -> None:
    async def run() -> None:
        code, said = await end(await start(environment, token=""))
        assert code == TOKEN_REFUSED
        assert said.strip() == (
            "dayeksoz: There is no bot token: ask @BotFather for one and set DAYEKSOZ_TELEGRAM_TOKEN."
        )

    asyncio.run(run())


def test_a_token_that_can_be_none_is_not_repeated(environment: dict[str, str]) -> None:
    async def run() -> None:
        code, said = await end(await start(environment, token="1:my secret"))  # noqa: S106
        assert code == SETTINGS_WRONG
        assert said.startswith("dayeksoz: DAYEKSOZ_TELEGRAM_TOKEN: it is not a token")
        assert "secret" not in said

    asyncio.run(run())


def test_a_token_that_is_refused_ends_it_with_one_sentence(environment: dict[str, str]) -> None:
    async def run() -> None:
        async with strict_api() as (api, url):
            api.faults["getMe"].append(refusing(401, "Unauthorized"))
            code, said = await end(await start(environment, api_url=url))
            assert code == TOKEN_REFUSED
            assert said.splitlines()[-1].startswith("dayeksoz: Telegram refuses the bot token: set ")
            assert "Traceback" not in said
            assert TOKEN not in said

    asyncio.run(run())


def test_another_instance_has_an_exit_code_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def found(*_: object) -> int:
        raise AnotherInstanceError

    monkeypatch.setattr("bot.cli.telegram.telegram", found)
    assert main(["telegram"]) == ANOTHER_INSTANCE
    assert capsys.readouterr().err.startswith("dayeksoz: Another instance of this bot is running")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_when_all_is_answered(environment: dict[str, str], number: signal.Signals) -> None:
    async def run() -> None:
        async with strict_api() as (api, url):
            api.faults["sendMessage"].append(refusing(502, "Bad Gateway"))
            process = await start(environment, api_url=url)
            await api.push(*(text_message(QUESTION, chat=n, sender=n) for n in range(1, 11)))
            await api.sent(1, "sendChatAction")
            process.send_signal(number)
            code, said = await end(process)
            assert code == OK
            assert {call.fields["chat_id"] for call in api.of("sendMessage")} == set(range(1, 11))
            assert api.updates == []
            assert "sendMessage failed" in said
            assert TOKEN not in said
            assert QUESTION not in said

    asyncio.run(run())


def test_a_kill_amid_two_hundred_questions_loses_none(environment: dict[str, str]) -> None:
    asked = {(chat, number) for chat in range(1, CHATS + 1) for number in range(1, 6)}

    async def run() -> None:
        async with strict_api() as (api, url):
            process = await start(environment, api_url=url)
            for chat, number in sorted(asked):
                await api.push(text_message(QUESTION, chat=chat, sender=chat, id_=number))
            await api.sent(100)
            process.kill()
            killed = time.monotonic()
            await process.communicate()
            process = await start(environment, api_url=url)
            await api.wait(lambda: set(replied_to(api)) == asked, timeout=60)
            process.send_signal(signal.SIGTERM)
            code, _ = await end(process)
            assert code == OK
            assert api.updates == []
            assert all("учебных заведений" in call.fields["text"] for call in api.of("sendMessage"))
            assert len(replied_to(api)) - len(asked) <= CHATS  # each chat has one reply on its way
            for twice in {one for one in asked if replied_to(api).count(one) > 1}:
                first = api.of("sendMessage")[replied_to(api).index(twice)]
                assert 0 <= killed - first.at < 1

    def replied_to(api: StrictApi) -> list[tuple[int, int]]:
        fields = [call.fields for call in api.of("sendMessage")]
        return [(one["chat_id"], one["reply_parameters"]["message_id"]) for one in fields]

    asyncio.run(run())


def test_a_question_that_kills_is_put_aside_and_the_bot_goes_on(environment: dict[str, str]) -> None:
    async def run() -> None:
        async with strict_api() as (api, url):
            await api.push(
                text_message(DEADLY, chat=1, sender=1, id_=1), text_message("/start", chat=1, sender=1, id_=2)
            )
            for _ in range(2):
                process = await start(environment, "tests.telegram.deadly_bot", api_url=url)
                assert (await end(process))[0] == -signal.SIGKILL
            process = await start(environment, "tests.telegram.deadly_bot", api_url=url)
            await api.push(text_message(QUESTION, chat=2, sender=2))
            replies = await api.sent(3)
            process.send_signal(signal.SIGTERM)
            code, said = await end(process)
            assert code == OK
            of_chat = [call.fields["text"] for call in replies if call.fields["chat_id"] == 1]
            assert of_chat == [chat_phrases("ru").put_aside, chat_phrases("ru").start]
            (line,) = [line for line in said.splitlines() if "put aside" in line]
            assert line.endswith("the bot was killed 2 times while it was being handled.")
            assert DEADLY not in said

    asyncio.run(run())


def test_a_kill_leaves_what_the_next_start_can_use(environment: dict[str, str]) -> None:
    async def run() -> None:
        async with strict_api() as (api, url):
            for number in (1, 2):
                process = await start(environment, api_url=url)
                await api.push(text_message("/language kk", id_=number))
                await api.sent(number)
                process.kill()
                await process.communicate()
            assert_same_language(api)

    asyncio.run(run())


def assert_same_language(api: StrictApi) -> None:
    assert {call.fields["text"] for call in api.of("sendMessage")} == {"Енді түсіндірмелер қазақша болады."}
