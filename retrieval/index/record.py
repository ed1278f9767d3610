"""What is known of a generation without opening it: what it was made from, and its files."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from retrieval.documents import SkippedFile
from retrieval.encoding.encoder import ModelId
from retrieval.index.parts import vectors

FORMAT = 17
"""Raise it when the files, or how they are made from the sources, change."""

RECORD = "record.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What an index is made from; a generation with another recipe is out of date.

    ``corpus``: a hash of the names and hashes of all its files. ``vectors``: the name of the engine that
    holds the vectors.
    """

    corpus: str
    model: ModelId
    vectors: str = vectors.DEFAULT
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Size in bytes, and SHA-256."""

    size: int
    hash: str


@dataclass(frozen=True, slots=True)
class SegmentRecord:
    """A segment of a generation: how many passages it has, how many are alive, and its files by name."""

    passages: int
    live: int
    files: Mapping[str, StoredFile]


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What ``record.json`` holds.

    ``encoded``: how many distinct passage texts had to be encoded anew in the ``seconds`` that the build
    took. ``previous``: the id of the generation that was in use before, empty for the first one. ``files``:
    those of the generation itself.
    """

    recipe: Recipe
    built: str
    previous: str
    skipped: tuple[SkippedFile, ...]
    documents: int
    passages: int
    encoded: int
    seconds: float
    segments: Mapping[str, SegmentRecord]
    files: Mapping[str, StoredFile]

    @property
    def all_files(self) -> Mapping[str, StoredFile]:
        """By path below the generation's folder."""
        of_segments = {
            f"{segment}/{name}": file
            for segment, of in self.segments.items()
            for name, file in of.files.items()
        }
        return {**self.files, **of_segments}


_record = TypeAdapter(BuildRecord)


def parsed_record(folder: Path) -> BuildRecord:
    """The record of a generation; raises OSError or ValueError where there is none that can be read."""
    return _record.validate_json((folder / RECORD).read_bytes())


def read_record(folder: Path) -> BuildRecord | None:
    """The record of a generation, without opening the rest; None where there is none that can be read."""
    try:
        return parsed_record(folder)
    except (OSError, ValueError):
        return None


def write_record(folder: Path, **facts: Any) -> None:
    """Writes the record of the generation whose other files are in ``folder`` by now."""
    record = BuildRecord(files=stored_files(folder), **facts)
    (folder / RECORD).write_bytes(_record.dump_json(record, indent=1))


def stored_files(folder: Path) -> dict[str, StoredFile]:
    """The files in ``folder`` itself."""
    return {
        path.name: StoredFile(path.stat().st_size, hash_of(path))
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


def hash_of(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
