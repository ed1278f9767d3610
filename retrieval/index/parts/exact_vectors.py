"""A flat FAISS index: every comparison is exact."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

import numpy as np

from retrieval.arrays import Ids, Mask, Vectors
from retrieval.index.parts.vector_file import in_half_precision


class ExactVectors:
    """Vectors in half precision, mapped into memory: read when they are compared, and shared by all processes
    that ask.
    """

    _FILE = "vectors.faiss"

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, blocks: Iterable[Vectors], dimensions: int) -> Self:
        """An index in memory, of ``blocks`` of shape ``(some, dimensions)``."""
        import faiss

        half = faiss.ScalarQuantizer.QT_fp16
        index = faiss.IndexScalarQuantizer(dimensions, half, faiss.METRIC_INNER_PRODUCT)
        for block in blocks:
            index.add(in_half_precision(block).astype(np.float32))
        return cls(index)

    @classmethod
    def write(cls, folder: Path, blocks: Iterable[Vectors], dimensions: int) -> None:
        import faiss

        faiss.write_index(cls.of(blocks, dimensions)._index, str(folder / cls._FILE))

    @classmethod
    def open(cls, folder: Path) -> Self:
        import faiss

        return cls(faiss.read_index(str(folder / cls._FILE), faiss.IO_FLAG_MMAP_IFC))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, count: int, among: Mask | None = None) -> tuple[Ids, Vectors]:
        import faiss

        return nearest(self._index, query, count, among, faiss.SearchParameters())

    def vectors(self, ids: Ids) -> Vectors:
        rows: Vectors = self._index.reconstruct_batch(ids)
        return rows


def nearest(
    index: Any, query: Vectors, count: int, among: Mask | None, parameters: Any
) -> tuple[Ids, Vectors]:
    """The ``count`` vectors of a FAISS index nearest to ``query`` that it finds: numbers and similarities.

    ``among``: which may be found. ``parameters``: FAISS's, of the kind that goes with the index.
    """
    import faiss

    count = min(count, index.ntotal if among is None else int(among.sum()))
    if not count:
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    if among is not None:
        bits = np.packbits(among, bitorder="little")
        # FAISS keeps no reference to it: the local name does. Its type hints are those of C++.
        selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        parameters.sel = selector
    (similarities,), (ids,) = index.search(query[None, :], count, params=parameters)
    is_found = ids >= 0
    return ids[is_found], similarities[is_found]
