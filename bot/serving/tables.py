"""The tables of the database, as SQLAlchemy Core knows them: the same on SQLite and on PostgreSQL."""

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Integer, MetaData, Table, Text, text
from sqlalchemy.dialects import sqlite

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""Numbers of chats and messages have up to 52 bits. SQLite's only kind of integer has 64."""

_ZERO = text("0")

_SECONDS: Double[float] = Double().with_variant(sqlite.REAL(), "sqlite")
"""Since 1970, by the clock of the machine that wrote it."""

metadata = MetaData()

languages = Table(
    "languages",
    metadata,
    Column("chat", _NUMBER, primary_key=True, autoincrement=False),
    Column("language", Text, nullable=False),
    sqlite_strict=True,
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("user", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("document", Text, primary_key=True),
    Column("start", _NUMBER, primary_key=True, autoincrement=False),
    Column("quote", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("answered", _NUMBER, nullable=False),
    Column("generation", Text, nullable=False),
    Column("given", Text, nullable=False),
    sqlite_strict=True,
)

updates = Table(
    "updates",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("came", _SECONDS, nullable=False),
    Column("content", Text),
    Column("tries", _NUMBER, nullable=False, server_default=_ZERO),
    Column("line", _NUMBER, nullable=False, server_default=_ZERO),
    Column("worker", _NUMBER),
    sqlite_strict=True,
)
"""``content`` is NULL once an update is done. ``line`` is the number of the chat whose updates are handled
one after another, and ``worker`` that of the worker that handles it, NULL for none yet.
"""
Index("updates_came", updates.c.came)
Index(
    "updates_undone",
    updates.c.line,
    updates.c.id,
    sqlite_where=updates.c.content.is_not(None),
    postgresql_where=updates.c.content.is_not(None),
)

replies = Table(
    "replies",
    metadata,
    Column("chat", _NUMBER, primary_key=True, autoincrement=False),
    Column("asked", _NUMBER, primary_key=True, autoincrement=False),
    Column("message", _NUMBER, nullable=False),
    Column("question", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("sent", _NUMBER, nullable=False),
    sqlite_strict=True,
)
Index("replies_sent", replies.c.sent)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("chat", _NUMBER, nullable=False),
    Column("topic", _NUMBER),
    Column("user", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("generation", Text, nullable=False),
    sqlite_autoincrement=True,
    sqlite_strict=True,
)
Index("subscriptions_chat", subscriptions.c.chat)

news = Table(
    "news",
    metadata,
    Column(
        "subscription",
        _NUMBER,
        ForeignKey("subscriptions.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("document", Text, primary_key=True),
    Column("found", _SECONDS, nullable=False, server_default=_ZERO),
    sqlite_strict=True,
)

documents = Table(
    "documents", metadata, Column("id", Text, primary_key=True), sqlite_with_rowid=False, sqlite_strict=True
)

questions = Table(
    "questions",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("author", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("at", _SECONDS, nullable=False),
    sqlite_autoincrement=True,
    sqlite_strict=True,
)
"""The questions of the last minute: who asked, and where, as hashes; not what."""
Index("questions_author", questions.c.author, questions.c.at)
Index("questions_chat", questions.c.chat, questions.c.at)

workers = Table(
    "workers",
    metadata,
    Column("number", _NUMBER, primary_key=True),
    Column("host", Text, nullable=False),
    Column("beats", _NUMBER, nullable=False, server_default=_ZERO),
    Column("is_leaving", _NUMBER, nullable=False, server_default=_ZERO),
    sqlite_autoincrement=True,
    sqlite_strict=True,
)
"""The processes that are alive. A number is never given twice. ``beats`` grows while a worker lives."""
