"""Which rows, tokens or words, make up which sentence, and which sentences make up which passage.

The best of something is asked for by sentence, by passage, or by *window*: a sentence and the one after it.
"""

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from retrieval.arrays import Ids


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences of some passages, one after another.

    Sentence ``j`` owns rows ``starts[j]:starts[j + 1]``, passage ``i`` owns sentences
    ``passages[i]:passages[i + 1]``; a sentence may have no rows, a passage has a sentence.
    """

    starts: Ids
    passages: Ids

    @classmethod
    def of(cls, lengths: list[list[int]]) -> Self:
        """``lengths``: for each passage the number of rows of each of its sentences."""
        return cls(
            _starts([length for of_passage in lengths for length in of_passage]), _starts(map(len, lengths))
        )

    def save(self, folder: Path, name: str) -> None:
        np.save(folder / f"{name}.npy", np.concatenate([[len(self.starts)], self.starts, self.passages]))

    @classmethod
    def load(cls, folder: Path, name: str) -> Self:
        values = np.load(folder / f"{name}.npy")
        count = int(values[0])
        return cls(values[1 : 1 + count], values[1 + count :])

    def of_passage(self, number: int) -> slice:
        """The sentences of one passage."""
        return slice(int(self.passages[number]), int(self.passages[number + 1]))

    def rows(self, passage: int) -> slice:
        """The rows of one passage."""
        first, last = self.passages[passage : passage + 2]
        return slice(int(self.starts[first]), int(self.starts[last]))

    def only(self, passages: Ids) -> "Sentences":
        """Those of ``passages``, in this order, as if there were no others."""
        lengths = [
            np.diff(self.starts[self.passages[passage] : self.passages[passage + 1] + 1]).tolist()
            for passage in passages
        ]
        return Sentences.of(lengths)

    def best(self, values: Any) -> Any:
        """The highest of ``values``, shape ``(…, rows)``, in each sentence; 0 in one without rows."""
        starts, ends = self.starts[:-1], self.starts[1:]
        padded = np.concatenate([values, np.full((*values.shape[:-1], 1), -np.inf, values.dtype)], axis=-1)
        return np.where(starts < ends, np.maximum.reduceat(padded, starts, axis=-1), 0)

    def windows(self, values: Any) -> Any:
        """The higher of each sentence's value and that of the next one in its passage."""
        following = np.arange(1, len(self.starts))
        following[self.passages[1:] - 1] -= 1
        return np.maximum(values, values[..., following])

    def by_passage(self, values: Any) -> Any:
        """The highest of ``values``, shape ``(…, sentences)``, in each passage."""
        return np.maximum.reduceat(values, self.passages[:-1], axis=-1)


def _starts(lengths: Any) -> Ids:
    return np.fromiter(itertools.accumulate(lengths, initial=0), np.int64)
