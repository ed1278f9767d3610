"""What a writer remembers of the collection of an index: a small file in the index's folder.

It saves listing all rows of the server whenever something is new. Where it says nothing, or the server says
otherwise, the rows are listed.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from retrieval.durable import write_file

_FILE = "milvus.json"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a collection.

    ``index``: what tells this index from others, in the names of its collections; it stays with the folder
    when that is copied, and is empty before anything was written. ``place`` and ``collection``: what the rest
    is about. ``filled``: the ids of generations whose rows are all there. ``rows``: how many there are at
    least. ``is_exact``: whether there are so many, those of ``filled`` and no others.
    """

    index: str = ""
    place: str = ""
    collection: str = ""
    filled: Sequence[str] = ()
    rows: int = 0
    is_exact: bool = False

    @classmethod
    def read(cls, folder: Path) -> "Contents":
        """Those in ``folder``; empty ones where there is no file that can be read."""
        try:
            return _contents.validate_json((folder / _FILE).read_bytes())
        except (OSError, ValueError):
            return cls()

    @classmethod
    def made(cls, folder: Path) -> "Contents":
        """As `read`, of an index that has a name by now."""
        known = cls.read(folder)
        if not known.index:
            known = cls(uuid.uuid4().hex[:12])
            known.write(folder)
        return known

    def write(self, folder: Path) -> None:
        write_file(folder / _FILE, _contents.dump_json(self, indent=1))


_contents = TypeAdapter(Contents)
