"""The vectors of the passages, compared by inner product: higher is more similar.

An engine is a class with the members of `VectorIndex` and a line in `ENGINES`; `Recipe.vectors` names the one
that made an index.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np

from retrieval.arrays import Ids, Mask, Vectors

DEFAULT = "faiss"


class VectorIndex(Protocol):
    """Unit vectors, numbered from 0 in the order in which they were written."""

    @classmethod
    def write(cls, folder: Path, blocks: Iterable[Vectors], count: int, dimensions: int) -> None:
        """Writes ``count`` vectors into files of its own in ``folder``.

        ``blocks``: their rows, some at a time, each of shape ``(rows, dimensions)``.
        """
        ...

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Opens what `write` wrote."""
        ...

    def __len__(self) -> int: ...

    def search(self, query: Vectors, count: int, among: Mask | None = None) -> Ids:
        """The numbers of the ``count`` vectors nearest to ``query``, shape ``(dimensions,)``, best first.

        ``among``: which vectors may be found; all where it is None.
        """
        ...

    def vectors(self, ids: Ids) -> Vectors:
        """The vectors with these numbers, shape ``(len(ids), dimensions)``."""
        ...


class FaissVectors:
    """A flat FAISS index: every comparison is exact."""

    _FILE = "vectors.faiss"

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors) -> Self:
        """An index in memory."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(index)

    @classmethod
    def write(cls, folder: Path, blocks: Iterable[Vectors], count: int, dimensions: int) -> None:  # noqa: ARG003
        import faiss

        index = faiss.IndexFlatIP(dimensions)
        for block in blocks:
            index.add(block)
        faiss.write_index(index, str(folder / cls._FILE))

    @classmethod
    def open(cls, folder: Path) -> Self:
        import faiss

        # Mapped into memory: read when they are compared, and shared by all processes that ask.
        return cls(faiss.read_index(str(folder / cls._FILE), faiss.IO_FLAG_MMAP_IFC))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, count: int, among: Mask | None = None) -> Ids:
        import faiss

        parameters, allowed = None, len(self)
        if among is not None:
            numbers = np.flatnonzero(among)
            selector, parameters, allowed = (
                faiss.IDSelectorBatch(numbers),
                faiss.SearchParameters(),
                len(numbers),
            )
            parameters.sel = selector  # FAISS keeps no reference to it: the local name does
        if not allowed:
            return np.zeros(0, np.int64)
        _, ids = self._index.search(query[None, :], min(count, allowed), params=parameters)
        found: Ids = ids[0]
        return found

    def vectors(self, ids: Ids) -> Vectors:
        rows: Vectors = self._index.reconstruct_batch(ids)
        return rows


ENGINES: dict[str, type[VectorIndex]] = {DEFAULT: FaissVectors}
"""By the name that chooses one."""
