from pathlib import Path

import pytest

from bot.serving import replies as module
from bot.serving.database import Database
from bot.serving.replies import Replies, Reply


def test_a_reply_is_found_until_two_days_have_passed(tmp_path: Path) -> None:
    now = 1_000_000.0
    path = tmp_path / "people.sqlite3"
    replies = Replies(Database(path), lambda: now)
    replies.remember(-5, 1, 10, "Что?", author=7)
    replies = Replies(Database(path), lambda: now)
    assert replies.find(-5, 1, "Что?") == Reply(10, is_to_same=True)
    assert replies.find(-5, 1, "Кто?") == Reply(10, is_to_same=False)
    assert replies.find(-6, 1, "Что?") is None
    replies.remember(-5, 1, 11, "Кто?", author=7)
    assert replies.find(-5, 1, "Кто?") == Reply(11, is_to_same=True)
    now += 48 * 3600
    assert replies.find(-5, 1, "Кто?") is None


def test_what_is_kept_holds_no_text_and_can_be_deleted(tmp_path: Path) -> None:
    database = Database(tmp_path / "people.sqlite3")
    replies = Replies(database)
    replies.remember(-5, 1, 10, "Что?", author=7)
    replies.remember(-5, 2, 11, "Что?", author=8)
    assert "Что?" not in str(database.rows("SELECT * FROM replies"))
    replies.forget(7)
    assert [replies.find(-5, asked, "Что?") for asked in (1, 2)] == [None, Reply(11, is_to_same=True)]


def test_old_replies_and_those_beyond_the_bound_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 3)
    monkeypatch.setattr(module, "_CLEAN_EVERY", 0)
    now = 1_000_000.0
    database = Database(tmp_path / "people.sqlite3")
    replies = Replies(database, lambda: now)
    for asked in range(1, 6):
        now += 1
        replies.remember(1, asked, asked, "?", author=7)
    assert database.rows("SELECT asked FROM replies ORDER BY asked") == [(3,), (4,), (5,)]
    now += 48 * 3600 - 1
    replies.remember(1, 6, 6, "?", author=7)
    assert database.rows("SELECT asked FROM replies ORDER BY asked") == [(5,), (6,)]
