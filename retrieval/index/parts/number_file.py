"""Whole numbers, one after another in a file."""

from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from retrieval.index.parts.random_file import RandomFile

_STORED = np.dtype("<i4")


class NumberSequence(Protocol):
    """Numbers of which a part can be taken: those in a file, or an array."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> npt.NDArray[np.int32]: ...


class NumberFile:
    """A `NumberSequence` that is read part by part, not mapped into memory; `RandomFile` says why."""

    def __init__(self, path: Path) -> None:
        """Raises OSError where it can't be read, ValueError where it does not hold whole numbers."""
        self._file = RandomFile(path)
        size = len(self._file)
        if size % _STORED.itemsize:
            raise ValueError(f"{path.name} has {size} bytes, which is no number of whole numbers")
        self._count = size // _STORED.itemsize

    @staticmethod
    def write(path: Path, numbers: npt.NDArray[np.int32]) -> None:
        path.write_bytes(np.ascontiguousarray(numbers, _STORED).data)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> npt.NDArray[np.int32]:
        """Those in ``part``, which has no step; raises OSError where they can't be read."""
        start, end, _ = part.indices(self._count)
        found = self._file.read(start * _STORED.itemsize, max(end - start, 0) * _STORED.itemsize)
        return np.frombuffer(found, _STORED).astype(np.int32, copy=False)
