"""A flat FAISS index: every comparison is exact."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

import numpy as np

from retrieval.arrays import Ids, Mask, Vectors
from retrieval.index.parts.halves import Halves, in_half_precision, scalar_quantizer, similarities


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
        index = scalar_quantizer(dimensions)
        for block in blocks:
            index.add_sa_codes(in_half_precision(block).view(np.uint8))
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

    def similarities(self, query: Vectors, ids: Ids) -> Vectors:
        return similarities(self._halves(ids), query)

    def vectors(self, ids: Ids) -> Vectors:
        return self._halves(ids).astype(np.float32)

    def _halves(self, ids: Ids) -> Halves:
        """Copied and not decoded: FAISS would decode one number after another."""
        import faiss

        index = self._index
        codes = faiss.rev_swig_ptr(index.codes.data(), index.ntotal * index.code_size)
        rows: Halves = codes.view(np.float16).reshape(-1, index.d)[ids]
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
