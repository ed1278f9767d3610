"""Writing that a kill or a power cut can't tear: build aside, flush to disk, rename into place."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ASIDE = ".unfinished-"


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """An empty folder beside ``target`` to fill; it becomes ``target`` when the block ends well.

    An existing ``target`` is replaced. After an error, or a kill, ``target`` is as it was. Call it
    under a lock of the parent folder: leftovers of killed writers there are removed first.
    """
    for leftover in target.parent.glob(f"{_ASIDE}*"):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)
    folder = _aside(target)
    folder.mkdir()
    try:
        yield folder
        for path in folder.rglob("*"):
            _flush(path)
        _flush(folder)
        if target.exists():
            # A folder can't be renamed over another: move the old one into the leftovers first.
            target.rename(_aside(target))
        folder.rename(target)
        _flush(target.parent)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def write_file(path: Path, content: bytes) -> None:
    """Replaces ``path`` in one step: a reader sees the old content or the new, nothing between."""
    aside = _aside(path)
    try:
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        _flush(path.parent)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def share_folder(source: Path, target: Path) -> None:
    """Makes ``target`` a folder of the same files: hard links, or copies where there can be none.

    A file that has two names must never be written again.
    """
    target.mkdir()
    for path in source.iterdir():
        try:
            (target / path.name).hardlink_to(path)
        except OSError:
            shutil.copyfile(path, target / path.name)


def _aside(target: Path) -> Path:
    return target.with_name(f"{_ASIDE}{uuid.uuid4().hex}")


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
