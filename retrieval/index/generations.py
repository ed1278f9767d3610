"""The generations that lie in one folder: which is in use, which come and go.

``current`` names the one in use, and in a second line the one that was rolled back from, if one was.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from retrieval.durable import write_file
from retrieval.index.generation import Generation, GenerationError, open_generation
from retrieval.index.record import BuildRecord, read_record

_CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Current:
    """The id of the generation in use. ``rolled_back_from``: of the newer one that is not; mostly empty."""

    id: str
    rolled_back_from: str = ""


@dataclass(frozen=True, slots=True)
class StoredGeneration:
    """A generation on disk, not opened."""

    id: str
    record: BuildRecord
    is_current: bool


def current(folder: Path) -> Current | None:
    """Which generation is in use; None where there is none."""
    try:
        id_, *rest = (folder / _CURRENT).read_text("utf-8").split()
    except (OSError, ValueError):
        return None
    return Current(id_, *rest[:1])


def current_record(folder: Path) -> BuildRecord | None:
    """The record of the generation in use, without opening the rest."""
    in_use = current(folder)
    return read_record(folder / in_use.id) if in_use else None


def open_current(folder: Path) -> Generation:
    """The generation in use; raises GenerationError where there is none, or it is damaged."""
    while True:
        in_use = current(folder)
        if in_use is None:
            raise GenerationError("there is no index yet")
        try:
            return open_generation(folder / in_use.id)
        except GenerationError:
            if current(folder) == in_use:
                raise
            # Two newer ones have come in the meantime, and this one went: open the newest.


def put_into_use(folder: Path, in_use: Current, previous: str = "") -> None:
    """Makes a generation the one in use, in one step; then removes all others.

    ``previous``, and one that was rolled back from, stay: a process may be opening the one before just now.
    """
    write_file(folder / _CURRENT, "\n".join(filter(None, (in_use.id, in_use.rolled_back_from))).encode())
    kept = (in_use.id, in_use.rolled_back_from, previous)
    for path in folder.iterdir():
        if path.is_dir() and path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


def stored_generations(folder: Path) -> list[StoredGeneration]:
    """All generations, oldest first."""
    in_use = current(folder)
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    records = [(path.name, read_record(path)) for path in paths if path.is_dir()]
    return [
        StoredGeneration(id_, record, in_use is not None and id_ == in_use.id)
        for id_, record in records
        if record
    ]


def bytes_on_disk(folder: Path) -> int:
    """What a folder takes; a file that several generations share counts once."""
    files = [path.stat() for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    return sum({(file.st_dev, file.st_ino): file.st_size for file in files}.values())
