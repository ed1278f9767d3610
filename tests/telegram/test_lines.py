import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from typing import Any, cast

import pytest
from telegram import Bot, Update, User

from bot.serving.metrics import Metrics
from bot.telegram.incoming.inbox import Inbox
from bot.telegram.incoming.lines import Lines
from bot.telegram.incoming.parsing import parse
from bot.telegram.incoming.values import Delivery, Incoming, IncomingMessage
from tests.telegram.payloads import inline, text_message

UNUSED = Bot("1:x")


ME = User(7, "Quotes", is_bot=True)


class NoDisk(Inbox):
    """Keeps nothing: what is tested here is the order of work."""

    def __init__(self) -> None:
        self.finished: list[int] = []

    @contextlib.asynccontextmanager
    async def handling(self, delivery: Delivery) -> AsyncIterator[bool]:
        yield True
        self.finished.append(delivery.id)

    async def done(self, delivery: Delivery) -> None:
        self.finished.append(delivery.id)


@pytest.fixture
def inbox() -> NoDisk:
    return NoDisk()


def incoming(content: dict[str, Any], id_: int = 1) -> Delivery:
    found = parse(Update.de_json({"update_id": id_, **content}, UNUSED), ME)
    assert found
    return Delivery(id_, found)


def run(inbox: NoDisk, updates: list[dict[str, Any]], places: int) -> tuple[list[str], list[int]]:
    """What happened, in order, and which updates were turned away; work takes until all have come."""
    events: list[str] = []
    refused: list[int] = []

    async def main() -> None:
        all_came = asyncio.Event()

        async def refuse(one: Incoming) -> None:
            assert isinstance(one, IncomingMessage)
            refused.append(one.number)

        async def work(number: int) -> None:
            events.append(f"begin {number}")
            await all_came.wait()
            events.append(f"end {number}")

        lines = Lines(places, Metrics(), inbox, refuse)
        jobs: list[Coroutine[Any, Any, None]] = [
            lines.process_update(incoming(content, number), work(number))
            for number, content in enumerate(updates)
        ]
        tasks = [asyncio.create_task(job) for job in jobs]
        for _ in range(10):
            await asyncio.sleep(0)
        all_came.set()
        await asyncio.gather(*tasks)
        assert lines.waiting == 0

    asyncio.run(main())
    return events, refused


def test_one_chat_in_order_and_chats_at_once(inbox: NoDisk) -> None:
    of = [text_message("?", chat=chat, sender=chat, id_=number) for number, chat in enumerate((1, 1, 2, 1))]
    events, refused = run(inbox, of, 100)
    assert events[:2] == ["begin 0", "begin 2"]
    assert [event for event in events if not event.endswith("2")] == [
        "begin 0", "end 0", "begin 1", "end 1", "begin 3", "end 3",
    ]  # fmt: skip
    assert refused == []


def test_beyond_the_places_updates_are_turned_away_once_a_chat(inbox: NoDisk) -> None:
    of = [
        text_message("?", chat=chat, sender=chat, id_=number)
        for number, chat in enumerate((1, 2, 3, 4, 5, 5, 6))
    ]
    events, refused = run(inbox, of, 4)
    assert {event for event in events if "begin" in event} == {f"begin {n}" for n in range(4)}
    assert refused == [4, 6]
    assert sorted(inbox.finished) == list(range(7))


def test_one_chat_can_not_take_all_places(inbox: NoDisk) -> None:
    of = [text_message("?", chat=chat, sender=chat, id_=number) for number, chat in enumerate((1, 1, 1, 2))]
    events, refused = run(inbox, of, 8)
    assert {event for event in events if "begin" in event} == {"begin 0", "begin 1", "begin 3"}
    assert refused == [2]


def test_what_was_typed_before_is_left_out(inbox: NoDisk) -> None:
    events, _ = run(inbox, [inline(text, id_=text) for text in ("a", "ab", "abc")], 100)
    assert events == ["begin 0", "end 0", "begin 2", "end 2"]


def test_an_error_does_not_hold_up_the_line(inbox: NoDisk) -> None:
    async def main() -> None:
        async def fail() -> None:
            raise RuntimeError

        async def refuse(_: Incoming) -> None:
            raise AssertionError

        lines, done = Lines(10, Metrics(), inbox, refuse), asyncio.Event()

        async def work() -> None:
            done.set()

        content = text_message("?")
        first = asyncio.create_task(lines.process_update(incoming(content), fail()))
        await asyncio.create_task(lines.process_update(incoming(content), work()))
        assert done.is_set()
        assert isinstance((await asyncio.gather(first, return_exceptions=True))[0], RuntimeError)
        assert lines.waiting == 0

    asyncio.run(main())


def test_an_announced_update_keeps_its_place_until_its_work_has_ended(inbox: NoDisk) -> None:
    async def refuse(_: Incoming) -> None:
        raise AssertionError

    async def main() -> None:
        lines, may_end = Lines(4, Metrics(), inbox, refuse), asyncio.Event()
        first, second = (incoming(text_message("?", chat=chat, sender=chat)) for chat in (1, 2))
        lines.announce(first)
        lines.announce(second)
        assert await lines.free() == 2
        working = asyncio.create_task(lines.process_update(first, cast("Any", may_end.wait())))
        await asyncio.sleep(0)
        assert (await lines.free(), lines.waiting) == (2, 1)
        may_end.set()
        await working
        assert await lines.free() == 3

    asyncio.run(main())
