"""What was added, as it was at one moment."""

import hashlib
import sqlite3
import weakref
import zlib
from functools import cached_property
from pathlib import Path

from retrieval.errors import AdditionsError
from retrieval.sources.additions import database
from retrieval.sources.additions.reading import documents_of
from retrieval.sources.corpus import FileReading
from retrieval.sources.readers.registry import readings


class AdditionsSnapshot:
    """Holds the database open: what is read of it is from the moment when this was made."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = database.opened(path)
        # Not at the exit of the process: a thread may still read then.
        weakref.finalize(self, self._database.close).atexit = False
        try:
            rows = self._database.execute(
                "SELECT name, number, id, address, sha256 FROM items ORDER BY number"
            )
            self._items = {name: tuple(facts) for name, *facts in rows}
        except sqlite3.Error as error:
            raise AdditionsError(path, str(error)) from error

    @cached_property
    def hashes(self) -> dict[str, str]:
        """By name, hashes of all that an item's documents are made of: its content, its id, its address."""
        return {
            name: hashlib.blake2b(repr(facts).encode(), digest_size=16).hexdigest()
            for name, facts in self._items.items()
        }

    def read(self, name: str) -> FileReading:
        """The documents of the item called ``name``; raises AdditionsError where the file is damaged."""
        number, id_, address, _ = self._items[name]
        try:
            (packed,) = self._database.execute(
                "SELECT content FROM contents WHERE item = ?", (number,)
            ).fetchone()
            return documents_of(id_, name, address, readings(name, zlib.decompress(packed)))
        except (sqlite3.Error, zlib.error) as error:
            raise AdditionsError(self._path, str(error)) from error
