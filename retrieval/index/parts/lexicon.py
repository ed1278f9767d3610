"""How far each passage, and each sentence, names what a question asks about."""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np
from cachetools import LRUCache, cachedmethod

from retrieval.arrays import Ids, Scores, Vectors
from retrieval.index.numbering import Numbering
from retrieval.index.parts.copies import stepped
from retrieval.index.parts.dense import DenseScores
from retrieval.index.parts.naming import Names, Naming, best_name
from retrieval.index.parts.passage_words import Forms, PassageWords
from retrieval.index.parts.sparse import SparseScores
from retrieval.index.sentences import Sentences
from retrieval.language.glossary import Concept
from retrieval.language.words import stem

_ABSENT_SHARE = 0.25
"""The share of its weight at which a term that no passage names still counts: it says little about which
passage is best."""

_FREQUENT = 1 << 15
"""With more passages than these, each counted once for each of its words, a term's figures are kept for all
passages, and its frequency is estimated. To sort so many takes longer than to go through a million."""

_WORDS_KEPT = 1 << 11
"""Words of questions for which the words that are like them are kept: some 16 MB over a million passages."""

_TERMS_KEPT = 1 << 27
"""Bytes of what is kept of the passages that name a term: a choice. Over a million passages that is the last
32 frequent terms."""


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """One thing that a question asks about, as the passages' words name it.

    ``concept``: its names, as it was asked for. ``names``: for each of these the words that are like each
    word of the name. ``named``: how far passages name it, by the best of its names, in [0, 1]. ``weight``:
    its IDF, estimated where many passages name it; ``mass``: how much of the whole question it makes up.
    """

    concept: Concept
    names: Names
    named: SparseScores | DenseScores
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
        self._naming = Naming(parts, self._numbering)
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
        return share_named(terms, self.named(terms, passages))

    def named(self, terms: Sequence[SearchTerm], passages: Ids) -> Scores:
        """How far each of ``passages`` names each term, in [0, 1]: the shape is ``(terms, passages)``."""
        named = np.zeros((len(terms), len(passages)))
        for row, term in enumerate(terms):
            named[row] = term.named.of(passages)
        return named

    def sentences_naming(self, terms: Sequence[SearchTerm], passages: Ids) -> tuple[Scores, Sentences]:
        """How far each sentence of ``passages`` names each term, in [0, 1].

        The shape is ``(terms, sentences)``; the second value says whose sentences these are.
        """
        places = list(self._numbering.places(passages))
        order = np.concatenate([self._in_order(part, number) for part, number in places])
        sentences = Sentences.of([self._parts[part].sentences.lengths(number) for part, number in places])
        known, places_known = np.unique(order, return_inverse=True)

        def has(words: SparseScores) -> Vectors:
            best: Vectors = sentences.best(words.of(known)[places_known])
            return best

        named = [best_name(term.names, has) for term in terms]
        shape = len(named), len(sentences.starts) - 1
        return np.array(named, np.float64).reshape(shape), sentences

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
        alone = [self._alike(name[0]) for name in concept if len(name) == 1]
        names = [list(map(self._alike, name)) for name in concept if len(name) > 1]
        if alone:
            names.insert(0, [SparseScores.highest(alone)])
        named: SparseScores | DenseScores
        postings = sum(self._naming.postings(word) for name in names for word in name)
        if postings <= _FREQUENT or not self._sampled:
            named = self._naming.sparse(names)
            frequency = float(stepped(self._counting[named.numbers] * named.scores).sum())
        else:
            named = self._naming.dense(names)
            frequency = self._estimated(named)
        weight = float(idf(frequency, self._total))
        mass = weight if frequency else weight * _ABSENT_SHARE
        return SearchTerm(concept, names, named, weight, mass)

    def _estimated(self, named: DenseScores) -> float:
        """As how many passages those that are named count: as large a share of all as of the samples."""
        numbers, counting = self._sample
        return float(stepped(counting * named.of(numbers)).sum() / self._sampled * self._total)

    @cached_property
    def _sample(self) -> tuple[Ids, Scores]:
        """The passages of all samples, and as how many each of them counts."""
        sample = self._naming.sample
        return sample, self._counting[sample]

    @cached_property
    def _sampled(self) -> float:
        """As how many the passages of all samples count."""
        return float(self._sample[1].sum())

    @cachedmethod(attrgetter("_words"), lock=attrgetter("_lock"))
    def _alike(self, word: str) -> SparseScores:
        """The words that are like ``word``, and how much."""
        forms = Forms.of(word)
        found = [part.alike(forms) for part in self._parts]
        return SparseScores.joined(
            [
                SparseScores(one.numbers + first, one.scores)
                for one, first in zip(found, self._naming.first_words.tolist(), strict=False)
            ]
        )

    def _in_order(self, segment: int, passage: int) -> Ids:
        """The words of a passage, as they stand in its sentences."""
        part = self._parts[segment]
        words: Ids = part.order[part.sentences.rows(passage)] + self._naming.first_words[segment]
        return words


def idf(frequency: Any, total: float) -> Any:
    """Inverse document frequency as Lucene has it; ``frequency`` may be a fraction."""
    return np.log1p((total - frequency + 0.5) / (frequency + 0.5))
