"""The file of what people told the bot: its versions, its key, and what can't be used."""

import contextlib
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import RecordsError
from bot.serving import database as module
from bot.serving.database import Database
from bot.serving.records import Records
from bot.serving.replies import Replies

NAME = "people.sqlite3"


def test_only_the_owner_can_read_the_files(tmp_path: Path) -> None:
    Database(tmp_path / NAME).close()
    for name in (NAME, "people.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_half_written_key_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "people.key").write_bytes(b"half")
    Database(tmp_path / NAME).close()
    assert len((tmp_path / "people.key").read_bytes()) == 32


@pytest.mark.parametrize("content", [b"no database" * 100, None], ids=["not a database", "newer"])
def test_what_can_not_be_used_is_one_sentence_and_stays(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / NAME
    if content is None:
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA user_version = 99")
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(RecordsError, match=r"people\.sqlite3 (can't be used|was written by a newer version)"):
        Database(path)
    assert path.read_bytes() == before


def test_a_file_of_the_first_version_is_taken_on(tmp_path: Path) -> None:
    path = tmp_path / NAME
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript(f"{module._VERSIONS[0]} PRAGMA user_version = 1;")
        old.execute("INSERT INTO languages VALUES (-5, 'kk')")
        old.commit()
    database = Database(path)
    assert Records(database).language(-5) == "kk"
    replies = Replies(database)
    replies.remember(1, 2, 3, "Что?", 4)
    assert replies.find(1, 2, "Что?")
    database.close()
    Database(path).close()  # opening it once more changes nothing


def test_a_migration_that_fails_leaves_the_version_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / NAME
    with monkeypatch.context() as patch:
        patch.setattr(module, "_VERSIONS", module._VERSIONS[:1])
        Database(path).close()
        patch.setattr(module, "_VERSIONS", (*module._VERSIONS, "CREATE TABLE new (a); no statement;"))
        with pytest.raises(RecordsError, match="can't be used"):
            Database(path)
    with contextlib.closing(sqlite3.connect(path)) as found:
        assert found.execute("PRAGMA user_version").fetchone() == (1,)
        names = {name for (name,) in found.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        assert names == {"languages", "verdicts"}
    Database(path).close()


def test_processes_that_open_a_new_file_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: Database(tmp_path / NAME), range(16)))
    for number, database in enumerate(found):
        Records(database).choose_language(number, "kk")
    assert [Records(found[0]).language(number) for number in range(16)] == ["kk"] * 16


def test_what_was_deleted_is_in_no_file(tmp_path: Path) -> None:
    database = Database(tmp_path / NAME)
    database.rows("INSERT INTO updates (id, came, content) VALUES (1, 1, 'a secret of mine')")
    assert any(b"a secret of mine" in path.read_bytes() for path in tmp_path.iterdir())
    database.rows("UPDATE updates SET content = NULL")
    database.purge()
    assert not any(b"a secret of mine" in path.read_bytes() for path in tmp_path.iterdir())


def test_a_hash_hangs_on_the_key(tmp_path: Path) -> None:
    one, same = Database(tmp_path / "a" / NAME), Database(tmp_path / "a" / NAME)
    other = Database(tmp_path / "b" / NAME)
    assert one.hashed("1") == same.hashed("1") != other.hashed("1")
    assert one.hashed("\ud800") != one.hashed("\ud801")


def test_after_a_transaction_that_can_not_be_written_others_can(tmp_path: Path) -> None:
    def put_orphan() -> None:
        with database.transaction() as connection:
            # It fails when it is committed, as it does where the disk is full.
            connection.execute("PRAGMA defer_foreign_keys = ON")
            connection.execute("INSERT INTO news VALUES (1, 'n1')")

    database = Database(tmp_path / NAME)
    with pytest.raises(RecordsError, match="FOREIGN KEY"):
        put_orphan()
    with database.transaction() as connection:
        connection.execute("INSERT INTO languages VALUES (1, 'kk')")
    assert (Records(database).language(1), database.rows("SELECT * FROM news")) == ("kk", [])


def test_closing_waits_for_what_another_thread_does(tmp_path: Path) -> None:
    database = Database(tmp_path / NAME)
    with ThreadPoolExecutor(2) as threads:
        with database.transaction() as connection:
            closing = threads.submit(database.close)
            connection.execute("INSERT INTO languages VALUES (1, 'kk')")
            assert not closing.done()
        closing.result()
    with pytest.raises(RecordsError, match="can't be used"):
        database.rows("SELECT 1")
    assert Records(Database(tmp_path / NAME)).language(1) == "kk"
