"""What is kept on disk of updates, and how they come back after a kill."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import select
from telegram import Bot, User

from bot.errors import RecordsError
from bot.serving.database import Database
from bot.serving.tables import updates
from bot.serving.tables import workers as table_of_workers
from bot.serving.workers import Workers, worker_of
from bot.telegram.incoming.inbox import Inbox
from bot.telegram.incoming.values import Delivery, IncomingMessage
from tests.conftest import OpenDatabase
from tests.telegram.payloads import inline, text_message


class NamedBot:
    """All that parsing asks of a bot."""

    bot = User(7, "Quotes", is_bot=True)


OpenInbox = Callable[[], Inbox]


@pytest.fixture
def open_inbox(open_database: OpenDatabase, tmp_path: Path) -> OpenInbox:
    """Gives what a new process finds at its start, when the one before has ended."""
    before: list[Workers] = []

    def open_() -> Inbox:
        for worker in before:
            worker.end()
        database = open_database()
        workers = Workers(database, tmp_path / "workers")
        workers.join()
        before.append(workers)
        return Inbox(database, workers, cast("Bot", NamedBot()))

    return open_


def update(id_: int, text: str = "?") -> dict[str, Any]:
    return {"update_id": id_, **text_message(text, id_=id_)}


def left(open_inbox: OpenInbox) -> list[tuple[int, int]]:
    """Numbers and tries of what a process finds undone."""
    return [(one.id, one.tries) for one in asyncio.run(open_inbox().claim(100))]


def test_an_update_is_kept_until_it_is_done(open_inbox: OpenInbox, tmp_path: Path) -> None:
    async def run() -> None:
        inbox = open_inbox()
        first, second = await inbox.receive([update(1, "Первый?"), update(2)])
        assert left_now(inbox) == [(1, 0), (2, 0)]
        async with inbox.handling(first):
            assert left_now(inbox) == [(1, 1), (2, 0)]
        with contextlib.suppress(ValueError):
            async with inbox.handling(second):
                raise ValueError
        assert left_now(inbox) == []
        files = [path for path in tmp_path.iterdir() if path.is_file()]
        assert not any("Первый" in path.read_text("utf-8", "ignore") for path in files)

    def left_now(inbox: Inbox) -> list[tuple[int, int]]:
        undone = select(updates.c.id, updates.c.tries).where(updates.c.content.is_not(None))
        rows = inbox._database.rows(undone.order_by(updates.c.id))
        return [tuple(row) for row in rows]

    asyncio.run(run())


def test_an_update_that_comes_again_is_not_handled_again(open_inbox: OpenInbox) -> None:
    async def run() -> None:
        inbox = open_inbox()
        (one,) = await inbox.receive([update(1)])
        assert await inbox.receive([update(1)]) == []
        await inbox.done(one)
        assert [one.id for one in await inbox.receive([update(1), update(2)])] == [2]
        again = open_inbox()
        assert await again.receive([update(1), update(2)]) == []
        assert [one.id for one in await again.claim(100)] == [2]
        both = await asyncio.gather(again.receive([update(3)]), again.receive([update(3)]))
        assert sorted(map(len, both)) == [0, 1]

    asyncio.run(run())


def test_what_is_undone_comes_back_as_it_came(open_inbox: OpenInbox) -> None:
    async def run() -> None:
        inbox = open_inbox()
        await inbox.receive([update(8, "\ud800 первый"), {"update_id": 9, **inline("typed")}])
        await inbox.receive(
            [update(3, "второй"), {"update_id": 4, "message": 5}, {"update_id": 5, "poll": {}}]
        )
        found = [one.incoming for one in await open_inbox().claim(100)]
        assert [cast("IncomingMessage", one).question for one in found] == ["\ud800 первый", "второй"]

    asyncio.run(run())


def test_an_update_at_work_in_a_kill_has_one_try_more(open_inbox: OpenInbox) -> None:
    async def killed() -> None:
        inbox = open_inbox()
        found = await inbox.claim(100) or await inbox.receive([update(1), update(2)])
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
    assert left(open_inbox) == [(1, 1), (2, 0)]
    asyncio.run(killed())
    assert left(open_inbox) == [(1, 2), (2, 0)]


def test_being_stopped_is_no_try(open_inbox: OpenInbox) -> None:
    async def run() -> None:
        inbox = open_inbox()
        first, _ = await inbox.receive([update(1), update(2)])
        with contextlib.suppress(asyncio.CancelledError):
            async with inbox.handling(first):
                raise asyncio.CancelledError
        await inbox.give_back()

    asyncio.run(run())
    assert left(open_inbox) == [(1, 0), (2, 0)]


def test_what_is_done_while_the_others_are_given_back_disturbs_nothing(open_inbox: OpenInbox) -> None:
    async def run() -> None:
        inbox = open_inbox()
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
    assert left(open_inbox) == [(2, 0)]


def test_suspects_are_handled_one_at_a_time(open_inbox: OpenInbox) -> None:
    events: list[str] = []

    async def work(inbox: Inbox, one: Delivery) -> None:
        async with inbox.handling(one):
            events.append(f"begin {one.id}")
            await asyncio.sleep(0)
            await inbox.claim(100)  # time for the others to begin, if they may
            events.append(f"end {one.id}")

    async def run() -> None:
        inbox = open_inbox()
        fresh = await inbox.receive([update(1), update(2), update(3)])
        suspects = [Delivery(one.id, one.incoming, tries=1) for one in fresh[:2]]
        await asyncio.gather(*(work(inbox, one) for one in (*suspects, fresh[2])))

    asyncio.run(run())
    order = [event for event in events if not event.endswith("3")]
    assert order == ["begin 1", "end 1", "begin 2", "end 2"]


def test_numbers_of_what_is_done_are_kept_for_two_days(
    open_inbox: OpenInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)

    async def run() -> None:
        nonlocal now
        inbox = open_inbox()
        (one, _) = await inbox.receive([update(1), update(2)])
        await inbox.done(one)
        now += 48 * 3600
        await inbox.receive([update(3)])
        assert inbox._database.rows(select(updates.c.id).order_by(updates.c.id)) == [(2,), (3,)]

    asyncio.run(run())


def test_where_the_database_fails_a_file_is_done_without_and_a_server_s_updates_come_again(
    open_inbox: OpenInbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> Any:
        raise RecordsError("the disk is full")

    async def run() -> None:
        inbox = open_inbox()
        monkeypatch.setattr(Database, "rows", broken)
        monkeypatch.setattr(Database, "transaction", broken)
        if inbox._database.is_remote:
            with pytest.raises(RecordsError):
                await inbox.receive([update(1)])
            return
        (one,) = await inbox.receive([update(1)])
        async with inbox.handling(one) as is_ours:
            assert (one.id, is_ours) == (1, True)
        await inbox.done(one)
        assert caplog.messages == ["the disk is full"]

    asyncio.run(run())
    monkeypatch.undo()


def chats_of(inbox: Inbox, count: int) -> list[int]:
    """Chats that are one worker's, as long as there are the two."""
    return list(itertools.islice((n for n in itertools.count(1) if inbox._workers.is_own(n)), count))


def of_chat(id_: int, chat: int) -> dict[str, Any]:
    return {"update_id": id_, **text_message("?", id_=id_, chat=chat, sender=chat)}


@pytest.fixture
def both(open_database: OpenDatabase, tmp_path: Path) -> Callable[[], tuple[Inbox, Inbox]]:
    """Two workers that share a database."""

    def open_() -> tuple[Inbox, Inbox]:
        found = []
        for _ in range(2):
            workers = Workers(open_database(), tmp_path / "workers")
            workers.join()
            found.append(Inbox(workers._database, workers, cast("Bot", NamedBot())))
        for inbox in found:
            inbox._workers.beat()
        return found[0], found[1]

    return open_


Both = Callable[[], tuple[Inbox, Inbox]]


def ids(deliveries: list[Delivery]) -> list[int]:
    return [one.id for one in deliveries]


def test_whoever_receives_an_update_its_chat_s_worker_handles_it(both: Both) -> None:
    async def run() -> None:
        first, second = both()
        (mine,), (yours,) = chats_of(first, 1), chats_of(second, 1)
        assert ids(await first.receive([of_chat(1, mine), of_chat(2, yours), of_chat(3, mine)])) == [1, 3]
        assert ids(await second.claim(100)) == [2]
        assert await second.claim(100) == []
        assert await first.claim(100) == []
        assert ids(await second.receive([of_chat(1, mine), of_chat(4, mine)])) == []  # one comes again
        assert ids(await first.claim(100)) == [4]

    asyncio.run(run())


def test_a_chat_waits_for_the_worker_that_has_begun_with_it(both: Both, open_inbox: OpenInbox) -> None:
    async def run() -> None:
        alone = open_inbox()
        chat = next(chat for chat in itertools.count(1) if worker_of(chat, (1, 2, 3)) == 2)
        (one,) = await alone.receive([of_chat(1, chat)])
        owner, _ = both()
        assert (alone._workers.number, owner._workers.number) == (1, 2)
        assert ids(await owner.receive([of_chat(2, chat)])) == []
        assert ids(await alone.receive([of_chat(3, chat)])) == []
        await alone.done(one)
        assert ids(await owner.claim(100)) == [2, 3]

    asyncio.run(run())


def test_what_a_dead_worker_left_is_taken_over_with_its_tries(both: Both) -> None:
    async def run() -> None:
        first, second = both()
        mine = chats_of(first, 1)[0]
        begun, _ = await first.receive([of_chat(1, mine), of_chat(2, mine)])
        working = first.handling(begun)
        assert await working.__aenter__()
        second._workers._database.rows(
            table_of_workers.delete().where(table_of_workers.c.number == first._workers.number)
        )
        taken = await second.claim(100)
        assert [(one.id, one.tries) for one in taken] == [(1, 1), (2, 0)]
        await first.done(begun)  # too late: it is not his any more
        async with first.handling(begun) as is_ours:
            assert not is_ours
        async with second.handling(taken[0]) as is_ours:
            assert is_ours
        await second.done(taken[1])
        assert await second.claim(100) == []

    asyncio.run(run())


def test_who_leaves_hands_over_what_is_not_at_work(both: Both) -> None:
    async def run() -> None:
        first, second = both()
        mine, other = chats_of(first, 2)
        begun, later, of_other = await first.receive([of_chat(1, mine), of_chat(2, mine), of_chat(3, other)])
        async with first.handling(begun):
            await first.hand_over()
            assert ids(await second.claim(100)) == [3]
            for one in (later, of_other):
                async with first.handling(one) as is_ours:
                    assert not is_ours
        assert ids(await second.claim(100)) == [2]
        assert await first.receive([of_chat(4, mine)]) == []
        assert ids(await second.claim(100)) == [4]

    asyncio.run(run())


def test_as_many_are_taken_over_as_there_are_places(both: Both) -> None:
    async def run() -> None:
        first, second = both()
        mine = chats_of(first, 3)
        await second.receive([of_chat(number, chat) for number, chat in enumerate(mine, 1)])
        assert ids(await first.claim(2)) == [1, 2]
        assert ids(await first.receive([of_chat(4, mine[2])])) == [3, 4]

    asyncio.run(run())
