import asyncio

import pytest
from sqlalchemy import select

from bot.serving import replies as module
from bot.serving.replies import Replies, Reply
from bot.serving.tables import replies as table
from tests.conftest import OpenDatabase


def test_a_reply_is_found_until_two_days_have_passed(open_database: OpenDatabase) -> None:
    now = 1_000_000.0
    replies = Replies(open_database(), lambda: now)
    asyncio.run(replies.remember(-5, 1, 10, "Что?", author=7))
    replies = Replies(open_database(), lambda: now)
    assert replies.find(-5, 1, "Что?") == Reply(10, is_to_same=True)
    assert replies.find(-5, 1, "Кто?") == Reply(10, is_to_same=False)
    assert replies.find(-6, 1, "Что?") is None
    asyncio.run(replies.remember(-5, 1, 11, "Кто?", author=7))
    assert replies.find(-5, 1, "Кто?") == Reply(11, is_to_same=True)
    now += 48 * 3600
    assert replies.find(-5, 1, "Кто?") is None


def test_what_is_kept_holds_no_text_and_can_be_deleted(open_database: OpenDatabase) -> None:
    database = open_database()
    replies = Replies(database)
    asyncio.run(replies.remember(-5, 1, 10, "Что?", author=7))
    asyncio.run(replies.remember(-5, 2, 11, "Что?", author=8))
    assert "Что?" not in str(database.rows(select(table)))
    replies.forget(7)
    assert [replies.find(-5, asked, "Что?") for asked in (1, 2)] == [None, Reply(11, is_to_same=True)]


def test_old_replies_and_those_beyond_the_bound_go(
    open_database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST", 3)
    monkeypatch.setattr(module, "_CLEAN_EVERY", 0)
    now = 1_000_000.0
    database = open_database()
    replies = Replies(database, lambda: now)
    for asked in range(1, 6):
        now += 1
        asyncio.run(replies.remember(1, asked, asked, "?", author=7))
    assert database.rows(select(table.c.asked).order_by(table.c.asked)) == [(3,), (4,), (5,)]
    now += 48 * 3600 - 1
    asyncio.run(replies.remember(1, 6, 6, "?", author=7))
    assert database.rows(select(table.c.asked).order_by(table.c.asked)) == [(5,), (6,)]
