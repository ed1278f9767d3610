"""A file that is read here and there, and not mapped into memory.

Parts of a mapped file that were looked at count as memory of the process until the system takes them back,
with some 64 KB around each: three hundred questions to an index of 100,000 passages left a gigabyte. What is
read stays in the system's cache all the same.
"""

import os
import threading
from pathlib import Path


class RandomFile:
    """Safe to use from several threads. It stays readable when the file is deleted."""

    def __init__(self, path: Path) -> None:
        """Raises OSError where it can't be opened."""
        self._file = path.open("rb", buffering=0)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many bytes it has."""
        return os.fstat(self._file.fileno()).st_size

    def read(self, start: int, size: int) -> bytes:
        """``size`` bytes from ``start`` on; raises OSError where the file ends before."""
        found = self._read(start, size)
        if len(found) < size:
            raise OSError("a file of the index was cut off while it was open")
        return found

    def _read(self, start: int, size: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._file.fileno(), size, start)
        with self._lock:  # Windows has no reading at a place
            self._file.seek(start)
            return self._file.read(size)
