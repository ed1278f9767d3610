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
from retrieval.sources.page_assets import is_of_a_page, page_names
from retrieval.sources.readers.registry import reader_for

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
        return Origin(OriginKind.FOLDER, key_of(path))
    if path.is_file():
        return Origin(OriginKind.FILE, key_of(path))
    origin = Origin(OriginKind.GLOB, key_of(path))
    if not glob.has_magic(place) or not files_of(origin).paths:
        raise NothingThereError(place)
    return origin


def absolute(place: str) -> Path:
    """The path that ``place`` names, seen from the working folder; links in it are kept."""
    return Path(os.path.abspath(Path(place).expanduser()))  # noqa: PTH100


def files_of(origin: Origin) -> Files:
    """The files that there are of ``origin``, in the order of their paths."""
    if origin.kind is OriginKind.FOLDER:
        return _below(Path(origin.place))
    if origin.kind is OriginKind.GLOB:
        names = sorted(glob.glob(origin.place, recursive=True))  # noqa: PTH207 - none that are hidden
    else:
        names = [origin.place]
    return Files({key_of(path): path for path in map(Path, names) if path.is_file()})


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
                yield NewItem(key, key_of(path.relative_to(base)), path.read_bytes(), modified=stamp)
        except OSError:
            yield Outcome(Change.SKIPPED, key, why=SkipReason.UNREADABLE)


def key_of(path: Path) -> str:
    """``path`` as text that can be stored: bytes of a name that are not UTF-8 are escaped."""
    return os.fsencode(path.as_posix()).decode(errors="backslashreplace")


def _base(origin: Origin) -> Path:
    """The folder from which the names of items are written: they begin with that of the folder added."""
    path = Path(origin.place)
    if origin.kind is OriginKind.GLOB:
        fixed = [parent for parent in path.parents if not glob.has_magic(str(parent))]
        return fixed[0].parent
    return path.parent


def _below(folder: Path) -> Files:
    """All files below ``folder`` but those that are hidden, or belong to a saved page."""
    found: list[Path] = []
    closed: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=closed.append):
        pages = page_names(names)
        folders[:] = [name for name in folders if not name.startswith(".") and not is_of_a_page(name, pages)]
        found += [Path(root) / name for name in names if not name.startswith(".")]
    paths = {key_of(path): path for path in sorted(found)}
    return Files(paths, tuple(key_of(Path(error.filename)) for error in closed))
