"""Opening the database, of whichever kind it is."""

from pathlib import Path

from bot.errors import RecordsError
from bot.serving.database import Database
from bot.serving.key import Key
from bot.serving.postgres_server import PostgresServer
from bot.serving.sqlite_file import SqliteFile

_KEY_SUFFIX = ".key"


def open_file(path: Path) -> Database:
    """The SQLite file ``path``, made where there is none; its key is beside it.

    Raises RecordsError where it can't be used; it is then as it was.
    """
    try:
        key, file = Key(path.with_suffix(_KEY_SUFFIX)), SqliteFile(path)
    except OSError as error:
        raise RecordsError(f"{path} can't be used ({error}): {SqliteFile.advice}.") from error
    return Database(file, key)


def open_server(url: str, key: Path) -> Database:
    """The database at ``url``, as ``postgresql://user:password@host/database``, and the file of its key.

    Raises RecordsError where it can't be used, and MissingExtraError where the driver is not installed.
    """
    try:
        return Database(PostgresServer(url), Key(key))
    except OSError as error:
        raise RecordsError(f"{key} can't be used ({error}): {SqliteFile.advice}.") from error
