"""What is kept on disk of updates, and how they come back after a kill."""

import asyncio
import contextlib
import time
from pathlib import Path
from typing import Any, cast

import pytest
from telegram import Bot, User

from bot.errors import RecordsError
from bot.serving.database import Database
from bot.telegram.incoming.inbox import Inbox
from bot.telegram.incoming.values import Delivery, IncomingMessage
from tests.telegram.payloads import inline, text_message


class NamedBot:
    """All that parsing asks of a bot."""

    bot = User(7, "Quotes", is_bot=True)


def open_inbox(tmp_path: Path) -> Inbox:
    """What a process finds at its start."""
    return Inbox(Database(tmp_path / "people.sqlite3"), cast("Bot", NamedBot()))


def update(id_: int, text: str = "?") -> dict[str, Any]:
    return {"update_id": id_, **text_message(text, id_=id_)}


def left(tmp_path: Path) -> list[tuple[int, int]]:
    """Numbers and tries of what a process finds undone."""
    return [(one.id, one.tries) for one in asyncio.run(open_inbox(tmp_path).kept())]


def test_an_update_is_kept_until_it_is_done(tmp_path: Path) -> None:
    async def run() -> None:
        inbox = open_inbox(tmp_path)
        first, second = await inbox.receive([update(1, "Первый?"), update(2)])
        assert left_now(inbox) == [(1, 0), (2, 0)]
        async with inbox.handling(first):
            assert left_now(inbox) == [(1, 1), (2, 0)]
        with contextlib.suppress(ValueError):
            async with inbox.handling(second):
                raise ValueError
        assert left_now(inbox) == []
        assert not any("Первый" in path.read_text("utf-8", "ignore") for path in tmp_path.iterdir())

    def left_now(inbox: Inbox) -> list[tuple[int, int]]:
        rows = inbox._database.rows("SELECT id, tries FROM updates WHERE content IS NOT NULL ORDER BY id")
        return [tuple(row) for row in rows]

    asyncio.run(run())


def test_an_update_that_comes_again_is_not_handled_again(tmp_path: Path) -> None:
    async def run() -> None:
        inbox = open_inbox(tmp_path)
        (one,) = await inbox.receive([update(1)])
        assert await inbox.receive([update(1)]) == []
        await inbox.done(one)
        assert [one.id for one in await inbox.receive([update(1), update(2)])] == [2]
        again = open_inbox(tmp_path)
        assert await again.receive([update(1), update(2)]) == []
        both = await asyncio.gather(again.receive([update(3)]), again.receive([update(3)]))
        assert sorted(map(len, both)) == [0, 1]

    asyncio.run(run())


def test_what_is_undone_comes_back_as_it_came(tmp_path: Path) -> None:
    async def run() -> None:
        inbox = open_inbox(tmp_path)
        await inbox.receive([update(8, "\ud800 первый"), {"update_id": 9, **inline("typed")}])
        await inbox.receive(
            [update(3, "второй"), {"update_id": 4, "message": 5}, {"update_id": 5, "poll": {}}]
        )
        found = [one.incoming for one in await open_inbox(tmp_path).kept()]
        assert [cast("IncomingMessage", one).question for one in found] == ["\ud800 первый", "второй"]

    asyncio.run(run())


def test_an_update_at_work_in_a_kill_has_one_try_more(tmp_path: Path) -> None:
    async def killed() -> None:
        inbox = open_inbox(tmp_path)
        found = await inbox.kept() or await inbox.receive([update(1), update(2)])
        working = asyncio.create_task(work(inbox, found[0]))
        while not inbox._at_work:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.05)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)

    async def work(inbox: Inbox, one: Delivery) -> None:
        async with inbox.handling(one):
            await asyncio.Event().wait()

    asyncio.run(killed())
    assert left(tmp_path) == [(1, 1), (2, 0)]
    asyncio.run(killed())
    assert left(tmp_path) == [(1, 2), (2, 0)]


def test_being_stopped_is_no_try(tmp_path: Path) -> None:
    async def run() -> None:
        inbox = open_inbox(tmp_path)
        first, _ = await inbox.receive([update(1), update(2)])
        with contextlib.suppress(asyncio.CancelledError):
            async with inbox.handling(first):
                raise asyncio.CancelledError
        await inbox.give_back()

    asyncio.run(run())
    assert left(tmp_path) == [(1, 0), (2, 0)]


def test_what_is_done_while_the_others_are_given_back_disturbs_nothing(tmp_path: Path) -> None:
    async def run() -> None:
        inbox = open_inbox(tmp_path)
        first, second = await inbox.receive([update(1), update(2)])
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(inbox.handling(first))
            await stack.enter_async_context(inbox.handling(second))
            giving_back = asyncio.create_task(inbox.give_back())
            await asyncio.sleep(0)  # it waits for the first to be written
            await inbox.done(first)
            await giving_back
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())
    assert left(tmp_path) == [(2, 0)]


def test_suspects_are_handled_one_at_a_time(tmp_path: Path) -> None:
    events: list[str] = []

    async def work(inbox: Inbox, one: Delivery) -> None:
        async with inbox.handling(one):
            events.append(f"begin {one.id}")
            await asyncio.sleep(0)
            await inbox.kept()  # time for the others to begin, if they may
            events.append(f"end {one.id}")

    async def run() -> None:
        inbox = open_inbox(tmp_path)
        fresh = await inbox.receive([update(1), update(2), update(3)])
        suspects = [Delivery(one.id, one.incoming, tries=1) for one in fresh[:2]]
        await asyncio.gather(*(work(inbox, one) for one in (*suspects, fresh[2])))

    asyncio.run(run())
    order = [event for event in events if not event.endswith("3")]
    assert order == ["begin 1", "end 1", "begin 2", "end 2"]


def test_numbers_of_what_is_done_are_kept_for_two_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)

    async def run() -> None:
        nonlocal now
        inbox = open_inbox(tmp_path)
        (one, _) = await inbox.receive([update(1), update(2)])
        await inbox.done(one)
        now += 48 * 3600
        await inbox.receive([update(3)])
        assert inbox._database.rows("SELECT id FROM updates ORDER BY id") == [(2,), (3,)]

    asyncio.run(run())


def test_where_the_disk_fails_updates_are_handled_and_the_log_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> list[Any]:
        raise RecordsError("the disk is full")

    monkeypatch.setattr(Database, "rows", broken)

    async def run() -> None:
        inbox = open_inbox(tmp_path)
        (one,) = await inbox.receive([update(1)])
        async with inbox.handling(one):
            assert one.id == 1

    asyncio.run(run())
    assert set(caplog.messages) == {"the disk is full"}
