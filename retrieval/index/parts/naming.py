"""Which passages of a generation name a thing, and how far, found from either side.

From the passages of each word, where all are asked for, or the words of each passage, where a few are.
"""

import functools
from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

import numpy as np

from retrieval.arrays import Ids, Scores, found_in
from retrieval.index.numbering import Numbering
from retrieval.index.parts.incidence import Incidence
from retrieval.index.parts.passage_words import PassageWords
from retrieval.index.parts.sparse import SparseScores

Names: TypeAlias = Sequence[Sequence[SparseScores]]
"""For each name of a thing the words that are like each word of it, and how much; names of one word as one,
since it doesn't matter which of them a word is like."""

_NAMED_STEPS = 1 << 20
"""How far something is named is a whole number of such steps: sums of them are exact, in whatever order."""

_Word = TypeVar("_Word")


class Naming:
    """The words and passages of a generation, each counted through from the first segment on."""

    def __init__(self, parts: Sequence[PassageWords], numbering: Numbering) -> None:
        self._parts = parts
        self._numbering = numbering
        self.first_words: Ids = np.cumsum([0, *(len(part.hashes) for part in parts)])
        """Of each segment, and how many there are in all."""

    def all(self, names: Names) -> SparseScores:
        """How far each passage is named by the best of ``names``; only those that are."""
        return SparseScores.joined(
            [
                self._live(segment, self._in_segment(segment, names, part.counts, len(part)))
                for segment, part in enumerate(self._parts)
            ]
        )

    def of_sample(self, names: Names) -> SparseScores:
        """As `all`, of the passages in the samples of the segments alone."""
        named = []
        for segment, part in enumerate(self._parts):
            passages = part.sample.passages
            of_segment = self._in_segment(segment, names, part.sample.counts, len(passages))
            named.append(self._live(segment, SparseScores(passages[of_segment.numbers], of_segment.scores)))
        return SparseScores.joined(named)

    @property
    def sample(self) -> Ids:
        """The passages that are in the samples of the segments."""
        return np.concatenate(
            [
                self._numbering.numbers(segment, part.sample.passages)
                for segment, part in enumerate(self._parts)
            ]
        )

    def _in_segment(self, segment: int, names: Names, table: Incidence, size: int) -> SparseScores:
        """How far the best of ``names`` is named by each of the ``size`` columns of a segment's ``table``."""
        first, end = self._bounds(segment)
        having = [[table.highest(word.between(first, end), size) for word in name] for name in names]
        numbers = SparseScores.highest([word for name in having for word in name], size).numbers
        named = best_name(having, lambda word: word.of(numbers, size))
        return SparseScores(numbers, named.astype(np.float32))  # steps are exact in 32 bits

    def _bounds(self, segment: int) -> tuple[int, int]:
        """The first word of a segment, and the first of the next one."""
        first, end = self.first_words[segment : segment + 2].tolist()
        return first, end

    def _live(self, segment: int, named: SparseScores) -> SparseScores:
        """``named`` of the passages of a segment, by their numbers here, without those that are gone."""
        is_live = self._numbering.is_live(segment, named.numbers)
        numbers = self._numbering.numbers(segment, named.numbers).astype(np.int32)
        return SparseScores(numbers, named.scores[is_live])

    def by_postings(self, names: Names, passages: Ids) -> Scores:
        """How far the best of ``names`` is named by each of ``passages``, from the passages of its words."""
        having = []
        for segment, here, numbers in self._numbering.by_segment(passages):
            place_of = np.full(len(self._parts[segment]), -1, np.int32)
            place_of[numbers] = here
            having.append((self._parts[segment].counts, self._bounds(segment), place_of))

        def has(word: SparseScores) -> Scores:
            best = np.zeros(len(passages))
            for counts, bounds, place_of in having:
                words = word.between(*bounds)
                columns, sizes = counts.of_rows(words.numbers)
                places = place_of.take(columns)
                (meant,) = (places >= 0).nonzero()
                np.maximum.at(best, places[meant], np.repeat(words.scores, sizes)[meant])
            return best

        return best_name(names, has)

    def by_words(self, terms: Sequence[Names], passages: Ids) -> Scores:
        """The same for each of ``terms``, from the words of ``passages``."""
        asked = np.concatenate([word.numbers for names in terms for name in names for word in name])
        asked.sort()
        found, places = [], []
        for segment, here, numbers in self._numbering.by_segment(passages):
            first, end = self._bounds(segment)
            is_asked = np.zeros(end - first, np.bool_)
            is_asked[asked[slice(*asked.searchsorted((first, end)))] - first] = True
            of_passages, owners = self._parts[segment].of_passages(numbers)
            (meant,) = is_asked.take(of_passages).nonzero()
            found.append(of_passages[meant] + first)
            places.append(here[owners[meant]])
        words, having = np.concatenate(found), np.concatenate(places)

        def has(word: SparseScores) -> Scores:
            best = np.zeros(len(passages))
            of_words, is_there = found_in(word.numbers, words)
            np.maximum.at(best, having[is_there], word.scores[of_words[is_there]])
            return best

        return np.stack([best_name(names, has) for names in terms])

    def postings(self, words: SparseScores) -> int:
        """In how many passages each of ``words`` is, in all."""
        sizes = 0
        for segment, part in enumerate(self._parts):
            rows, starts = words.between(*self._bounds(segment)).numbers, part.counts.starts
            sizes += int((starts[rows + 1] - starts[rows]).sum())
        return sizes


def best_name(names: Sequence[Sequence[_Word]], has: Callable[[_Word], Scores]) -> Scores:
    """How far the best of ``names`` is named: a name is as far as its words are, on average."""
    best = np.maximum.reduce([_mean([has(word) for word in name]) for name in names])
    rounded: Scores = np.rint(best * _NAMED_STEPS) / _NAMED_STEPS
    return rounded


def _mean(scores: Sequence[Scores]) -> Scores:
    """As ``np.mean`` of them, without the time that it takes to stack a few short arrays."""
    total: Scores = functools.reduce(np.add, scores)
    return total / len(scores)
