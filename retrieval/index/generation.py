"""One generation of the index on disk: written once, never changed, checked when it is opened.

``<folder>/<id>/`` holds the files below; ``<folder>/current`` names the id in use. A generation is
built aside and renamed into place, and ``current`` is replaced in one step, so a reader finds the old
index or the new one, whole, whatever moment a writer is killed at.
"""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from retrieval.arrays import Ids, Mask
from retrieval.documents import Document, Passage, SkippedFile
from retrieval.durable import new_folder, write_file
from retrieval.encoding.centring import Centres
from retrieval.encoding.encoder import ModelId
from retrieval.index.parts import vectors
from retrieval.index.parts.lexicon import Lexicon
from retrieval.index.parts.tokens import TokenStates
from retrieval.index.parts.vectors import VectorIndex
from retrieval.index.passage_dates import PassageDates
from retrieval.language.times import spoken_periods
from retrieval.periods import Period

FORMAT = 12
"""Raise it when the files, or how they are made from the sources, change."""

_CURRENT = "current"
_RECORD = "record.json"
_DOCUMENTS = "documents.json"
_PASSAGES = "passages.json"
_CENTRES = "centres.npz"

_documents = TypeAdapter(tuple[Document, ...])
_passages = TypeAdapter(tuple[Passage, ...])


class GenerationError(Exception):
    """Internal: there is no generation that can be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What an index is made from; a generation with another recipe is out of date.

    ``corpus``: the hashes of the sources. ``vectors``: the name of the engine that holds the vectors.
    """

    corpus: dict[str, str]
    model: ModelId
    vectors: str = vectors.DEFAULT
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What ``record.json`` holds; ``files`` are SHA-256 by name.

    ``encoded``: how many distinct passage texts had to be encoded anew in the ``seconds`` that the build
    took.
    """

    recipe: Recipe
    built: str
    skipped: tuple[SkippedFile, ...]
    documents: int
    passages: int
    encoded: int
    seconds: float
    files: dict[str, str]


_record = TypeAdapter(BuildRecord)


@dataclass(frozen=True)
class Generation:
    """An index, opened: immutable, safe to share between threads.

    Vectors, token states and words are numbered as ``passages`` are.
    """

    id: str
    record: BuildRecord
    documents: dict[str, Document]
    passages: tuple[Passage, ...]
    vectors: VectorIndex
    tokens: TokenStates
    lexicon: Lexicon
    centres: Centres

    @cached_property
    def numbers(self) -> dict[tuple[str, int], int]:
        """The number of the passage that starts at an offset of a document."""
        return {(passage.document, passage.start): number for number, passage in enumerate(self.passages)}

    @cached_property
    def dates(self) -> PassageDates:
        """When the passages were published, and the years that they speak of."""
        return PassageDates.of_passages(self.documents, self.passages)

    def fit(self, period: Period, passages: Ids) -> Mask:
        """Which of ``passages`` were published in ``period``, or speak of it."""
        fits = self.dates.may_fit(period)[passages]
        if period.is_whole_years:
            return fits
        published = self.dates.published(period)
        for place in np.flatnonzero(fits & ~published[passages]):
            passage = self.passages[passages[place]]
            document = self.documents[passage.document]
            spoken = spoken_periods(document.text[passage.start : passage.end], document.published)
            fits[place] = any(map(period.takes, spoken))
        return fits


def open_current(folder: Path) -> Generation:
    """The generation in use; raises GenerationError where there is none, or it is damaged."""
    try:
        return _open(folder / (folder / _CURRENT).read_text("utf-8").strip())
    except (OSError, ValueError, KeyError, RuntimeError, EOFError) as error:
        raise GenerationError(f"the index is damaged ({error})") from error


def current_record(folder: Path) -> BuildRecord | None:
    """The record of the generation in use, without opening or checking the rest."""
    try:
        id_ = (folder / _CURRENT).read_text("utf-8").strip()
        return _record.validate_json((folder / id_ / _RECORD).read_bytes())
    except (OSError, ValueError):
        return None


@contextmanager
def new_generation(folder: Path, id_: str) -> Iterator[Path]:
    """An empty folder for the parts, `write_contents` and `write_record`; when the block ends, it becomes the
    generation in use.

    Older generations are removed, but for the one that was in use: a process that is opening it at
    this moment must not lose it.
    """
    try:
        previous = (folder / _CURRENT).read_text("utf-8").strip()
    except (OSError, ValueError):
        previous = ""
    with new_folder(folder / id_) as building:
        yield building
    write_file(folder / _CURRENT, id_.encode())
    for path in folder.iterdir():
        if path.is_dir() and path.name not in (id_, previous):
            shutil.rmtree(path, ignore_errors=True)


def write_contents(
    folder: Path,
    documents: tuple[Document, ...],
    passages: Sequence[Passage],
    centres: Centres,
) -> None:
    """Writes documents, passages and centres; the other parts write themselves."""
    (folder / _DOCUMENTS).write_bytes(_documents.dump_json(documents))
    (folder / _PASSAGES).write_bytes(_passages.dump_json(tuple(passages)))
    centres.save(folder / _CENTRES)


def write_record(folder: Path, recipe: Recipe, built: str, **facts: Any) -> None:
    """Writes the record, with the hash of every file that is in ``folder`` by now."""
    hashes = {path.name: _hash(path) for path in sorted(folder.iterdir())}
    record = BuildRecord(recipe=recipe, built=built, files=hashes, **facts)
    (folder / _RECORD).write_bytes(_record.dump_json(record, indent=1))


def _open(folder: Path) -> Generation:
    record = _record.validate_json((folder / _RECORD).read_bytes())
    if record.recipe.format != FORMAT:
        raise GenerationError("the index has the format of another version")
    for name, expected in record.files.items():
        if _hash(folder / name) != expected:
            raise GenerationError(f"the index is damaged ({name} was changed)")
    documents = _documents.validate_json((folder / _DOCUMENTS).read_bytes())
    return Generation(
        id=folder.name,
        record=record,
        documents={document.id: document for document in documents},
        passages=_passages.validate_json((folder / _PASSAGES).read_bytes()),
        vectors=vectors.ENGINES[record.recipe.vectors].open(folder),
        tokens=TokenStates.open(folder),
        lexicon=Lexicon.open(folder),
        centres=Centres.load(folder / _CENTRES),
    )


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
