"""Which passages of a generation name a thing, and how far, found from the passages of each word."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Vectors, distinct
from retrieval.index.numbering import Numbering
from retrieval.index.parts.dense import DenseScores
from retrieval.index.parts.passage_words import PassageWords
from retrieval.index.parts.sparse import SparseScores

Names: TypeAlias = Sequence[Sequence[SparseScores]]
"""For each name of a thing the words that are like each word of it, and how much; names of one word as one,
since it doesn't matter which of them a word is like."""

_Word = TypeVar("_Word")


class Naming:
    """The words and passages of a generation, each counted through from the first segment on."""

    def __init__(self, parts: Sequence[PassageWords], numbering: Numbering) -> None:
        self._parts = parts
        self._numbering = numbering
        self.first_words: Ids = np.cumsum([0, *(len(part.hashes) for part in parts)])
        """Of each segment, and how many there are in all."""

    def sparse(self, names: Names) -> SparseScores:
        """How far each passage is named by the best of ``names``: where few are."""
        having = [[self._having(word) for word in name] for name in names]
        words = [word for name in having for word in name]
        if len(words) == 1:
            return words[0]
        numbers = distinct(np.concatenate([word.numbers for word in words]))
        return SparseScores(numbers, best_name(having, lambda word: word.of(numbers)))

    def dense(self, names: Names) -> DenseScores:
        """The same, where many are."""
        found = np.zeros(len(self._numbering), np.float32)
        # In turn, since what is worked out for one segment stays in the processor's cache.
        for segment, part in enumerate(self._parts):
            view = self._numbering.view(found, segment)
            spaces = [] if view is None else [view]

            def has(word: SparseScores, segment: int = segment, size: int = len(part)) -> Vectors:
                best = spaces.pop() if spaces else np.zeros(size, np.float32)  # noqa: B023 - called here only
                np.maximum.at(best, *self._in_segment(segment, word))
                return best

            best = best_name(names, has)
            if view is None:
                self._numbering.fill(found, segment, best)
        return DenseScores(found)

    def _having(self, words: SparseScores) -> SparseScores:
        """The passages that have one of ``words``, and how much it is like what is meant."""
        found = [
            self._numbering.kept(segment, *self._in_segment(segment, words))
            for segment in range(len(self._parts))
        ]
        passages, scores = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        return SparseScores.highest_of(passages, scores, len(self._numbering))

    def _in_segment(self, segment: int, words: SparseScores) -> tuple[npt.NDArray[np.int32], Vectors]:
        """The passages of a segment that have each of ``words``, and how much that is like what is meant."""
        of_segment = words.between(*self._bounds(segment))
        return self._parts[segment].counts.scored(of_segment.numbers, of_segment.scores)

    def postings(self, words: SparseScores) -> int:
        """In how many passages each of ``words`` is, in all."""
        return int(self._sizes[words.numbers].sum())

    @cached_property
    def _sizes(self) -> npt.NDArray[np.int32]:
        """In how many passages each word is."""
        return np.concatenate([part.counts.sizes.astype(np.int32) for part in self._parts])

    @property
    def sample(self) -> Ids:
        """The passages that are in the samples of the segments."""
        return np.concatenate(
            [self._numbering.numbers(segment, part.sample) for segment, part in enumerate(self._parts)]
        )

    def _bounds(self, segment: int) -> tuple[int, int]:
        """The first word of a segment, and the first of the next one."""
        first, end = self.first_words[segment : segment + 2].tolist()
        return first, end


def best_name(names: Sequence[Sequence[_Word]], has: Callable[[_Word], Vectors]) -> Vectors:
    """How far the best of ``names`` is named: a name is as far as its words are, on average.

    ``has``: how far each word is there, as an array of its own, which may be written to.
    """
    best, *others = (_mean(map(has, name), len(name)) for name in names)
    for other in others:
        np.maximum(best, other, out=best)
    return best


def _mean(scores: Iterator[Vectors], count: int) -> Vectors:
    """Without a further array for each step: among a million passages each takes as long as the sum."""
    total = next(scores)
    for others in scores:
        total += others
    if count > 1:
        total /= np.float32(count)
    return total
