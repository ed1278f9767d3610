"""Bringing a database to this version of its tables.

Our own: Alembic brings files, settings and templates of its own, for what is a handful of statements here. A
new database is made as `bot.serving.tables` says; an older one gets there by the statements below.
"""

from sqlalchemy import Connection

from bot.serving.tables import metadata

_CHANGES = (
    (
        "CREATE TABLE updates (id INTEGER PRIMARY KEY, came REAL NOT NULL, content TEXT, "
        "tries INTEGER NOT NULL DEFAULT 0) STRICT",
        "CREATE INDEX updates_came ON updates (came)",
        "CREATE TABLE replies (chat INTEGER NOT NULL, asked INTEGER NOT NULL, message INTEGER NOT NULL, "
        "question TEXT NOT NULL, user TEXT NOT NULL, sent INTEGER NOT NULL, "
        "PRIMARY KEY (chat, asked)) STRICT",
        "CREATE INDEX replies_sent ON replies (sent)",
    ),
    (
        "CREATE TABLE subscriptions (id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER NOT NULL, "
        "topic INTEGER, user TEXT NOT NULL, question TEXT NOT NULL, generation TEXT NOT NULL) STRICT",
        "CREATE INDEX subscriptions_chat ON subscriptions (chat)",
        "CREATE TABLE news (subscription INTEGER NOT NULL REFERENCES subscriptions ON DELETE CASCADE, "
        "document TEXT NOT NULL, PRIMARY KEY (subscription, document)) STRICT",
        "CREATE TABLE documents (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    ),
    (
        "ALTER TABLE updates ADD COLUMN line INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE updates ADD COLUMN worker INTEGER",
        "ALTER TABLE news ADD COLUMN found REAL NOT NULL DEFAULT 0",
        "CREATE INDEX updates_undone ON updates (line, id) WHERE content IS NOT NULL",
    ),
)
"""What makes each version out of the one before, from version 1 on; a change of the tables is another entry.

PostgreSQL is known since version 4, so the first three are for SQLite alone. Tables that come later than that
need not stand in an entry: those that are missing in the end are made.
"""

VERSION = 1 + len(_CHANGES)
"""The version that `bot.serving.tables` describes."""


def bring_up_to_date(connection: Connection, version: int) -> None:
    """Brings tables of an earlier ``version`` to this one; 0 stands for none at all."""
    if version:
        for change in _CHANGES[version - 1 :]:
            for statement in change:
                connection.exec_driver_sql(statement)
    metadata.create_all(connection)
