"""The database as one SQLite file, which all workers of one machine may share."""

from pathlib import Path

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

_PATIENCE = 15.0
"""Seconds for another process, or thread, to end what it writes. A choice: a write takes milliseconds."""

_SINGLE = "is_single"
"""Our own option of a connection: it begins no transaction, so that SQLite makes one of each statement."""


class SqliteFile:
    """What only SQLite does in its own way; see `bot.serving.database.Backend`."""

    advice = "check the disk, or move the file away"
    is_remote = False

    def __init__(self, path: Path) -> None:
        """Makes the file where there is none; raises OSError where that can't be done."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self.place = str(path)
        self.engine = _engine(path, "FULL")
        self.single: Engine = self.engine.execution_options(**{_SINGLE: True})
        self.notes: Engine = _engine(path, "NORMAL").execution_options(**{_SINGLE: True})

    def insert(self, table: Table) -> Insert:
        return insert(table)

    def lock(self, connection: Connection) -> None:
        """Nothing is to be done: every transaction begins as the only one that writes."""

    def version(self, connection: Connection) -> int:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())

    def prepare(self, connection: Connection) -> None:
        """Sets what the file keeps for good; must be called outside of a transaction."""
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")

    def note(self, connection: Connection, version: int, key: str) -> None:  # noqa: ARG002
        """Notes the version; the key lies beside the file, and whoever has the one has the other."""
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")

    def known_key(self, connection: Connection) -> None:  # noqa: ARG002
        return None

    def purge(self, connection: Connection) -> None:
        """Empties the journal, which may still hold what was deleted."""
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()


def _engine(path: Path, synchronous: str) -> Engine:
    """``synchronous``: FULL to wait for the disk at every commit, or NORMAL to leave that to later ones."""
    # One connection, for which threads wait in turn: they would otherwise poll for SQLite's own lock.
    engine = create_engine(
        f"sqlite:///{path}",
        pool_size=1,
        max_overflow=0,
        pool_timeout=_PATIENCE,
        connect_args={"check_same_thread": False, "timeout": _PATIENCE},
        hide_parameters=True,  # they may be a person's words
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # Python's sqlite3 would begin transactions by itself.
        connection.isolation_level = None
        for pragma in (f"synchronous = {synchronous}", "secure_delete = ON", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(_SINGLE):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
