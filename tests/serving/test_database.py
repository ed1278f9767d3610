"""The database of what people told the bot: its versions, its key, and what can't be used."""

import asyncio
import contextlib
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.errors import RecordsError
from bot.serving import migrations
from bot.serving.opening import open_file, open_server
from bot.serving.records import Records
from bot.serving.replies import Replies
from bot.serving.subscriptions import News, Subscription, Subscriptions
from bot.serving.tables import languages, metadata, news, updates
from tests.conftest import OpenDatabase
from tests.postgres import PASSWORD, PostgresServer

NAME = "people.sqlite3"

FIRST = """
    CREATE TABLE languages (chat INTEGER PRIMARY KEY, language TEXT NOT NULL) STRICT;
    CREATE TABLE verdicts (
        user TEXT NOT NULL, question TEXT NOT NULL, document TEXT NOT NULL, start INTEGER NOT NULL,
        quote TEXT NOT NULL, verdict TEXT NOT NULL, answered INTEGER NOT NULL, generation TEXT NOT NULL,
        given TEXT NOT NULL,
        PRIMARY KEY (user, question, document, start)
    ) STRICT;
"""
"""The tables of version 1."""


def make_old(path: Path, version: int) -> None:
    """A file as an earlier version left it, with what people told that version."""
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript(FIRST)
        for change in migrations._CHANGES[: version - 1]:
            for statement in change:
                old.execute(statement)
        old.execute("INSERT INTO languages VALUES (-5, 'kk')")
        if version >= 2:
            old.execute("INSERT INTO updates (id, came, content) VALUES (7, 1.5, '{}')")
        if version >= 3:
            old.execute("INSERT INTO subscriptions VALUES (3, 5, NULL, 'u', 'Что?', 'g')")
            old.execute("INSERT INTO news VALUES (3, 'n1')")
        old.execute(f"PRAGMA user_version = {version}")
        old.commit()


def described(path: Path) -> dict[str, list[str]]:
    """The columns and the indexes of a file's tables, in the order of their names."""
    with contextlib.closing(sqlite3.connect(path)) as found:
        tables = [name for (name,) in found.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        columns = "SELECT name, type, [notnull] OR pk, dflt_value, pk FROM pragma_table_info(?) ORDER BY name"
        indexes = "SELECT name, [unique], partial FROM pragma_index_list(?) ORDER BY name"
        return {
            table: [str(row) for select in (columns, indexes) for row in found.execute(select, (table,))]
            for table in tables
        }


def test_only_the_owner_can_read_the_files(tmp_path: Path) -> None:
    open_file(tmp_path / NAME).close()
    for name in (NAME, "people.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_half_written_key_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "people.key").write_bytes(b"half")
    open_file(tmp_path / NAME).close()
    assert len((tmp_path / "people.key").read_bytes()) == 32
    assert sorted(path.name for path in tmp_path.glob("*.key*")) == ["people.key"]


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
        open_file(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_file_of_an_earlier_version_is_taken_on(tmp_path: Path, version: int) -> None:
    path = tmp_path / NAME
    make_old(path, version)
    database = open_file(path)
    assert Records(database).language(-5) == "kk"
    replies = Replies(database)
    asyncio.run(replies.remember(1, 2, 3, "Что?", 4))
    assert replies.find(1, 2, "Что?")
    if version >= 2:
        assert [tuple(row) for row in database.rows(select(updates))] == [(7, 1.5, "{}", 0, 0, None)]
    if version >= 3:
        assert Subscriptions(database).untold() == [News(Subscription(3, 5, None, "Что?", "g"), "n1")]
    database.close()
    open_file(path).close()  # opening it once more changes nothing
    open_file(tmp_path / "new.sqlite3").close()
    assert described(path) == described(tmp_path / "new.sqlite3")


def test_all_tables_of_a_file_are_strict(tmp_path: Path) -> None:
    open_file(tmp_path / NAME).close()
    with contextlib.closing(sqlite3.connect(tmp_path / NAME)) as found:
        listed = found.execute("SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%'")
        assert dict(listed.fetchall()) == dict.fromkeys(metadata.tables, 1)


def test_a_migration_that_fails_leaves_the_version_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / NAME
    make_old(path, 1)
    with monkeypatch.context() as patch:
        broken = (*migrations._CHANGES, ("CREATE TABLE new (a)", "no statement"))
        patch.setattr(migrations, "_CHANGES", broken)
        with pytest.raises(RecordsError, match="can't be used"):
            open_file(path)
    with contextlib.closing(sqlite3.connect(path)) as found:
        assert found.execute("PRAGMA user_version").fetchone() == (1,)
        names = {name for (name,) in found.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        assert names == {"languages", "verdicts"}
    open_file(path).close()


def test_processes_that_open_a_new_database_at_once_agree(open_database: OpenDatabase) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: open_database(), range(8)))
    for number, database in enumerate(found):
        Records(database).choose_language(number, "kk")
    assert [Records(found[0]).language(number) for number in range(8)] == ["kk"] * 8
    assert len({database.hashed("1") for database in found}) == 1


def test_what_was_deleted_is_in_no_file(tmp_path: Path) -> None:
    database = open_file(tmp_path / NAME)
    database.rows(updates.insert().values(id=1, came=1, content="a secret of mine"))
    assert any(b"a secret of mine" in path.read_bytes() for path in tmp_path.iterdir())
    database.rows(updates.update().values(content=None))
    database.purge()
    assert not any(b"a secret of mine" in path.read_bytes() for path in tmp_path.iterdir())


def test_a_hash_hangs_on_the_key(tmp_path: Path) -> None:
    one, same = open_file(tmp_path / "a" / NAME), open_file(tmp_path / "a" / NAME)
    other = open_file(tmp_path / "b" / NAME)
    assert one.hashed("1") == same.hashed("1") != other.hashed("1")
    assert one.hashed("\ud800") != one.hashed("\ud801")
    assert one.derived("secret") == same.derived("secret") != other.derived("secret")


def test_after_a_transaction_that_can_not_be_written_others_can(open_database: OpenDatabase) -> None:
    def put_orphan() -> None:
        with database.transaction() as connection:
            connection.execute(languages.insert().values(chat=2, language="ru"))
            connection.execute(news.insert().values(subscription=1, document="n1"))

    database = open_database()
    with pytest.raises(RecordsError, match=r"(?i)foreign key"):
        put_orphan()
    with database.transaction() as connection:
        connection.execute(languages.insert().values(chat=1, language="kk"))
    assert [Records(database).language(chat) for chat in (1, 2)] == ["kk", None]
    assert database.rows(select(news)) == []


def test_transactions_of_all_workers_run_one_after_another(open_database: OpenDatabase) -> None:
    first, second = open_database(), open_database()
    events: list[str] = []

    def work(number: int) -> None:
        with (first if number % 2 else second).transaction() as connection:
            events.append("begin")
            connection.execute(languages.insert().values(chat=number, language="kk"))
            events.append("end")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(12)))
    assert events == ["begin", "end"] * 12


def test_a_note_waits_for_nothing_that_others_do(open_database: OpenDatabase) -> None:
    """Not for the threads that asyncio has for all, and not for the connections of other statements."""
    database, other = open_database(), open_database()
    may_end = threading.Event()

    def occupy() -> None:
        with database._single.connect():
            may_end.wait()

    async def run() -> None:
        threads = ThreadPoolExecutor(1)
        asyncio.get_running_loop().set_default_executor(threads)
        busy = [asyncio.get_running_loop().run_in_executor(None, occupy)]
        with contextlib.ExitStack() as held:
            for _ in range(database._single.pool.size() - 1):  # type: ignore[attr-defined]
                held.enter_context(database._single.connect())
            try:
                for language in ("ru", "kk"):
                    await asyncio.wait_for(database.note(languages, chat=1, language=language), 10)
                assert Records(other).language(1) == "kk"
            finally:
                may_end.set()
                await asyncio.gather(*busy)

    asyncio.run(run())


def test_only_a_note_does_not_wait_for_the_disk(open_database: OpenDatabase) -> None:
    database = open_database()
    backend = database._backend
    ask, waits, does_not = "SHOW synchronous_commit", "on", "off"
    if not database.is_remote:
        ask, waits, does_not = "PRAGMA synchronous", "2", "1"  # FULL, NORMAL
    found = []
    for engine in (backend.engine, backend.single, backend.notes):
        with engine.connect() as connection:
            found.append(str(connection.exec_driver_sql(ask).scalar_one()))
    assert found == [waits, waits, does_not]


def test_a_note_is_kept_though_the_server_has_closed_the_connection(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    database = open_server(postgres_server.new_database(), tmp_path / "people.key")
    asyncio.run(database.note(languages, chat=1, language="ru"))
    with database._backend.notes.connect() as connection:
        (process,) = connection.exec_driver_sql("SELECT pg_backend_pid()").one()
    database.rows(text("SELECT pg_terminate_backend(:process, 10000)"), process=process)
    for language in ("kk", "en"):
        asyncio.run(database.note(languages, chat=1, language=language))
        assert Records(database).language(1) == language
    database.close()


def test_after_closing_nothing_is_done(open_database: OpenDatabase) -> None:
    database = open_database()
    Records(database).choose_language(1, "kk")
    database.close()
    with pytest.raises(RecordsError, match="can't be used: the bot has ended"):
        Records(database).language(1)
    with pytest.raises(RecordsError, match="can't be used: the bot has ended"):
        asyncio.run(database.note(languages, chat=1, language="ru"))
    assert Records(open_database()).language(1) == "kk"


def test_an_error_repeats_no_value(open_database: OpenDatabase) -> None:
    database = open_database()
    statement = languages.insert().values(chat=1, language="words of a person")
    database.rows(statement)
    with pytest.raises(RecordsError) as caught:
        database.rows(statement)
    error: BaseException | None = caught.value
    assert "people.sqlite3 can't be used" in str(error) or " at 127.0.0.1 can't be used" in str(error)
    while error:
        assert "words of a person" not in str(error)
        error = error.__cause__


def test_a_server_that_is_not_there_is_one_sentence_without_the_password(tmp_path: Path) -> None:
    url = "postgresql://bot:pass-word@127.0.0.1:1/people?password=other-word"
    with pytest.raises(RecordsError) as caught:
        open_server(url, tmp_path / "people.key")
    assert str(caught.value).startswith("The database people at 127.0.0.1 can't be used (")
    assert str(caught.value).endswith("): check the server, and DAYEKSOZ_DATABASE.")
    error: BaseException | None = caught.value
    while error:
        assert "pass-word" not in str(error)
        assert "other-word" not in str(error)
        error = error.__cause__


def test_a_wrong_password_is_not_repeated(postgres_server: PostgresServer, tmp_path: Path) -> None:
    url = postgres_server.new_database().replace("a-password", "another-word")
    with pytest.raises(RecordsError, match="password authentication failed") as caught:
        open_server(url, tmp_path / "people.key")
    assert "another-word" not in str(caught.value)
    assert PASSWORD not in str(caught.value)


def test_workers_with_another_key_are_told_to_copy_it(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url = postgres_server.new_database()
    open_server(url, tmp_path / "a" / "people.key").close()
    open_server(url, tmp_path / "a" / "people.key").close()
    with pytest.raises(RecordsError, match=r"another key of the hashes: copy the \.key file"):
        open_server(url, tmp_path / "b" / "people.key")


def test_a_server_of_a_newer_version_stays_as_it_is(postgres_server: PostgresServer, tmp_path: Path) -> None:
    url, key = postgres_server.new_database(), tmp_path / "people.key"
    database = open_server(url, key)
    with database.transaction() as connection:
        connection.execute(text("UPDATE installation SET version = 99"))
    database.close()
    with pytest.raises(RecordsError, match="was written by a newer version of Dayeksoz"):
        open_server(url, key)
