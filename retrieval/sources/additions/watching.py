"""Taking up changes of files as they happen."""

import datetime
import glob
import time
from collections.abc import Iterator
from pathlib import Path

from retrieval.sources.additions.collector import Collector
from retrieval.sources.additions.origin import Origin, OriginKind
from retrieval.sources.additions.outcome import Change, Outcome
from retrieval.sources.tree import path_text

_BURST = 1600
_STEP = 200
"""Milliseconds: changes that follow one another within a step are one burst, which lasts no longer."""

_LOOK_UP = 1000
"""Milliseconds between looks at the clock, and at whether to stop."""


def watch(collector: Collector, every: datetime.timedelta | None = None) -> Iterator[list[Outcome]]:
    """What becomes of the files that were added, first since they were read last, then after each burst of
    changes; with ``every`` also that of all else that was added, so often.

    It ends by KeyboardInterrupt. Folders that are added meanwhile are not watched.
    """
    from watchfiles import watch as changes_of

    local = [origin for origin in collector.additions.origins() if origin.kind.is_local]
    yield collector.sync() if every else _again(collector, local)
    folders = {folder for origin in local if (folder := _folder(origin)).is_dir()}
    synced = time.monotonic()
    for changes in changes_of(
        *sorted(folders), debounce=_BURST, step=_STEP, rust_timeout=_LOOK_UP, yield_on_timeout=True
    ):
        if changes:
            yield _taken_up(collector, local, {Path(path) for _, path in changes})
        if every and time.monotonic() - synced > every.total_seconds():
            yield collector.sync()
            synced = time.monotonic()


def _taken_up(collector: Collector, origins: list[Origin], changed: set[Path]) -> list[Outcome]:
    """What became of the files that changed; what can't be read as before is not said again."""
    touched = [origin for origin in origins if any(path.is_relative_to(_folder(origin)) for path in changed)]
    keys = {path_text(path) for path in changed}
    return [
        one
        for one in _again(collector, touched)
        if one.change is not Change.SKIPPED or one.is_failure or one.place in keys
    ]


def _again(collector: Collector, origins: list[Origin]) -> list[Outcome]:
    return collector.sync([origin.place for origin in origins]) if origins else []


def _folder(origin: Origin) -> Path:
    """What to watch: also of a single file its folder, because editors put a new file in its place."""
    path = Path(origin.place)
    if origin.kind is OriginKind.FOLDER:
        return path
    return next(parent for parent in path.parents if not glob.has_magic(str(parent)))
