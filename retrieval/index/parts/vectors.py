"""The vectors of the passages, compared by inner product: higher is more similar.

An engine is a class with the members of `VectorIndex` and a line in `ENGINES`; `Recipe.vectors` names the one
that made an index.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, Self

from retrieval.arrays import Ids, Mask, Vectors
from retrieval.index.parts.compressed_vectors import CompressedVectors
from retrieval.index.parts.exact_vectors import ExactVectors

DEFAULT = "faiss"

COMPRESSED_FROM = 50_000
"""Vectors from which a compressed index holds them.

A choice, a little above where both take as long. Of 50,000 the exact index takes 1.6 ms a question; the
codes of the compressed one .2 ms, and .4 ms the 400 vectors that are compared again. That is not felt
in a question, and the exact one misses nothing and needs no training."""


class VectorIndex(Protocol):
    """Unit vectors, numbered from 0 in the order in which they were written."""

    @classmethod
    def write(cls, folder: Path, blocks: Iterable[Vectors], count: int, dimensions: int) -> None:
        """Writes vectors into files of its own in ``folder``.

        ``blocks``: some of them at a time, shape ``(some, dimensions)``; ``count`` in all.
        """
        ...

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Opens what `write` wrote; raises OSError, ValueError or RuntimeError where that is damaged."""
        ...

    def __len__(self) -> int: ...

    def search(self, query: Vectors, count: int, among: Mask | None = None) -> tuple[Ids, Vectors]:
        """The ``count`` vectors nearest to ``query``, shape ``(dimensions,)``, best first: their numbers, and
        how similar they are.

        Unless the index `is_exact`, they are estimates, by which a vector is missed now and then; but fewer
        than ``count`` are found only where there are no more. ``among``: which may be found; all where it is
        None.
        """
        ...

    @property
    def is_exact(self) -> bool:
        """Whether `search` finds the nearest ones, and their similarities as `similarities` gives them."""
        ...

    def similarities(self, query: Vectors, ids: Ids) -> Vectors:
        """How similar to ``query`` the vectors with these numbers are: equal for equal vectors, wherever they
        stand, and in whichever index.
        """
        ...

    def vectors(self, ids: Ids) -> Vectors:
        """The vectors with these numbers, shape ``(len(ids), dimensions)``."""
        ...


class FaissVectors:
    """Exact while that is as good as the fastest, compressed from `COMPRESSED_FROM` vectors on."""

    def __init__(self, index: ExactVectors | CompressedVectors) -> None:
        self._index = index

    @classmethod
    def write(cls, folder: Path, blocks: Iterable[Vectors], count: int, dimensions: int) -> None:
        kind = ExactVectors if count < COMPRESSED_FROM else CompressedVectors
        kind.write(folder, blocks, dimensions)

    @classmethod
    def open(cls, folder: Path) -> Self:
        kind = CompressedVectors if CompressedVectors.is_in(folder) else ExactVectors
        return cls(kind.open(folder))

    def __len__(self) -> int:
        return len(self._index)

    def search(self, query: Vectors, count: int, among: Mask | None = None) -> tuple[Ids, Vectors]:
        return self._index.search(query, count, among)

    @property
    def is_exact(self) -> bool:
        return isinstance(self._index, ExactVectors)

    def similarities(self, query: Vectors, ids: Ids) -> Vectors:
        return self._index.similarities(query, ids)

    def vectors(self, ids: Ids) -> Vectors:
        return self._index.vectors(ids)


ENGINES: dict[str, type[VectorIndex]] = {DEFAULT: FaissVectors}
"""By the name that chooses one."""
