"""Where an index lies: opening the generation in use, and building one where that does not fit.

What only building takes is imported there: opening is what every start waits for.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from retrieval.encoding.encoder import Encoder, ModelId
from retrieval.errors import IndexReadBackError, IndexReadOnlyError, IndexWriteError, NoEarlierIndexError
from retrieval.index.generation import Generation, GenerationError, open_generation
from retrieval.index.generations import Current, current, current_record, open_current, put_into_use
from retrieval.index.parts import vectors
from retrieval.index.record import BuildRecord, Recipe, read_record
from retrieval.index.segment_store import SegmentStore
from retrieval.index.store import Store
from retrieval.progress import Progress, Task, no_progress
from retrieval.sources.corpus import CorpusSource, Snapshot
from retrieval.sources.seen_files import SeenFiles

_SEEN = "files.sqlite"

_SILENT = 1.0
"""Seconds for which waiting for another process is not worth a word."""


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """Where an index lies and what it is made from.

    ``vectors`` names the engine that holds its vectors. ``store``: where its passages are searched.
    ``builds``: whether it is built here; otherwise the one that is in use is opened, whatever the corpus.
    """

    folder: Path
    corpus: CorpusSource
    model: ModelId
    vectors: str = vectors.DEFAULT
    store: Store = field(default_factory=SegmentStore)
    builds: bool = True

    def __post_init__(self) -> None:
        if self.vectors not in vectors.ENGINES:
            known = ", ".join(vectors.ENGINES)
            raise ValueError(f"there is no vector engine {self.vectors!r}, only {known}")

    def why_stale(self) -> str:
        """Why the generation in use does not fit the corpus and the model; empty where it does."""
        return _why_stale(self, self.recipe(self.snapshot().hashes) if self.builds else None)

    def snapshot(self) -> Snapshot:
        """The corpus as it is now; only files that may have changed are read."""
        with SeenFiles.at(self.folder / _SEEN) as seen:
            return self.corpus.snapshot(seen)

    def recipe(self, hashes: Mapping[str, str]) -> Recipe:
        """What an index of a corpus with these hashes is made from."""
        listed = "".join(f"{name}\0{hash_}\n" for name, hash_ in sorted(hashes.items()))
        return Recipe(hashlib.sha256(listed.encode()).hexdigest(), self.model, self.vectors)


def ensure_index(
    place: IndexPlace, encoder: Callable[[], Encoder], progress: Progress = no_progress
) -> Generation:
    """The generation that fits ``place``: the one in use, or a new one that shares what has not changed.

    After a rollback the one in use fits for as long as the sources do not change. ``encoder`` is called only
    where something must be encoded. Raises CorpusError for sources that can't be used, StoreError where the
    store can't be, and IndexUnusableError where the index can't be built.
    """
    if not place.builds:
        found = _fitting(place, None)
        if isinstance(found, Generation):
            return found
        raise IndexReadOnlyError(place.folder, found)
    before, snapshot = current(place.folder), place.snapshot()
    found = _fitting(place, place.recipe(snapshot.hashes))
    if isinstance(found, Generation):
        return found
    with _writing(place, found, progress):
        if current(place.folder) != before:
            # Another process has built one in the meantime, perhaps of newer sources than these.
            snapshot = place.snapshot()
        found = _fitting(place, place.recipe(snapshot.hashes))
        return found if isinstance(found, Generation) else _built(place, snapshot, encoder, progress)


def update_index(
    place: IndexPlace, encoder: Callable[[], Encoder], progress: Progress = no_progress
) -> Generation:
    """As `ensure_index`, but it also goes forward again from a rollback.

    Raises IndexReadOnlyError where the index is not built here.
    """
    if not place.builds:
        raise IndexReadOnlyError(place.folder, "it can't be brought up to date")
    in_use = current(place.folder)
    if in_use and in_use.rolled_back_from:
        recipe = place.recipe(place.snapshot().hashes)
        with _writing(place, "it was rolled back", progress):
            newer = read_record(place.folder / in_use.rolled_back_from)
            if newer and newer.recipe == recipe and current(place.folder) == in_use:
                _put_into_use(place, Current(in_use.rolled_back_from), progress, in_use.id)
    return ensure_index(place, encoder, progress)


def rebuild_index(place: IndexPlace, encoder: Encoder, progress: Progress = no_progress) -> Generation:
    """A new generation from nothing: every passage is encoded again."""
    from retrieval.index.build import forget_pieces

    with _writing(place, "a new index is wanted", progress):
        forget_pieces(place.folder)
        return _built(place, place.snapshot(), lambda: encoder, progress, from_nothing=True)


def roll_back(place: IndexPlace, progress: Progress = no_progress) -> BuildRecord:
    """Puts the generation before the current one into use; returns its record.

    The newer one stays until the next build. Raises NoEarlierIndexError where there is none to go back to.
    """
    with _writing(place, "it is rolled back", progress):
        in_use, record = current(place.folder), current_record(place.folder)
        earlier = read_record(place.folder / record.previous) if record and record.previous else None
        if not in_use or not record or not earlier or not _same_kind(earlier.recipe, record.recipe):
            raise NoEarlierIndexError
        in_use = Current(record.previous, in_use.rolled_back_from or in_use.id)
        _put_into_use(place, in_use, progress)
        return earlier


def _put_into_use(place: IndexPlace, in_use: Current, progress: Progress, previous: str = "") -> None:
    """Puts a generation into use that was built before, perhaps for another store."""
    if not place.store.has(in_use.id):
        place.store.take_up(open_generation(place.folder / in_use.id), progress)
    put_into_use(place.folder, in_use, previous)


def newer_generation(place: IndexPlace, than: Generation) -> Generation | None:
    """The generation in use, where it is another one than ``than`` and made with the same model.

    It is opened as it is, whether or not the sources have changed since. A damaged one is None.
    """
    in_use = current(place.folder)
    if in_use is None or in_use.id == than.id:
        return None
    record = read_record(place.folder / in_use.id)
    if record is None or record.recipe.model != place.model:
        return None
    try:
        return _opened(place)
    except GenerationError:
        return None


def _opened(place: IndexPlace) -> Generation:
    """The generation in use, searched in the store; raises GenerationError where there is none."""
    generation = open_current(place.folder)
    return replace(generation, finder=place.store.finder(generation))


def _why_stale(place: IndexPlace, wanted: Recipe | None) -> str:
    """``wanted``: None where only the model and the format have to fit."""
    folder = place.folder
    in_use, record = current(folder), current_record(folder)
    if in_use is None or record is None:
        return "there is no index yet"
    unfit = _why_unfit(record.recipe, place.recipe({}))
    if unfit or wanted is None:
        return unfit
    if record.recipe.corpus != wanted.corpus and not _is_rolled_back(folder, wanted):
        return "the sources have changed"
    return "" if place.store.has(in_use.id) else "its passages are not all in the store"


def _why_unfit(recipe: Recipe, wanted: Recipe) -> str:
    """Why an index is of another kind, whatever the corpus; empty where it is not."""
    if recipe.format != wanted.format:
        return "it has the format of another version"
    if recipe.model != wanted.model:
        return "it was made with another model"
    return "" if recipe.vectors == wanted.vectors else "its vectors are held by another engine"


def _is_rolled_back(folder: Path, wanted: Recipe) -> bool:
    """Whether the generation that fits was put out of use by a rollback."""
    in_use = current(folder)
    newer = read_record(folder / in_use.rolled_back_from) if in_use and in_use.rolled_back_from else None
    return newer is not None and newer.recipe == wanted


def _same_kind(one: Recipe, other: Recipe) -> bool:
    """Whether two indexes differ in nothing but the corpus."""
    return replace(one, corpus=other.corpus) == other


def _fitting(place: IndexPlace, wanted: Recipe | None) -> Generation | str:
    """The generation in use if it has the recipe ``wanted``, or any, else why there is none."""
    stale = _why_stale(place, wanted)
    if stale:
        return stale
    try:
        return _opened(place)
    except GenerationError as error:
        return str(error)


def _built(
    place: IndexPlace,
    snapshot: Snapshot,
    encoder: Callable[[], Encoder],
    progress: Progress,
    *,
    from_nothing: bool = False,
) -> Generation:
    """A new generation, in use; call it under the lock."""
    from retrieval.index.build import Build

    record = current_record(place.folder)
    base = None
    if not from_nothing and record and _same_kind(record.recipe, place.recipe({})):
        try:
            base = open_current(place.folder)
        except GenerationError:
            base = None  # all is made anew
    Build(place.folder, base, snapshot, encoder, place.store, progress).run(place.recipe)
    return _opened(place)


@contextmanager
def _writing(place: IndexPlace, why: str, progress: Progress) -> Iterator[None]:
    """The right to write the folder of an index; errors of writing become sentences."""
    from filelock import FileLock, Timeout

    folder = place.folder
    if not place.builds:
        raise IndexReadOnlyError(folder, why)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        try:
            lock.acquire(timeout=_SILENT)
        except Timeout:
            progress(Task.WAIT, 0, 1)
            lock.acquire()
            progress(Task.WAIT, 1, 1)
        with lock:
            lock.release()  # `with` has taken it once more
            yield
    except OSError as error:
        raise IndexWriteError(folder, why, error.strerror or str(error)) from error
    except GenerationError as error:
        raise IndexReadBackError(folder, str(error)) from error
