"""A load run: many chats ask the bot at once, on loopback. ``make load``; not a test.

Each chat asks its next question when the last one is answered. Printed are ratios to a lone question's
time, so that runs on different machines can be compared.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.settings import PREFIX, PROJECT
from tests.telegram.api import TOKEN, StrictApi, serving
from tests.telegram.payloads import text_message

_QUESTIONS = PROJECT / "tests" / "testset" / "questions.jsonl"
_LONE = 30
_GIVEN_UP = 30.0


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

    async def ask(self, chat: int, number: int, question: str) -> float | None:
        """Seconds until the reply to a question; None where none came."""
        self.awaited[chat, number] = reply = asyncio.get_running_loop().create_future()
        start = time.perf_counter()
        await self.push(text_message(question, chat=chat, sender=chat, id_=number))
        try:
            await asyncio.wait_for(reply, _GIVEN_UP)
        except TimeoutError:
            return None
        return time.perf_counter() - start


async def _chat(api: LoadApi, chat: int, questions: list[str], until: float) -> list[float | None]:
    order = random.Random(chat)  # noqa: S311 - no secret
    return [
        await api.ask(chat, number, order.choice(questions))
        for number in itertools.takewhile(lambda _: time.monotonic() < until, itertools.count(1))
    ]


async def _run(chats: int, seconds: float) -> int:
    questions = [json.loads(line)["question"] for line in _QUESTIONS.read_text("utf-8").splitlines()]
    api = LoadApi()
    async with serving(api) as url:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "telegram", cwd=PROJECT, env=_environment(url)
        )
        try:
            await api.wait(lambda: api.polls > 0, timeout=60)
            if await api.ask(1, 1, questions[0]) is None:
                print("The bot does not answer.", file=sys.stderr)
                return 1
            lone = [await api.ask(1, 2 + n, question) for n, question in enumerate(questions[:_LONE])]
            before = _memory(process.pid)
            until = time.monotonic() + seconds
            found = await asyncio.gather(*(_chat(api, 1000 + n, questions, until) for n in range(chats)))
            after = _memory(process.pid)
        finally:
            process.terminate()
            code = await process.wait()
    times = [one for of_chat in found for one in of_chat]
    return _report(chats, seconds, [one for one in lone if one], times, (before, after), code, api)


def _report(
    chats: int,
    seconds: float,
    lone: list[float],
    times: list[float | None],
    memory: tuple[float, float],
    code: int,
    api: LoadApi,
) -> int:
    answered = sorted(one for one in times if one is not None)
    lost = len(times) - len(answered)
    alone = statistics.median(lone)
    cuts = statistics.quantiles(answered, n=20)
    busy = sum("ask again in a minute" in call.fields["text"] for call in api.of("sendMessage"))
    rate = len(answered) / seconds
    print(f"{chats} chats, {seconds:.0f} seconds, {len(times)} questions, {rate:.1f} answers a second")
    print(f"answered {len(answered)}, lost {lost}, asked to come back {busy}")
    print(f"a lone question: p50 {1000 * alone:.0f} ms")
    for name, value in (("p50", cuts[9]), ("p95", cuts[18])):
        print(f"{name} {1000 * value:.0f} ms, {value / alone:.1f} times a lone question's")
    print(f"memory before {memory[0]:.0f} MiB, after {memory[1]:.0f} MiB")
    print(f"broken rules of the Bot API: {len(api.violations)}; exit code {code}")
    return int(bool(lost or api.violations or code))


def _environment(url: str) -> dict[str, str]:
    """Without limits on what one person may ask: here one person stands for many."""
    return {
        **os.environ,
        f"{PREFIX}TELEGRAM_TOKEN": TOKEN,
        f"{PREFIX}TELEGRAM_API_URL": url,
        f"{PREFIX}TELEGRAM_USER_QUESTIONS": "1000000",
        f"{PREFIX}TELEGRAM_CHAT_QUESTIONS": "1000000",
    }


def _memory(process: int) -> float:
    """Resident MiB."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    sys.exit(asyncio.run(_run(options.chats, options.seconds)))
