"""Which workers live, which of them does what, and how one finds out that it has lost its place."""

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.errors import DeposedError, RecordsError
from bot.serving.database import Database
from bot.serving.tables import workers as table
from bot.serving.workers import Workers, worker_of
from tests.conftest import OpenDatabase

OpenWorkers = Callable[[], Workers]


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def join(open_database: OpenDatabase, tmp_path: Path, clock: Clock) -> OpenWorkers:
    """Another worker of the same database."""

    def join_() -> Workers:
        workers = Workers(open_database(), tmp_path / "workers", clock)
        workers.join()
        return workers

    return join_


def rows(workers: Workers) -> list[int]:
    return [number for (number,) in workers._database.rows(select(table.c.number).order_by(table.c.number))]


def test_a_number_is_never_given_twice(join: OpenWorkers) -> None:
    first, second = join(), join()
    assert (first.number, second.number) == (1, 2)
    second.end()
    third = join()
    first.beat()
    assert third.number == 3
    assert first.alive == (1, 3)


def test_a_worker_that_is_silent_for_ten_seconds_loses_its_place(join: OpenWorkers, clock: Clock) -> None:
    silent, other = join(), join()
    for _ in range(4):
        clock.now += 2.4
        other.beat()
    assert rows(other) == [1, 2]
    clock.now += 2.4
    other.beat()
    assert (rows(other), other.alive) == ([2], (2,))
    with pytest.raises(DeposedError, match="the others have taken over its work"):
        silent.beat()
    with pytest.raises(DeposedError):
        asyncio.run(silent.confirm())


def test_one_that_beats_now_and_then_keeps_its_place(join: OpenWorkers, clock: Clock) -> None:
    slow, other = join(), join()
    for number in range(12):
        clock.now += 2
        other.beat()
        if number % 4 == 3:
            slow.beat()
    assert rows(other) == [1, 2]


def test_who_was_cut_off_takes_nobody_for_dead_at_once(join: OpenWorkers, clock: Clock) -> None:
    """Where all could not reach the database for a while, the first that can must not depose the others."""
    first, second = join(), join()
    first.beat()
    clock.now += 60
    first.beat()
    assert rows(first) == [1, 2]
    second.beat()
    clock.now += 2
    first.beat()
    assert rows(first) == [1, 2]


def test_a_process_of_this_machine_that_has_ended_is_dead_at_once(join: OpenWorkers) -> None:
    ended, other = join(), join()
    other.beat()
    assert rows(other) == [1, 2]
    assert ended._file
    ended._file.release()  # as the system does, however a process ends
    other.beat()
    assert rows(other) == [2]
    assert join().alive == (2, 3)


def test_the_end_of_a_process_of_another_machine_is_told_by_its_silence(join: OpenWorkers) -> None:
    ended, other = join(), join()
    other._database.rows(table.update().where(table.c.number == 1).values(host="elsewhere"))
    assert ended._file
    ended._file.release()
    other.beat()
    assert rows(other) == [1, 2]


def test_for_a_while_after_a_beat_nothing_has_to_be_asked(join: OpenWorkers, clock: Clock) -> None:
    workers = join()
    workers._database.close()
    clock.now += 6
    asyncio.run(workers.confirm())  # it would raise if it asked


def test_after_that_it_asks_once_for_all(join: OpenWorkers, clock: Clock) -> None:
    workers = join()
    clock.now += 7

    async def run() -> None:
        await asyncio.gather(*(workers.confirm() for _ in range(5)))

    asyncio.run(run())
    assert workers._database.rows(select(table.c.beats)) == [(1,)]


def test_a_database_that_is_away_is_waited_for_but_a_file_is_nobody_s(
    join: OpenWorkers, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.serving.workers._AGAIN", 0.001)
    workers = join()
    clock.now += 7
    tries = 0
    transaction = Database.transaction

    def broken(self: Database) -> object:
        nonlocal tries
        tries += 1
        if tries < 4:
            raise RecordsError("it is away")
        return transaction(self)

    monkeypatch.setattr(Database, "transaction", broken)
    asyncio.run(workers.confirm())
    assert tries == (4 if workers._database.is_remote else 1)


def test_the_oldest_leads_and_the_next_after_it(join: OpenWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.serving.workers._BEAT_EVERY", 0.01)
    seen: list[tuple[int, ...]] = []

    async def run() -> None:
        first, second = join(), join()
        first_runs = asyncio.create_task(first.run(lambda: None))
        second_runs = asyncio.create_task(second.run(lambda: seen.append(second.alive)))
        async with asyncio.timeout(20):
            await first.leads.wait()
            while not seen:
                await asyncio.sleep(0.01)
            assert not second.leads.is_set()
            first_runs.cancel()
            await asyncio.gather(first_runs, return_exceptions=True)
            await asyncio.to_thread(first.end)
            await second.leads.wait()
        second_runs.cancel()
        await asyncio.gather(second_runs, return_exceptions=True)

    asyncio.run(run())
    assert seen == [(1, 2), (2,)]


def test_one_that_is_deposed_ends(join: OpenWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.serving.workers._BEAT_EVERY", 0.01)
    workers = join()
    workers._database.rows(table.delete())
    with pytest.raises(DeposedError):
        asyncio.run(asyncio.wait_for(workers.run(lambda: None), 20))


def test_who_leaves_takes_nothing_new_where_others_do(join: OpenWorkers) -> None:
    first = join()
    assert not first.leave()
    second = join()
    assert first.leave()
    second.beat()
    assert (second.alive, rows(second)) == ((2,), [1, 2])
    assert not second.leave()
    first.end()
    assert rows(second) == [2]


def test_where_the_end_can_not_be_noted_the_others_notice_it(
    join: OpenWorkers, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = join(), join()
    first._database.close()
    first.end()
    assert "the bot has ended" in caplog.text
    second.beat()
    assert (second.alive, rows(second)) == ((2,), [2])


@given(st.sets(st.integers(1, 10**6), min_size=2, max_size=9), st.integers(-(2**52), 2**52))
def test_one_that_goes_moves_no_chat_of_the_others(among: set[int], chat: int) -> None:
    owner = worker_of(chat, among)
    assert owner in among
    for gone in among - {owner}:
        assert worker_of(chat, among - {gone}) == owner


def test_chats_are_shared_out_evenly() -> None:
    counts = Counter(worker_of(chat, (3, 4, 9)) for chat in range(3000))
    assert all(900 < counts[number] < 1100 for number in (3, 4, 9))
    assert worker_of(1, ()) is None
