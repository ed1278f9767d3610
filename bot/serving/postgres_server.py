"""The database on a PostgreSQL server, which the workers of many machines may share."""

import importlib.util
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    MetaData,
    Table,
    Text,
    create_engine,
    inspect,
    select,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.engine import URL, make_url

from retrieval.errors import MissingExtraError

_DRIVER = "psycopg"

_LOCK = 0x44_61_79_65
"""The number of the advisory lock that stands for our tables, any but those that others use here."""

_CONNECTIONS = 8
"""At once from one worker, and as many for notes. A choice: each is used for milliseconds."""

_PATIENCE = 10
"""Seconds for a connection to be made. A choice."""

_SETTINGS = "-c idle_in_transaction_session_timeout=5000 -c lock_timeout=15000"
"""Milliseconds. A worker that is stopped amid a transaction must not hold up all others until it goes on."""

# A commit that waits for the disk of the server takes ten milliseconds on a busy one. What is lost where that
# loses power meanwhile is the note alone.
_SETTINGS_OF_NOTES = f"{_SETTINGS} -c synchronous_commit=off"

_metadata = MetaData()
_installation = Table(
    "installation",
    _metadata,
    Column("version", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
)
"""One row: the version of the tables, and what tells the key of the hashes from any other."""


class PostgresServer:
    """What only PostgreSQL does in its own way; see `bot.serving.database.Backend`."""

    advice = "check the server, and DAYEKSOZ_DATABASE"
    is_remote = True

    def __init__(self, url: str) -> None:
        """Connects when it is first used; raises MissingExtraError where the driver is not installed."""
        if importlib.util.find_spec(_DRIVER) is None:
            raise MissingExtraError("postgres", _DRIVER)
        parts = make_url(url).set(drivername=f"postgresql+{_DRIVER}")
        # Neither name nor password of the user, which may also stand in the query.
        self.place = f"The database {parts.database} at {parts.host or 'this machine'}"
        # A server that was started anew is nothing to fail of.
        self.engine = _engine(parts, _SETTINGS, pool_size=_CONNECTIONS, pool_pre_ping=True)
        self.single: Engine = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self.notes = _engine(parts, _SETTINGS_OF_NOTES, pool_size=_CONNECTIONS, isolation_level="AUTOCOMMIT")

    def insert(self, table: Table) -> Insert:
        return insert(table)

    def lock(self, connection: Connection) -> None:
        """Waits until no other transaction of ours is under way, in whatever worker."""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    def version(self, connection: Connection) -> int:
        if not inspect(connection).has_table(_installation.name):
            return 0
        return int(connection.execute(select(_installation.c.version)).scalar_one())

    def known_key(self, connection: Connection) -> str | None:
        return str(connection.execute(select(_installation.c.key)).scalar_one())

    def prepare(self, connection: Connection) -> None:
        """Nothing is to be done."""

    def note(self, connection: Connection, version: int, key: str) -> None:
        _metadata.create_all(connection)
        connection.execute(_installation.delete())
        connection.execute(_installation.insert().values(version=version, key=key))

    def purge(self, connection: Connection) -> None:
        """Nothing is to be done: the server clears away by itself what was deleted."""


def _engine(url: URL, settings: str, **options: Any) -> Engine:
    return create_engine(
        url,
        max_overflow=0,
        connect_args={"connect_timeout": _PATIENCE, "options": settings},
        hide_parameters=True,  # they may be a person's words
        **options,
    )
