"""A load run: many chats ask the bot at once, on loopback. ``make load``; not a test.

First one worker that polls, with its file, as the bot runs by itself; then one and two workers behind a
proxy, which share a PostgreSQL database where there can be one, else the file. Each chat asks its next
question when the last one is answered. Beside the times stand ratios to a lone question's, so that runs on
different machines can be compared.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.engine import open_engine
from bot.settings import PREFIX, PROJECT, Settings
from tests import postgres
from tests.telegram.api import TOKEN, StrictApi, serving
from tests.telegram.payloads import text_message
from tests.telegram.webhooks import PUBLIC, Telegram, free_ports, listening, proxying

_QUESTIONS = PROJECT / "tests" / "testset" / "questions.jsonl"
_LONE = 30
_GIVEN_UP = 30.0

Push = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass
class LoadApi(StrictApi):
    """Tells each asker when its reply comes."""

    awaited: dict[tuple[int, int], asyncio.Future[None]] = field(default_factory=dict)

    def _send_message(self, fields: dict[str, Any]) -> dict[str, Any]:
        sent = super()._send_message(fields)
        key = (fields["chat_id"], fields.get("reply_parameters", {}).get("message_id", 0))
        if (reply := self.awaited.pop(key, None)) and not reply.done():
            reply.set_result(None)
        return sent

    async def ask(self, push: Push, chat: int, number: int, question: str) -> float | None:
        """Seconds until the reply to a question; None where none came."""
        self.awaited[chat, number] = reply = asyncio.get_running_loop().create_future()
        start = time.perf_counter()
        await push(text_message(question, chat=chat, sender=chat, id_=number))
        try:
            await asyncio.wait_for(reply, _GIVEN_UP)
        except TimeoutError:
            return None
        return time.perf_counter() - start


@dataclass
class Bot:
    """Running workers, and the way to them."""

    api: LoadApi
    push: Push
    processes: list[asyncio.subprocess.Process]


async def _start(url: str, folder: Path, **settings: str) -> asyncio.subprocess.Process:
    """A worker without limits on what one person may ask: here one person stands for many."""
    given = {"token": TOKEN, "api_url": url, "user_questions": "1000000", "chat_questions": "1000000"}
    telegram = {f"{PREFIX}TELEGRAM_{name.upper()}": value for name, value in {**given, **settings}.items()}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "telegram"),
        cwd=PROJECT,
        env={**os.environ, f"{PREFIX}DATA_DIR": str(folder), **telegram},
        stderr=asyncio.subprocess.DEVNULL,
    )


@contextlib.asynccontextmanager
async def _polling(folder: Path) -> AsyncIterator[Bot]:
    api = LoadApi()
    async with serving(api) as url:
        process = await _start(url, folder)
        await api.wait(lambda: api.polls > 0, timeout=60)
        yield Bot(api, api.push, [process])


@contextlib.asynccontextmanager
async def _behind_a_proxy(folder: Path, count: int) -> AsyncIterator[Bot]:
    api, ports = LoadApi(), free_ports(count)
    async with serving(api) as url, proxying(ports) as address:
        processes = []
        for port in ports:
            processes.append(
                await _start(url, folder, webhook_url=PUBLIC, webhook_listen=f"127.0.0.1:{port}")
            )
            await listening(port)
        (call,) = await api.sent(1, "setWebhook")
        async with Telegram(address, call.fields["secret_token"]) as telegram:
            yield Bot(api, telegram.push, processes)


async def _chat(bot: Bot, chat: int, questions: list[str], until: float) -> list[float | None]:
    order = random.Random(chat)  # noqa: S311 - no secret
    return [
        await bot.api.ask(bot.push, chat, number, order.choice(questions))
        for number in itertools.takewhile(lambda _: time.monotonic() < until, itertools.count(1))
    ]


async def _run(name: str, running: Any, chats: int, seconds: float) -> int:
    questions = [json.loads(line)["question"] for line in _QUESTIONS.read_text("utf-8").splitlines()]
    async with running as bot:
        try:
            for chat in range(1, 9):  # each worker has some of these
                if await bot.api.ask(bot.push, chat, 1, questions[0]) is None:
                    print("The bot does not answer.", file=sys.stderr)
                    return 1
            lone = [
                await bot.api.ask(bot.push, n % 8 + 1, 2 + n, one) for n, one in enumerate(questions[:_LONE])
            ]
            before = sum(_memory(process.pid) for process in bot.processes)
            until = time.monotonic() + seconds
            found = await asyncio.gather(*(_chat(bot, 1000 + n, questions, until) for n in range(chats)))
            after = sum(_memory(process.pid) for process in bot.processes)
        finally:
            for process in bot.processes:
                process.terminate()
            codes = [await process.wait() for process in bot.processes]
    print(f"\n{name}: {chats} chats, {seconds:.0f} seconds")
    times = [one for of_chat in found for one in of_chat]
    _report(seconds, [one for one in lone if one], times, bot.api)
    print(f"memory before {before:.0f} MiB, after {after:.0f} MiB")
    print(f"broken rules of the Bot API: {len(bot.api.violations)}; exit codes {codes}", flush=True)
    return int(None in times or bool(bot.api.violations) or any(codes))


def _report(seconds: float, lone: list[float], times: list[float | None], api: LoadApi) -> None:
    answered = sorted(one for one in times if one is not None)
    alone = statistics.median(lone)
    cuts = statistics.quantiles(answered, n=20)
    busy = sum("ask again in a minute" in call.fields["text"] for call in api.of("sendMessage"))
    print(f"{len(answered) / seconds:.1f} answers a second")
    print(f"answered {len(answered)}, lost {len(times) - len(answered)}, asked to come back {busy}")
    print(f"a lone question: p50 {1000 * alone:.0f} ms")
    for name, value in (("p50", cuts[9]), ("p95", cuts[18])):
        print(f"{name} {1000 * value:.0f} ms, {value / alone:.1f} times a lone question's")


def _memory(process: int) -> float:
    """Resident MiB."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


@contextlib.contextmanager
def _databases() -> Iterator[Callable[[], str]]:
    """Makes databases on a server that waits for the disk as others do; empty where there is none."""
    if reason := postgres.why_missing():
        print(f"No PostgreSQL: {reason}.")
        yield lambda: ""
        return
    with postgres.serving(is_durable=True) as server:
        yield server.new_database


def _runs(chats: int, seconds: float) -> int:
    with tempfile.TemporaryDirectory(prefix="load-") as place, _databases() as new_database:
        folder = Path(place)
        open_engine(Settings(data_dir=folder)).prepare()
        code = asyncio.run(_run("one worker, polling, a file", _polling(folder), chats, seconds))
        for count, word in ((1, "one worker"), (2, "two workers")):
            for kept in folder.glob("telegram.sqlite3*"):  # it knows the questions as answered
                kept.unlink()
            url = os.environ[f"{PREFIX}DATABASE"] = new_database()
            name = f"{word} behind a proxy, {'PostgreSQL' if url else 'a file'}"
            code |= asyncio.run(_run(name, _behind_a_proxy(folder, count), chats, seconds))
    return code


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    sys.exit(_runs(options.chats, options.seconds))
