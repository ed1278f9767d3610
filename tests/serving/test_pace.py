from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from bot.serving.pace import Pace, Refusal
from bot.serving.tables import questions
from tests.conftest import OpenDatabase


def test_pace_counts_authors_and_chats_in_any_minute(open_database: OpenDatabase) -> None:
    now = 0.0
    pace = Pace(open_database(), of_author=2, of_chat=3, clock=lambda: now)
    assert [pace.take(1, -5), pace.take(1, -5)] == [None, None]
    now = 20.5
    assert pace.take(1, -5) == Refusal(40, is_first=True)
    assert pace.take(1, -6) == Refusal(40, is_first=True)  # another chat has not been told
    assert pace.take(1, -5) == Refusal(40, is_first=False)
    assert pace.take(2, -5) is None
    assert pace.take(3, -5) == Refusal(40, is_first=True)  # the chat's limit
    now = 60.0
    assert pace.take(1, -5) is None
    assert pace.take(1, -5) is None
    assert pace.take(1, -5) == Refusal(60, is_first=False)  # told less than a minute ago
    now = 130.0
    assert [pace.take(1, -5), pace.take(1, -5)] == [None, None]
    assert pace.take(1, -5) == Refusal(60, is_first=True)


def test_a_question_that_is_refused_counts_for_neither(open_database: OpenDatabase) -> None:
    pace = Pace(open_database(), of_author=2, of_chat=1, clock=lambda: 0.0)
    assert pace.take(1, -5) is None
    assert pace.take(1, -5) == Refusal(60, is_first=True)  # the chat's limit
    assert pace.take(1, -6) is None
    assert pace.take(1, -7) == Refusal(60, is_first=True)  # the author's limit
    assert pace.take(2, -7) is None


def test_workers_that_count_at_once_let_no_question_more_through(open_database: OpenDatabase) -> None:
    paces = [Pace(open_database(), of_author=7, of_chat=100) for _ in range(2)]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda number: paces[number % 2].take(1, number), range(20)))
    assert found.count(None) == 7


def test_who_asked_is_known_by_a_hash_and_for_a_minute(
    open_database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.serving.pace._CLEAN_EVERY", 0)
    now = 1_000_000.0
    database = open_database()
    pace = Pace(database, of_author=9, of_chat=9, clock=lambda: now)
    pace.take(123456789, -987654321)
    (row,) = database.rows(select(questions))
    assert (row.author, row.chat) == (database.hashed("123456789"), database.hashed("-987654321"))
    now += 60
    pace.take(1, 1)
    assert database.rows(select(func.count()).select_from(questions)) == [(1,)]


def test_where_the_database_fails_nobody_is_limited(open_database: OpenDatabase) -> None:
    database = open_database()
    pace = Pace(database, of_author=1, of_chat=1)
    database.close()
    assert [pace.take(1, 1), pace.take(1, 1)] == [None, None]
