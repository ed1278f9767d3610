"""How far each passage, and each sentence, names what a question asks about."""

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from retrieval.arrays import Ids, Scores
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

_REMEMBERED = 1 << 10
"""Words of questions whose likes are kept: a choice. """


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """One thing that a question asks about, as the passages' words name it.

    ``names``: for each of its names the words that are like each word of the name. ``named``: how far
    passages name it, by the best of its names, in [0, 1]. ``weight``: its IDF; ``mass``: how much of the
    whole question it makes up.
    """

    names: Sequence[Sequence[SparseScores]]
    named: SparseScores
    weight: float
    mass: float


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
        self._numbering = numbering or Numbering([np.arange(len(part)) for part in parts])
        self._counting = np.ones(len(self._numbering)) if counting is None else counting
        self._first_words: Ids = np.cumsum([0, *(len(part.hashes) for part in parts)])
        self._alike = functools.lru_cache(_REMEMBERED)(self._found_alike)

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

        def naming(words: SparseScores) -> Scores:
            best: Scores = sentences.best(words.of(known)[places_known])
            return best

        named = [
            _rounded(np.maximum.reduce([_mean(list(map(naming, name))) for name in term.names]))
            for term in terms
        ]
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

    def _term(self, concept: Concept) -> SearchTerm:
        names = [list(map(self._alike, name)) for name in concept]
        # Of names of one word only the words that are like one of them count, not which of them it was.
        alone = SparseScores.highest(
            [name[0] for name in names if len(name) == 1], int(self._first_words[-1])
        )
        several = [name for name in names if len(name) > 1]
        named = self._naming([[alone], *several])
        frequency = stepped(self._counting[named.numbers] * named.scores).sum()
        weight = float(idf(frequency, self._total))
        return SearchTerm(names, named, weight, weight if len(named.numbers) else weight * _ABSENT_SHARE)

    def _naming(self, names: Sequence[Sequence[SparseScores]]) -> SparseScores:
        """How far each passage is named by the best of ``names``."""
        found = []
        for segment, part in enumerate(self._parts):
            of_names = [
                SparseScores.mean([part.having(self._of_part(words, segment)) for words in name], len(part))
                for name in names
            ]
            best = SparseScores.highest(of_names, len(part))
            is_live = self._numbering.is_live(segment, best.numbers)
            numbers = self._numbering.numbers(segment, best.numbers)
            found.append(SparseScores(numbers, best.scores[is_live]))
        named = SparseScores.joined(found)
        return SparseScores(named.numbers, _rounded(named.scores))

    def _found_alike(self, word: str) -> SparseScores:
        """The words that are like ``word``, and how much."""
        forms = Forms.of(word)
        found = [part.alike(forms) for part in self._parts]
        return SparseScores.joined(
            [
                SparseScores(one.numbers + first, one.scores)
                for one, first in zip(found, self._first_words.tolist(), strict=False)
            ]
        )

    def _of_part(self, words: SparseScores, segment: int) -> SparseScores:
        """Those of ``words`` that are of one segment, as it numbers them."""
        first, end = self._first_words[segment : segment + 2].tolist()
        start, stop = np.searchsorted(words.numbers, (first, end)).tolist()
        return SparseScores(words.numbers[start:stop] - first, words.scores[start:stop])

    def _in_order(self, segment: int, passage: int) -> Ids:
        """The words of a passage, as they stand in its sentences."""
        part = self._parts[segment]
        words: Ids = part.order[part.sentences.rows(passage)] + self._first_words[segment]
        return words


def _rounded(named: Scores) -> Scores:
    rounded: Scores = np.rint(named * _NAMED_STEPS) / _NAMED_STEPS
    return rounded


def _mean(scores: Sequence[Scores]) -> Scores:
    """As ``np.mean`` of them, without the time that it takes to stack a few short arrays."""
    total: Scores = functools.reduce(np.add, scores)
    return total / len(scores)


def idf(frequency: Any, total: float) -> Any:
    """Inverse document frequency as Lucene has it; ``frequency`` may be a fraction."""
    return np.log1p((total - frequency + 0.5) / (frequency + 0.5))
