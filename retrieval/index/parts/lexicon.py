"""How far each passage, and each sentence, names what a question asks about."""

import functools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from retrieval.arrays import Ids, Scores, found_in
from retrieval.index.numbering import Numbering
from retrieval.index.parts.copies import stepped
from retrieval.index.parts.passage_words import Forms, Hashes, PassageWords
from retrieval.index.sentences import Sentences
from retrieval.language.glossary import Concept
from retrieval.language.normalisation import plain_letters
from retrieval.language.words import stem

_Alike: TypeAlias = tuple[Hashes, Scores]
"""Words that are like another one, ascending, and how much, in [0, 1]."""

_ABSENT_SHARE = 0.25
"""The share of its weight at which a term that no passage names still counts: it says little about which
passage is best."""

_NAMED_STEPS = 1 << 20
"""How far something is named is a whole number of such steps: sums of them are exact, in whatever order."""


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """One thing that a question asks about, as the passages' words name it.

    ``concept``: its names, as it was asked for. ``names``: for each of these the words that are like each
    word of the name. ``named``: how far each
    passage names it, by the best of its names, in [0, 1]. ``weight``: its IDF; ``mass``: how much of the
    whole question it makes up.
    """

    concept: Concept
    names: list[list[_Alike]]
    named: Scores
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
    """The words of all passages of a generation."""

    def __init__(self, parts: Sequence[PassageWords], numbering: Numbering | None = None) -> None:
        """``numbering``: which passages of ``parts`` there are; by default all."""
        self._parts = parts
        self._numbering = numbering or Numbering([np.arange(len(part)) for part in parts])

    def terms(self, concepts: Sequence[Concept], counting: Scores | None = None) -> list[SearchTerm]:
        """What a question asks about, as this lexicon's words name it.

        ``counting``: as how many each passage counts in the IDF, shape ``(passages,)``; one by default.
        """
        counted = np.ones(len(self._numbering)) if counting is None else counting
        return [self._term(concept, counted) for concept in concepts]

    def coverage(self, terms: Sequence[SearchTerm]) -> Scores:
        """The share of what a question asks about that each passage names, in [0, 1]."""
        named = np.reshape([term.named for term in terms], (len(terms), len(self._numbering)))
        return share_named(terms, named)

    def sentences_naming(self, terms: Sequence[SearchTerm], passages: Ids) -> tuple[Scores, Sentences]:
        """How far each sentence of ``passages`` names each term, in [0, 1].

        The shape is ``(terms, sentences)``; the second value says whose sentences these are.
        """
        found = [(self._parts[part], number) for part, number in self._numbering.places(passages)]
        order = np.concatenate([part.in_order(number) for part, number in found])
        sentences = Sentences.of([part.sentences.lengths(number) for part, number in found])
        known, places = np.unique(order, return_inverse=True)

        def has(hashes: Hashes, alike: Scores) -> Scores:
            at, is_there = found_in(known, hashes)
            likeness = np.zeros(len(known))
            likeness[at[is_there]] = alike[is_there]
            best: Scores = sentences.best(likeness[places])
            return best

        named = [_best_name(term.names, has) for term in terms]
        return np.reshape(named, (len(named), len(sentences.starts) - 1)), sentences

    def spelling(self, word: str) -> str:
        """A folded word as the passages spell it, with the letters that another keyboard lacks; ``word``
        itself where they have it so, or not at all.

        Of several spellings the one in most passages.
        """
        if word in self._frequencies:
            return word
        return self._spellings.get(plain_letters(word), word)

    @cached_property
    def _frequencies(self) -> Counter[str]:
        """In how many passages each word is."""
        found: Counter[str] = Counter()
        for part, live in zip(self._parts, self._numbering.live, strict=True):
            for number, count in enumerate(part.frequencies(live).tolist()):
                if count:
                    found[part.names[number].decode()] += count
        return found

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """The commonest word of each that are typed alike on another language's keyboard."""
        rarest_first = sorted(self._frequencies.items(), key=lambda one: (one[1], one[0]))
        return {plain_letters(word): word for word, _ in rarest_first}

    def stems_of_passages(self) -> list[list[str]]:
        """For each passage the stems of all its words, as often as they stand in it."""
        found: list[list[str]] = []
        for part, live in zip(self._parts, self._numbering.live, strict=True):
            stems = [stem(name.decode()) for name in part.names]
            by_passage = part.counts.by_column(len(part))
            found += [[stems[row] for row in by_passage[number].tolist()] for number in live.tolist()]
        return found

    def _term(self, concept: Concept, counting: Scores) -> SearchTerm:
        forms = [[Forms.of(word) for word in name] for name in concept]
        named, alike = [], []
        for part, live in zip(self._parts, self._numbering.live, strict=True):
            in_part = [[part.alike(word) for word in name] for name in forms]
            named.append(_best_name(in_part, part.having)[live])
            alike.append([[(part.hashes[rows], likeness) for rows, likeness in name] for name in in_part])
        names = [[_together(parts) for parts in zip(*name, strict=True)] for name in zip(*alike, strict=True)]
        by_passage = np.concatenate(named)
        frequency = stepped(counting * by_passage).sum()
        weight = float(idf(frequency, float(counting.sum())))
        mass = weight if by_passage.any() else weight * _ABSENT_SHARE
        return SearchTerm(concept, names, by_passage, weight, mass)


def _together(parts: Sequence[_Alike]) -> _Alike:
    if len(parts) == 1:
        return parts[0]
    hashes, places = np.unique(np.concatenate([hashes for hashes, _ in parts]), return_index=True)
    return hashes, np.concatenate([likeness for _, likeness in parts])[places]


def _best_name(names: Sequence[Sequence[tuple[Any, Scores]]], has: Callable[[Any, Scores], Scores]) -> Scores:
    """How far the best of ``names`` is named: a name is as far as its words are, on average."""
    best = np.maximum.reduce([_mean([has(*word) for word in name]) for name in names])
    rounded: Scores = np.rint(best * _NAMED_STEPS) / _NAMED_STEPS
    return rounded


def _mean(scores: Sequence[Scores]) -> Scores:
    """As ``np.mean`` of them, without the time that it takes to stack a few short arrays."""
    total: Scores = functools.reduce(np.add, scores)
    return total / len(scores)


def idf(frequency: Any, total: float) -> Any:
    """Inverse document frequency as Lucene has it; ``frequency`` may be a fraction."""
    return np.log1p((total - frequency + 0.5) / (frequency + 0.5))
