"""The files of an origin on this machine."""

import glob
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.documents import SkipReason
from retrieval.errors import NothingThereError
from retrieval.sources.additions.item import Item, NewItem, UnchangedItem
from retrieval.sources.additions.origin import Origin, OriginKind
from retrieval.sources.additions.outcome import Arrival, Change, Outcome
from retrieval.sources.readers.registry import reader_for
from retrieval.sources.tree import files_below, path_text

_LARGEST = 1 << 29
"""Bytes of a file: the database takes no more in one piece than about twice that."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an origin by their keys; ``closed`` are the keys of folders that can't be entered."""

    paths: Mapping[str, Path]
    closed: tuple[str, ...] = ()

    def may_hold(self, key: str) -> bool:
        """Whether there may be a file with this ``key``: there is, or it is behind a closed folder."""
        return key in self.paths or any(key.startswith(f"{folder}/") for folder in self.closed)


def local_origin(place: str) -> Origin:
    """The file, folder or pattern that ``place`` names, seen from the working folder.

    Raises NothingThereError where there is none.
    """
    if not place.strip():  # it would be the working folder
        raise NothingThereError(repr(place))
    path = absolute(place)
    if path.is_dir():
        return Origin(OriginKind.FOLDER, path_text(path))
    if path.is_file():
        return Origin(OriginKind.FILE, path_text(path))
    origin = Origin(OriginKind.GLOB, path_text(path))
    if not glob.has_magic(place) or not files_of(origin).paths:
        raise NothingThereError(place)
    return origin


def absolute(place: str) -> Path:
    """The path that ``place`` names, seen from the working folder; links in it are kept."""
    return Path(os.path.abspath(Path(place).expanduser()))  # noqa: PTH100


def files_of(origin: Origin) -> Files:
    """The files that there are of ``origin``, in the order of their paths."""
    if origin.kind is OriginKind.FOLDER:
        paths, closed = files_below(Path(origin.place))
        return Files({path_text(path): path for path in paths}, tuple(map(path_text, closed)))
    if origin.kind is OriginKind.GLOB:
        names = sorted(glob.glob(origin.place, recursive=True))  # noqa: PTH207 - none that are hidden
    else:
        names = [origin.place]
    return Files({path_text(path): path for path in map(Path, names) if path.is_file()})


def arrivals(origin: Origin, files: Files, known: Mapping[str, Item]) -> Iterator[Arrival]:
    """The contents of ``files``; of those that are ``known`` only what has changed since they were read."""
    base = _base(origin)
    for key, path in files.paths.items():
        try:
            status = path.stat()
            stamp = f"{status.st_size} {status.st_mtime_ns}"
            if key in known and known[key].modified == stamp:
                yield UnchangedItem(key)
            elif not stat.S_ISREG(status.st_mode):  # a pipe would be read for ever
                yield Outcome(Change.SKIPPED, key, why=SkipReason.UNREADABLE)
            elif reader_for(path.name) is None:
                yield Outcome(Change.SKIPPED, key, why=SkipReason.UNSUPPORTED)
            elif status.st_size > _LARGEST:
                yield Outcome(Change.SKIPPED, key, why=SkipReason.TOO_LARGE)
            else:
                yield NewItem(key, path_text(path.relative_to(base)), path.read_bytes(), modified=stamp)
        except OSError:
            yield Outcome(Change.SKIPPED, key, why=SkipReason.UNREADABLE)


def _base(origin: Origin) -> Path:
    """The folder from which the names of items are written: they begin with that of the folder added."""
    path = Path(origin.place)
    if origin.kind is OriginKind.GLOB:
        fixed = [parent for parent in path.parents if not glob.has_magic(str(parent))]
        return fixed[0].parent
    return path.parent
