"""A compressed FAISS index, whose similarities are estimates, beside the vectors themselves.

Of each vector the index keeps four bits for two numbers (product quantisation), laid out so that a processor
compares 32 vectors at once (fast scan). Whoever asks has the first few hundred compared again, by the vectors
themselves.

Chosen among what FAISS has, by 250,000 vectors like those of passages and 100 to 300 questions:
recall@10 after 400 vectors were compared again, milliseconds of one core for that, and megabytes of the
index. (The exact ones and hnswlib had nothing compared again.)

===============================  ======  ====  ===
PQ of 192 x 4 bits               1.000   1.6   26
as before, nearest 1/8 of lists  .993    .7    29
as before, nearest 1/4 of lists  .998    1.1   29
8 bits a number, 1/8 of lists    .995    2.1   100
RaBitQ, 1 bit, 1/8 of lists      .984    1.1   18
8 bits a number                  .990    10.3  96
half precision                   1       8.2   192
hnswlib, M 16, ef 800            .979    1.9   421
===============================  ======  ====  ===

Lists (an inverted file) take 15 seconds of the processor to write, against 4; and where only some
passages may be found, which need not lie in near lists, they cost more than they spare: to look through all
1,024 takes FAISS 3.6 ms, through the one that there is 1.4. With the 256 principal components in 128 codes,
.8 ms, the hundred nearest of a question had a recall of .75, against .99.

Of 100,000 vectors, with 300 other questions, this takes 1.4 ms for a recall@10 of .999 (a hundred wanted),
and usearch, by its own defaults, 5.1 ms for .992.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

import numpy as np

from retrieval.arrays import Ids, Mask, Vectors
from retrieval.index.parts.exact_vectors import nearest
from retrieval.index.parts.halves import similarities
from retrieval.index.parts.vector_file import VectorFile

_NUMBERS, _BITS = 2, 4
"""How many numbers of a vector have one code, and its bits."""

_SAMPLE = 16_384
"""Vectors, spread evenly, that the codes are learned from: a thousand for each of the 16 codes."""

_ROUNDS, _SEED = 8, 1
"""Of k-means, and what makes its random choices the same each time: choices."""


class CompressedVectors:
    """Deterministic: the same vectors make the same files on the same machine."""

    _INDEX, _VECTORS = "compressed.faiss", "vectors.half"

    def __init__(self, index: Any, file: VectorFile) -> None:
        """``index``: FAISS's, of the vectors in ``file``."""
        self._index = index
        self._file = file

    @classmethod
    def write(cls, folder: Path, blocks: Iterable[Vectors], dimensions: int) -> None:
        import faiss

        file = VectorFile.write(folder / cls._VECTORS, blocks, dimensions)
        index = _trained(file, dimensions)
        for block in file.blocks():
            index.add(block)
        faiss.write_index(index, str(folder / cls._INDEX))

    @classmethod
    def is_in(cls, folder: Path) -> bool:
        """Whether it was written into ``folder``."""
        return (folder / cls._INDEX).exists()

    @classmethod
    def open(cls, folder: Path) -> Self:
        import faiss

        # Of such an index FAISS maps nothing into memory: it takes 104 bytes a vector of 384 numbers.
        index = faiss.read_index(str(folder / cls._INDEX))
        file = VectorFile(folder / cls._VECTORS, index.d)
        if len(file) != index.ntotal:
            raise ValueError(f"{cls._VECTORS} has {len(file)} vectors, not {index.ntotal}")
        return cls(index, file)

    def __len__(self) -> int:
        return len(self._file)

    def search(self, query: Vectors, count: int, among: Mask | None = None) -> tuple[Ids, Vectors]:
        import faiss

        return nearest(self._index, query, count, among, faiss.SearchParametersIVF())

    def similarities(self, query: Vectors, ids: Ids) -> Vectors:
        return similarities(self._file.halves(ids), query)

    def vectors(self, ids: Ids) -> Vectors:
        return self._file.vectors(ids)


def _trained(file: VectorFile, dimensions: int) -> Any:
    """An empty index with codes that suit the vectors of ``file``."""
    import faiss

    # An inverted file of one list: FAISS's index without lists can't be told which vectors may be found.
    centre, codes = faiss.IndexFlatIP(dimensions), dimensions // _NUMBERS
    index = faiss.IndexIVFPQFastScan(centre, dimensions, 1, codes, _BITS, faiss.METRIC_INNER_PRODUCT)
    index.pq.cp.niter, index.pq.cp.seed = _ROUNDS, _SEED
    sample = np.linspace(0, len(file) - 1, min(_SAMPLE, len(file))).astype(np.int64)
    index.train(file.vectors(sample))
    return index
