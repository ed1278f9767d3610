"""Memory of this process, and disk by kind of file. Needs Linux."""

import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import MeasuringError

_STATUS = Path("/proc/self/status")
_PAUSE = 0.05
"""Seconds between two looks at the memory: what is held for a shorter time may be missed."""

_BYTES_OF_PASSAGE, _BYTES_BESIDE = 45_000, 1_400_000_000
"""Bytes of disk that are free for each passage before it begins, and beside. An index of 10,000 passages
takes 21 kB each; as much is reckoned for pieces that are being merged, and 1.5 kB for the exact vectors."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes that are resident: of its own, and mapped from files, which can be dropped and read again."""

    own: int
    mapped: int

    @classmethod
    def now(cls) -> "Memory":
        status = dict(line.split(":", 1) for line in _STATUS.read_text("utf-8").splitlines())
        own, everything = (int(status[field].split()[0]) // 1024 for field in ("RssAnon", "VmRSS"))
        return cls(own, everything - own)

    @property
    def whole(self) -> int:
        return self.own + self.mapped


@contextmanager
def peak_memory() -> Iterator[list[Memory]]:
    """At the end of the block the list holds the memory when it was highest."""
    peak, end = [Memory.now()], threading.Event()

    def look() -> None:
        while not end.wait(_PAUSE):
            peak[0] = max(peak[0], Memory.now(), key=lambda memory: memory.whole)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        end.set()
        watcher.join()


def disk_by_kind(folder: Path) -> dict[str, int]:
    """Bytes by the first part of the files' names, most first; a file that is linked twice counts once."""
    sizes: Counter[str] = Counter()
    seen = set()
    for path in folder.rglob("*"):
        found = path.stat()
        if path.is_file() and (found.st_dev, found.st_ino) not in seen:
            seen.add((found.st_dev, found.st_ino))
            sizes[path.name.partition(".")[0] or path.name] += found.st_size
    return dict(sizes.most_common())


def check_resources(folder: Path, passages: int) -> None:
    """Raises MeasuringError where memory can't be measured here, or ``folder`` has too little room."""
    if not _STATUS.is_file():
        raise MeasuringError("Memory can be measured on Linux only: measure there.")
    if not folder.is_dir():
        raise MeasuringError(f"There is no folder {folder} for the indexes: make it first.")
    free, needed = shutil.disk_usage(folder).free, _BYTES_BESIDE + passages * _BYTES_OF_PASSAGE
    if free < needed:
        raise MeasuringError(
            f"{passages:,} passages need {needed / 1e9:.1f} GB of disk while they are measured, and {folder} "
            f"has {free / 1e9:.1f} GB free: make room, name another folder, or measure fewer."
        )
