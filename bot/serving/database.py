"""The database of what people told the bot, and of what its workers do: a file, or one on a server."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import RecordsError
from bot.serving.key import Key
from bot.serving.migrations import VERSION, bring_up_to_date

_KEY_IN_USE = "the key of the hashes"

_NOTES = 8
"""At once. A choice: questions that are answered together have replies together, and none should wait."""


class Backend(Protocol):
    """A kind of database: `SqliteFile`, `PostgresServer`.

    ``place`` names it in errors, without secrets, and ``advice`` says what to do. ``is_remote``: whether
    others may reach it while this process does not.
    """

    place: str
    advice: str
    is_remote: bool
    engine: Engine

    @property
    def single(self) -> Engine:
        """The engine for statements of which each is a transaction of its own."""

    @property
    def notes(self) -> Engine:
        """As ``single``, with connections that nothing else uses and that do not wait for the disk."""

    def insert(self, table: Table) -> "sqlite.Insert | postgresql.Insert":
        """An insertion that can say what to do about a conflict."""

    def lock(self, connection: Connection) -> None:
        """Makes the transaction that has just begun the only one of all workers."""

    def version(self, connection: Connection) -> int:
        """The version of the tables; 0 where there are none."""

    def known_key(self, connection: Connection) -> str | None:
        """What was noted of the key; None where the key lies beside the database."""

    def prepare(self, connection: Connection) -> None:
        """What is to be set before the first transaction."""

    def note(self, connection: Connection, version: int, key: str) -> None:
        """Notes the version of the tables, and what tells the key from others."""

    def purge(self, connection: Connection) -> None:
        """Clears away what was deleted, as far as that is ours to do."""


class Database:
    """Every method but `note` may be called from any thread, and all raise RecordsError where they fail.

    What a method has written is on the disk when it returns; for what `note` has written, see there.
    """

    def __init__(self, backend: Backend, key: Key) -> None:
        """Brings the tables to this version; raises RecordsError where that can't be done, and leaves the
        database as it was.
        """
        self._backend = backend
        self._key = key
        self._is_closed = False
        self._puts: dict[Table, Executable] = {}
        self._single = backend.single
        self._notes = ThreadPoolExecutor(_NOTES, "notes")
        self.is_remote = backend.is_remote
        try:
            self._bring_up_to_date()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """What is under way in other threads is finished; later calls raise RecordsError."""
        self._is_closed = True
        self._notes.shutdown()
        for engine in (self._backend.engine, self._backend.notes):
            engine.dispose()

    def rows(self, statement: Executable, **parameters: object) -> list[Any]:
        """Carries out one statement; returns the rows that it gives."""
        return self._rows(self._single, statement, parameters)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Surrounds several statements, of which all are carried out, or none; no other transaction of any
        worker runs at the same time.
        """
        with self._errors(), self._backend.engine.begin() as connection:
            self._backend.lock(connection)
            yield connection

    def insert(self, table: Table) -> "sqlite.Insert | postgresql.Insert":
        """An insertion that can say what to do about a conflict."""
        return self._backend.insert(table)

    def put(self, table: Table, **values: object) -> None:
        """Inserts a row, in place of the one with the same primary key."""
        self.rows(self._put(table), **values)

    async def note(self, table: Table, **values: object) -> None:
        """Does what `put` does, at once: it waits neither for other statements' threads nor for the disk.

        What was noted outlives this process. It outlives a power cut once anything is written after it:
        the journals of both kinds of database reach the disk in their order.
        """
        put, loop = self._put(table), asyncio.get_running_loop()
        try:
            with self._errors():
                noting = loop.run_in_executor(self._notes, self._rows, self._backend.notes, put, values)
            await noting
        except RecordsError:  # such as of a connection that the server has closed since the last note
            await asyncio.to_thread(self.rows, put, **values)

    def purge(self) -> None:
        """Clears away what was deleted."""
        with self._errors(), self._single.connect() as connection:
            self._backend.purge(connection)

    def hashed(self, text: str) -> str:
        """What stands for ``text``: 16 hexadecimal digits that only the key connects with it."""
        return self._key.hashed(text)

    def derived(self, purpose: str) -> str:
        """A secret for ``purpose``, of 64 hexadecimal digits, the same in all workers."""
        return self._key.derived(purpose)

    def _rows(self, engine: Engine, statement: Executable, parameters: dict[str, object]) -> list[Any]:
        with self._errors(), engine.connect() as connection:
            result = connection.execute(statement, parameters)
            return list(result.all()) if result.returns_rows else []

    def _put(self, table: Table) -> Executable:
        if table not in self._puts:
            keys, insert = table.primary_key.columns.keys(), self.insert(table)
            rest = {name: column for name, column in insert.excluded.items() if name not in keys}
            self._puts[table] = insert.on_conflict_do_update(index_elements=keys, set_=rest)
        return self._puts[table]

    def _bring_up_to_date(self) -> None:
        key = self._key.hashed(_KEY_IN_USE)
        with self._errors(), self._single.connect() as connection:
            version = self._backend.version(connection)
            if version <= VERSION:
                self._backend.prepare(connection)
        if version < VERSION:
            with self.transaction() as connection:
                version = self._backend.version(connection)  # another process may have done it by now
                if version < VERSION:
                    bring_up_to_date(connection, version)
                    self._backend.note(connection, VERSION, key)
                    return
        if version > VERSION:
            raise RecordsError(
                f"{self._backend.place} was written by a newer version of Dayeksoz: update Dayeksoz."
            )
        with self._errors(), self._single.connect() as connection:
            known = self._backend.known_key(connection)
        if known not in (None, key):
            raise RecordsError(
                f"{self._backend.place} is used with another key of the hashes: "
                "copy the .key file from the data folder of the other workers into this one's."
            )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        if self._is_closed:
            raise RecordsError(f"{self._backend.place} can't be used: the bot has ended.")
        try:
            yield
        except (OSError, SQLAlchemyError) as error:
            said = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
            raise RecordsError(
                f"{self._backend.place} can't be used ({said}): {self._backend.advice}."
            ) from error
