"""The index on disk: ``ensure_index`` opens the generation in use, building one where needed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from retrieval.errors import IndexReadBackError, IndexWriteError
from retrieval.index.build import CACHE, build
from retrieval.index.generation import (
    BuildRecord,
    Generation,
    Recipe,
    Unusable,
    current_record,
    open_current,
)
from retrieval.progress import Progress, no_progress
from retrieval.sources import CorpusSource

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = [
    "BuildRecord",
    "Generation",
    "IndexPlace",
    "current_record",
    "ensure_index",
    "newer_generation",
    "rebuild_index",
]


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """Where an index lies and what it is made from: ``model`` is the encoder's fingerprint."""

    folder: Path
    corpus: CorpusSource
    model: str

    def why_stale(self) -> str:
        """Why the generation in use does not fit the corpus and the model; empty where it does."""
        record = current_record(self.folder)
        if record is None:
            return "there is no index yet"
        wanted = Recipe(self.corpus.snapshot(), self.model)
        if record.recipe.format != wanted.format:
            return "it has the format of another version"
        if record.recipe.model != wanted.model:
            return "it was made with another model"
        return "" if record.recipe.corpus == wanted.corpus else "the sources have changed"


def ensure_index(
    place: IndexPlace,
    encoder: "Callable[[], SentenceTransformer]",
    progress: Progress = no_progress,
) -> Generation:
    """The generation that fits ``place``: the one in use, or a new one.

    ``encoder`` is called only where one must be built. Raises CorpusError for sources that can't be
    used, and IndexUnusableError where the index can't be built.
    """
    found = _fitting(place)
    if isinstance(found, Generation):
        return found
    with _writing(place.folder, found):
        # Another process may have built it while this one waited for the lock.
        found = _fitting(place)
        if isinstance(found, Generation):
            return found
        build(place.folder, place.corpus.read(), place.model, encoder(), progress)
        return open_current(place.folder)


def rebuild_index(
    place: IndexPlace, encoder: "SentenceTransformer", progress: Progress = no_progress
) -> Generation:
    """A new generation from nothing: every passage is encoded again."""
    corpus = place.corpus.read()
    with _writing(place.folder, "a new index is wanted"):
        for part in place.folder.glob(f"{CACHE}*"):
            part.unlink()
        build(place.folder, corpus, place.model, encoder, progress)
        return open_current(place.folder)


def newer_generation(place: IndexPlace, than: Generation) -> Generation | None:
    """The generation in use, where it is another one than ``than`` and made with the same model.

    It is opened as it is, whether or not the sources have changed since. A damaged one is None.
    """
    record = current_record(place.folder)
    if record is None or record == than.record or record.recipe.model != place.model:
        return None
    try:
        return open_current(place.folder)
    except Unusable:
        return None


def _fitting(place: IndexPlace) -> Generation | str:
    """The generation in use if it fits ``place``, else why there is none."""
    stale = place.why_stale()
    if stale:
        return stale
    try:
        return open_current(place.folder)
    except Unusable as error:
        return str(error)


@contextmanager
def _writing(folder: Path, why: str) -> Iterator[None]:
    """The right to write ``folder``; errors of writing become sentences."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock"):
            yield
    except OSError as error:
        raise IndexWriteError(folder, why, error.strerror or str(error)) from error
    except Unusable as error:
        raise IndexReadBackError(folder, str(error)) from error
