"""Vectors in half precision, one after another in a file."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

import numpy as np

from retrieval.arrays import Ids, Vectors
from retrieval.index.parts.halves import Halves, in_half_precision
from retrieval.index.parts.random_file import RandomFile

_BLOCK = 8_192
"""Vectors that are read at a time where all are: 12 MB of 384 numbers."""


class VectorFile:
    """A file that is read vector by vector, and not mapped into memory.

    A million vectors that are looked up here and there would in time all count as memory of this process,
    768 MB. Reading one takes 1 µs instead of .15.
    """

    def __init__(self, path: Path, dimensions: int) -> None:
        """Raises OSError where it can't be read, ValueError where it does not hold whole vectors."""
        self._file = RandomFile(path)
        self._dimensions = dimensions
        self._width = dimensions * np.dtype(np.float16).itemsize
        size = len(self._file)
        if size % self._width:
            raise ValueError(f"{path.name} has {size} bytes, which is no number of whole vectors")
        self._count = size // self._width

    @classmethod
    def write(cls, path: Path, blocks: Iterable[Vectors], dimensions: int) -> Self:
        """Writes ``blocks`` of shape ``(some, dimensions)``, and opens the file."""
        with path.open("wb") as file:
            for block in blocks:
                file.write(np.ascontiguousarray(in_half_precision(block)).data.cast("B"))
        return cls(path, dimensions)

    def __len__(self) -> int:
        return self._count

    def vectors(self, ids: Ids) -> Vectors:
        """The vectors with these numbers, shape ``(len(ids), dimensions)``."""
        return self.halves(ids).astype(np.float32)

    def halves(self, ids: Ids) -> Halves:
        """As `vectors`, as they lie in the file."""
        rows = b"".join([self._file.read(start, self._width) for start in (ids * self._width).tolist()])
        return np.frombuffer(rows, np.float16).reshape(-1, self._dimensions)

    def blocks(self) -> Iterator[Vectors]:
        """All vectors, some at a time."""
        for start in range(0, len(self), _BLOCK):
            yield self.vectors(np.arange(start, min(start + _BLOCK, len(self))))
