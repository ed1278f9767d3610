"""Which columns each row of a large, mostly empty table has, and how often: compressed sparse rows.

Plain arrays, because importing SciPy's matrices takes longer than answering a question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Incidence:
    """The columns of row ``n`` are ``columns[starts[n] : starts[n + 1]]``, each once, ascending; ``counts``
    says how often each is there.
    """

    starts: Rows
    columns: Rows
    counts: Rows

    @classmethod
    def of(cls, cells: Sequence[tuple[int, int]], rows: int) -> Self:
        """Counts ``cells``, pairs of row and column."""
        pairs = np.array(cells, np.intp).reshape(-1, 2)
        found, counts = np.unique(pairs, axis=0, return_counts=True)
        starts = np.concatenate([[0], np.cumsum(np.bincount(found[:, 0], minlength=rows))])
        return cls(starts.astype(np.intp), found[:, 1].copy(), counts.astype(np.intp))

    @property
    def sizes(self) -> Rows:
        """How many columns each row has."""
        sizes: Rows = np.diff(self.starts)
        return sizes

    def of_rows(self, rows: Rows) -> Rows:
        """The columns of ``rows``, one row after another."""
        parts = [self.columns[self.starts[row] : self.starts[row + 1]] for row in rows]
        return np.concatenate(parts) if parts else np.zeros(0, np.intp)

    def by_column(self, columns: int) -> list[Rows]:
        """For each of ``columns`` the rows that have it, as often as they do."""
        rows = np.repeat(np.arange(len(self.sizes)), self.sizes)
        order = np.argsort(self.columns, kind="stable")
        ends = np.cumsum(np.bincount(self.columns, self.counts, columns).astype(np.intp))
        return np.split(np.repeat(rows[order], self.counts[order]), ends[:-1])

    def save(self, folder: Path, name: str) -> None:
        np.savez(folder / f"{name}.npz", starts=self.starts, columns=self.columns, counts=self.counts)

    @classmethod
    def load(cls, folder: Path, name: str) -> Self:
        with np.load(folder / f"{name}.npz") as arrays:
            return cls(arrays["starts"], arrays["columns"], arrays["counts"])
