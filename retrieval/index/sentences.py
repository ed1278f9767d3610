"""Which rows, tokens or words, make up which sentence, and which sentences make up which passage.

The best of something is asked for by sentence, by passage, or by *window*: a sentence and the one after it.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from retrieval.arrays import Ids
from retrieval.index.parts.array_file import Arrays
from retrieval.index.parts.incidence import ranges


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences of some passages, one after another.

    Sentence ``j`` owns rows ``starts[j]:starts[j + 1]``, passage ``i`` owns sentences
    ``passages[i]:passages[i + 1]``; a sentence may have no rows, a passage has a sentence.
    """

    starts: Ids
    passages: Ids

    @classmethod
    def of(cls, lengths: Sequence[Sequence[int]]) -> Self:
        """``lengths``: for each passage the number of rows of each of its sentences."""
        return cls(_starts(itertools.chain.from_iterable(lengths)), _starts(map(len, lengths)))

    @classmethod
    def joined(cls, parts: "Sequence[Sentences]") -> Self:
        """Those of all ``parts``, one after another."""
        return cls(
            _starts(np.concatenate([np.diff(part.starts) for part in parts])),
            _starts(np.concatenate([np.diff(part.passages) for part in parts])),
        )

    def arrays(self, name: str) -> Arrays:
        """What `from_arrays` takes, under names that begin with ``name``."""
        return {f"{name}.starts": self.starts, f"{name}.passages": self.passages}

    @classmethod
    def from_arrays(cls, arrays: Arrays, name: str) -> Self:
        return cls(arrays[f"{name}.starts"], arrays[f"{name}.passages"])

    def of_passage(self, number: int) -> slice:
        """The sentences of one passage."""
        return slice(int(self.passages[number]), int(self.passages[number + 1]))

    def lengths(self, passage: int) -> list[int]:
        """How many rows each sentence of a passage has."""
        first, last = self.passages[passage : passage + 2].tolist()
        # NumPy takes three times as long for so few.
        return [end - start for start, end in itertools.pairwise(self.starts[first : last + 1].tolist())]

    def rows(self, passage: int) -> slice:
        """The rows of one passage."""
        first, last = self.passages[passage : passage + 2]
        return slice(int(self.starts[first]), int(self.starts[last]))

    def all_rows(self, passages: Ids) -> Ids:
        """The rows of ``passages``, one passage after another."""
        starts, ends = self.starts[self.passages[passages]], self.starts[self.passages[passages + 1]]
        rows: Ids = ranges(starts, ends - starts)
        return rows

    def only(self, passages: Ids) -> "Sentences":
        """Those of ``passages``, in this order, as if there were no others."""
        counts = self.passages[passages + 1] - self.passages[passages]
        sentences = ranges(self.passages[passages], counts)
        return Sentences(_starts(self.starts[sentences + 1] - self.starts[sentences]), _starts(counts))

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
    if isinstance(lengths, np.ndarray):
        return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return np.fromiter(itertools.accumulate(lengths, initial=0), np.int64)
