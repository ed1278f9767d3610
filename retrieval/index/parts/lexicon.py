"""How far each passage, and each sentence, names what a question asks about."""

import functools
import itertools
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache, cachedmethod

from retrieval.arrays import Ids, Scores, distinct
from retrieval.index.numbering import Numbering
from retrieval.index.parts.copies import stepped
from retrieval.index.parts.passage_words import Forms, PassageWords
from retrieval.index.parts.sparse import SparseScores
from retrieval.index.sentences import Sentences
from retrieval.language.glossary import Concept
from retrieval.language.words import stem

_ABSENT_SHARE = 0.25
"""The share of its weight at which a term that no passage names still counts: it says little about which
passage is best."""

_NAMED_STEPS = 1 << 20
"""How far something is named is a whole number of such steps: sums of them are exact, in whatever order."""

_Names: TypeAlias = Sequence[Sequence[SparseScores]]
"""For each name of a thing the words that are like each word of it, and how much."""

_Word = TypeVar("_Word")

_WORDS_KEPT = 1 << 11
"""Words of questions for which the words that are like them are kept: some 16 MB over a million passages."""

_TERMS_KEPT = 1 << 27
"""Bytes of what is kept of the passages that name a term: a choice. Over a million passages that is the last
244 terms of 300 questions, over a hundred thousand all 1,130."""


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """One thing that a question asks about, as the passages' words name it.

    ``concept``: its names, as it was asked for. ``names``: for each of these the words that are like each
    word of the name. ``named``: how far passages name it, by the best of its names, in [0, 1]. ``weight``:
    its IDF; ``mass``: how much of the whole question it makes up.
    """

    concept: Concept
    names: _Names
    named: SparseScores
    weight: float
    mass: float

    @property
    def nbytes(self) -> int:
        return self.named.nbytes + sum(word.nbytes for name in self.names for word in name)


def share_named(terms: Sequence[SearchTerm], named: Scores) -> Scores:
    """The share of what a question asks about that each text names, in [0, 1].

    ``named``: how far each text names each term, shape ``(terms, texts)``. Each counts by its IDF.
    """
    mass = sum(term.mass for term in terms) or 1.0
    shares = np.zeros(named.shape[1])
    for term, of_term in zip(terms, named, strict=True):
        # A matrix product would round texts differently by where they stand among the others.
        shares += term.weight * of_term
    return shares / mass


class Lexicon:
    """The words of all passages of a generation.

    They are counted through: first those of the first segment, then those of the next one, also where these
    are the same.
    """

    def __init__(
        self,
        parts: Sequence[PassageWords],
        numbering: Numbering | None = None,
        counting: Scores | None = None,
    ) -> None:
        """``numbering``: which passages of ``parts`` there are; by default all. ``counting``: as how many
        each of these counts in the IDF, shape ``(passages,)``; one by default.
        """
        self._parts = parts
        # One of no passages would be false.
        self._numbering = Numbering(list(map(len, parts))) if numbering is None else numbering
        self._counting = np.ones(len(self._numbering)) if counting is None else counting
        self._first_words: Ids = np.cumsum([0, *(len(part.hashes) for part in parts)])
        self._words = LRUCache[Any, SparseScores](_WORDS_KEPT)
        self._terms = LRUCache[Any, SearchTerm](_TERMS_KEPT, lambda term: term.nbytes)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self._numbering)

    def terms(self, concepts: Sequence[Concept]) -> list[SearchTerm]:
        """What a question asks about, as this lexicon's words name it."""
        return list(map(self._term, concepts))

    def coverage(self, terms: Sequence[SearchTerm], passages: Ids) -> Scores:
        """The share of what a question asks about that each of ``passages`` names, in [0, 1]."""
        named = np.reshape([term.named.of(passages) for term in terms], (len(terms), len(passages)))
        return share_named(terms, named)

    def sentences_naming(self, terms: Sequence[SearchTerm], passages: Ids) -> tuple[Scores, Sentences]:
        """How far each sentence of ``passages`` names each term, in [0, 1].

        The shape is ``(terms, sentences)``; the second value says whose sentences these are.
        """
        places = list(self._numbering.places(passages))
        order = np.concatenate([self._in_order(part, number) for part, number in places])
        sentences = Sentences.of([self._parts[part].sentences.lengths(number) for part, number in places])
        known, places_known = np.unique(order, return_inverse=True)

        def has(words: SparseScores) -> Scores:
            best: Scores = sentences.best(words.of(known)[places_known])
            return best

        named = [_best_name(term.names, has) for term in terms]
        return np.reshape(named, (len(named), len(sentences.starts) - 1)), sentences

    def spelling(self, word: str) -> str:
        """A folded word as the passages spell it, with the letters that another keyboard lacks; ``word``
        itself where they have it so, or not at all.

        Of several spellings the one in most passages.
        """
        found: Counter[str] = Counter()
        for segment, part in enumerate(self._parts):
            for number in part.typed_like(word).tolist():
                is_live = self._numbering.is_live(segment, part.counts.row(number))
                found[part.names[number].decode()] += int(is_live.sum())
        spellings = [(count, spelling) for spelling, count in found.items() if count]
        return word if found[word] or not spellings else max(spellings)[1]

    def stems_of_passages(self) -> list[list[str]]:
        """For each passage the stems of all its words, as often as they stand in it."""
        found: list[list[str]] = []
        for part, live in zip(self._parts, self._numbering.live, strict=True):
            stems = [stem(name.decode()) for name in part.names]
            by_passage = part.counts.by_column(len(part))
            found += [[stems[row] for row in by_passage[number].tolist()] for number in live.tolist()]
        return found

    @cached_property
    def _total(self) -> float:
        """As how many all passages count."""
        return float(self._counting.sum())

    @cachedmethod(attrgetter("_terms"), lock=attrgetter("_lock"))
    def _term(self, concept: Concept) -> SearchTerm:
        names = [list(map(self._alike, name)) for name in concept]
        named = self._naming(names)
        frequency = stepped(self._counting[named.numbers] * named.scores).sum()
        weight = float(idf(frequency, self._total))
        mass = weight if len(named.numbers) else weight * _ABSENT_SHARE
        return SearchTerm(concept, names, named, weight, mass)

    def _naming(self, names: _Names) -> SparseScores:
        """How far each passage is named by the best of ``names``."""
        # Of names of one word it doesn't matter which of them a word is like.
        alone = [name[0] for name in names if len(name) == 1]
        several = [name for name in names if len(name) > 1]
        names = [[SparseScores.highest(alone, int(self._first_words[-1]))], *several]
        having = [self._having(word) for name in names for word in name]
        numbers, places = distinct(np.concatenate([passages for passages, _ in having]), len(self))
        ends = np.cumsum([len(passages) for passages, _ in having])[:-1]
        of_words = zip(np.split(places, ends), (likeness for _, likeness in having), strict=True)

        def has(word: tuple[npt.NDArray[np.int32], Scores]) -> Scores:
            has = np.zeros(len(numbers))
            np.maximum.at(has, *word)
            return has

        best = _best_name([list(itertools.islice(of_words, len(name))) for name in names], has)
        return SparseScores(numbers, best.astype(np.float32))  # steps are exact in 32 bits

    def _having(self, words: SparseScores) -> tuple[npt.NDArray[np.int32], Scores]:
        """The passages that have one of ``words``, once for each that they have, and how alike it is."""
        passages, likeness = [], []
        ends = np.searchsorted(words.numbers, self._first_words).tolist()
        for segment, (part, start, end) in enumerate(zip(self._parts, ends, ends[1:], strict=False)):
            of_words, sizes = part.counts.of_rows(words.numbers[start:end] - self._first_words[segment])
            is_live = self._numbering.is_live(segment, of_words)
            passages.append(self._numbering.numbers(segment, of_words).astype(np.int32))
            likeness.append(np.repeat(words.scores[start:end], sizes)[is_live])
        return np.concatenate(passages), np.concatenate(likeness)

    @cachedmethod(attrgetter("_words"), lock=attrgetter("_lock"))
    def _alike(self, word: str) -> SparseScores:
        """The words that are like ``word``, and how much."""
        forms = Forms.of(word)
        found = [part.alike(forms) for part in self._parts]
        return SparseScores.joined(
            [
                SparseScores(one.numbers + first, one.scores)
                for one, first in zip(found, self._first_words.tolist(), strict=False)
            ]
        )

    def _in_order(self, segment: int, passage: int) -> Ids:
        """The words of a passage, as they stand in its sentences."""
        part = self._parts[segment]
        words: Ids = part.order[part.sentences.rows(passage)] + self._first_words[segment]
        return words


def _best_name(names: Sequence[Sequence[_Word]], has: Callable[[_Word], Scores]) -> Scores:
    """How far the best of ``names`` is named: a name is as far as its words are, on average."""
    best = np.maximum.reduce([_mean([has(word) for word in name]) for name in names])
    rounded: Scores = np.rint(best * _NAMED_STEPS) / _NAMED_STEPS
    return rounded


def _mean(scores: Sequence[Scores]) -> Scores:
    """As ``np.mean`` of them, without the time that it takes to stack a few short arrays."""
    total: Scores = functools.reduce(np.add, scores)
    return total / len(scores)


def idf(frequency: Any, total: float) -> Any:
    """Inverse document frequency as Lucene has it; ``frequency`` may be a fraction."""
    return np.log1p((total - frequency + 0.5) / (frequency + 0.5))
