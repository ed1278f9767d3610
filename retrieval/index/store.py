"""Vectors on disk, compared by inner product: higher is better."""

from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from retrieval.encoder import Vectors

Ids = npt.NDArray[np.int64]


class VectorStore(Protocol):
    """Unit vectors, numbered from 0 in the order they were added."""

    def __len__(self) -> int: ...

    def search(self, query: Vectors, count: int) -> Ids:
        """Numbers of the ``count`` vectors nearest to ``query``, shape ``(dimensions,)``, best first."""
        ...

    def vectors(self, ids: Ids) -> Vectors:
        """The vectors with these numbers, shape ``(len(ids), dimensions)``."""
        ...


class FaissStore:
    """A flat FAISS index: every comparison is exact."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors) -> Self:
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Self:
        import faiss

        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        import faiss

        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, count: int) -> Ids:
        _, ids = self._index.search(query[None, :], min(count, len(self)))
        found: Ids = ids[0]
        return found

    def vectors(self, ids: Ids) -> Vectors:
        rows: Vectors = self._index.reconstruct_batch(ids)
        return rows
