"""Where an index lies: opening the generation in use, and building one where that does not fit.

What only building takes is imported there: opening is what every start waits for.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from retrieval.encoding.encoder import Encoder, ModelId
from retrieval.errors import IndexReadBackError, IndexWriteError
from retrieval.index.generation import (
    Generation,
    GenerationError,
    Recipe,
    current_record,
    open_current,
)
from retrieval.index.parts import vectors
from retrieval.progress import Progress, no_progress
from retrieval.sources.corpus import CorpusSource, Snapshot, corpus_of
from retrieval.sources.seen_files import SeenFiles

_SEEN = "files.sqlite"


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """Where an index lies and what it is made from; ``vectors`` names the engine that holds its vectors."""

    folder: Path
    corpus: CorpusSource
    model: ModelId
    vectors: str = vectors.DEFAULT

    def __post_init__(self) -> None:
        if self.vectors not in vectors.ENGINES:
            known = ", ".join(vectors.ENGINES)
            raise ValueError(f"there is no vector engine {self.vectors!r}, only {known}")

    def why_stale(self) -> str:
        """Why the generation in use does not fit the corpus and the model; empty where it does."""
        return _why_stale(self.folder, self.recipe(self.snapshot().hashes))

    def snapshot(self) -> Snapshot:
        """The corpus as it is now; only files that may have changed are read."""
        with SeenFiles.at(self.folder / _SEEN) as seen:
            return self.corpus.snapshot(seen)

    def recipe(self, hashes: Mapping[str, str]) -> Recipe:
        """What an index of a corpus with these hashes is made from."""
        return Recipe(dict(hashes), self.model, self.vectors)


def ensure_index(
    place: IndexPlace, encoder: Callable[[], Encoder], progress: Progress = no_progress
) -> Generation:
    """The generation that fits ``place``: the one in use, or a new one.

    ``encoder`` is called only where one must be built. Raises CorpusError for sources that can't be
    used, and IndexUnusableError where the index can't be built.
    """
    snapshot = place.snapshot()
    recipe = place.recipe(snapshot.hashes)
    found = _fitting(place.folder, recipe)
    if isinstance(found, Generation):
        return found
    from retrieval.index.build import build

    with _writing(place.folder, found):
        # Another process may have built it while this one waited for the lock.
        found = _fitting(place.folder, recipe)
        if isinstance(found, Generation):
            return found
        build(place.folder, corpus_of(snapshot), recipe, encoder(), progress)
        return open_current(place.folder)


def rebuild_index(place: IndexPlace, encoder: Encoder, progress: Progress = no_progress) -> Generation:
    """A new generation from nothing: every passage is encoded again."""
    from retrieval.index.build import CACHE, build

    snapshot = place.snapshot()
    corpus = corpus_of(snapshot)
    with _writing(place.folder, "a new index is wanted"):
        for part in place.folder.glob(f"{CACHE}*"):
            part.unlink()
        build(place.folder, corpus, place.recipe(snapshot.hashes), encoder, progress)
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
    except GenerationError:
        return None


def _why_stale(folder: Path, wanted: Recipe) -> str:
    record = current_record(folder)
    if record is None:
        return "there is no index yet"
    if record.recipe.format != wanted.format:
        return "it has the format of another version"
    if record.recipe.model != wanted.model:
        return "it was made with another model"
    if record.recipe.vectors != wanted.vectors:
        return "its vectors are held by another engine"
    return "" if record.recipe.corpus == wanted.corpus else "the sources have changed"


def _fitting(folder: Path, wanted: Recipe) -> Generation | str:
    """The generation in use if it has the recipe ``wanted``, else why there is none."""
    stale = _why_stale(folder, wanted)
    if stale:
        return stale
    try:
        return open_current(folder)
    except GenerationError as error:
        return str(error)


@contextmanager
def _writing(folder: Path, why: str) -> Iterator[None]:
    """The right to write ``folder``; errors of writing become sentences."""
    from filelock import FileLock

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock"):
            yield
    except OSError as error:
        raise IndexWriteError(folder, why, error.strerror or str(error)) from error
    except GenerationError as error:
        raise IndexReadBackError(folder, str(error)) from error
