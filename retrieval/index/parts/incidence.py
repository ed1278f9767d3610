"""Which columns each row of a large, mostly empty table has, and how often: compressed sparse rows.

Plain arrays, because importing SciPy's matrices takes longer than answering a question.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Vectors
from retrieval.index.parts.array_file import Arrays

Rows = npt.NDArray[np.intp]

_LONG = 64
"""Columns of a row from which it is copied by itself where there are many rows. Measured."""


@dataclass(frozen=True, slots=True)
class Incidence:
    """The columns of row ``n`` are ``columns[starts[n] : starts[n + 1]]``, each once, ascending; ``counts``
    says how often each is there.
    """

    starts: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int32]

    @classmethod
    def of(cls, rows: Any, columns: Any, row_count: int, counts: Any = None) -> Self:
        """Of the cells at ``rows`` and ``columns``, arrays of one length; the same cell adds up."""
        rows, columns = np.asarray(rows, np.int64), np.asarray(columns, np.int64)
        width = int(columns.max(initial=0)) + 1
        cells, places = np.unique(rows * width + columns, return_inverse=True)
        found = np.bincount(places, counts, len(cells))
        starts = np.concatenate([[0], np.cumsum(np.bincount(cells // width, minlength=row_count))])
        return cls(starts.astype(np.int64), (cells % width).astype(np.int32), found.astype(np.int32))

    @property
    def sizes(self) -> Rows:
        """How many columns each row has."""
        sizes: Rows = np.diff(self.starts)
        return sizes

    @property
    def rows(self) -> Rows:
        """The row of each cell."""
        return np.repeat(np.arange(len(self.starts) - 1), self.sizes)

    def row(self, number: int) -> npt.NDArray[np.int32]:
        """The columns of one row."""
        return self.columns[self.starts[number] : self.starts[number + 1]]

    def of_rows(self, rows: Any) -> npt.NDArray[np.int32]:
        """The columns of ``rows``, one row after another."""
        return np.concatenate([self.columns[:0], *self._each(self.starts[rows], self.starts[rows + 1])])

    def scored(self, rows: Any, scores: Vectors) -> tuple[npt.NDArray[np.int32], Vectors]:
        """The columns of ``rows``, in whatever order, each with the one of ``scores`` that its row has."""
        starts, ends = self.starts[rows], self.starts[rows + 1]
        sizes = ends - starts
        is_long = sizes >= _LONG
        short = self.columns[ranges(starts[~is_long], sizes[~is_long])]
        columns = np.concatenate([short, *self._each(starts[is_long], ends[is_long])])
        order = is_long.argsort(kind="stable")
        return columns, np.repeat(scores[order], sizes[order])

    def _each(self, starts: Any, ends: Any) -> Iterator[npt.NDArray[np.int32]]:
        return (self.columns[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))

    def by_column(self, columns: int) -> list[Rows]:
        """For each of ``columns`` the rows that have it, as often as they do."""
        order = np.argsort(self.columns, kind="stable")
        ends = np.cumsum(np.bincount(self.columns, self.counts, columns).astype(np.intp))
        return np.split(np.repeat(self.rows[order], self.counts[order]), ends[:-1])

    def arrays(self, name: str) -> Arrays:
        """What `from_arrays` takes, under names that begin with ``name``."""
        return {f"{name}.starts": self.starts, f"{name}.columns": self.columns, f"{name}.counts": self.counts}

    @classmethod
    def from_arrays(cls, arrays: Arrays, name: str) -> Self:
        return cls(*(arrays[f"{name}.{part}"] for part in ("starts", "columns", "counts")))


def ranges(starts: Any, sizes: Any) -> Any:
    """Of each start as many whole numbers upwards as its size says, one after another."""
    if len(starts) == 1:
        return np.arange(int(starts[0]), int(starts[0]) + int(sizes[0]))
    ends = np.cumsum(sizes)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - sizes), sizes)
