"""Searching a generation in a collection."""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from retrieval.arrays import Ids, Vectors
from retrieval.index.generation import Generation
from retrieval.index.milvus.collection import DEEPEST, Collection
from retrieval.index.milvus.filter import expression
from retrieval.index.milvus.rows import KnownRows
from retrieval.index.parts.lexicon import SearchTerm
from retrieval.language.words import stem
from retrieval.periods import Period

_DEEPER = 8
"""How many times as many passages as wanted are found by BM25, to take those of them that cover most. BM25
adds up a thing's names in several languages, and knows only words with the same stem; coverage takes the
best name, and words that are alike. On kazqad-kk with no more than 12 candidates by vector and 6 by words,
the first quote was that of the index itself for 96.7, 99.3 and 100 % of the questions with 1, 4 and 8; with
all words that are alike among the search words, for 95.2 % with 4: rare misspellings count most."""


class MilvusFinder:
    """Finds the rows of one generation among those of the collection, which may have others too."""

    waits = True

    def __init__(self, collection: Collection, generation: Generation) -> None:
        self._collection = collection
        self._generation = generation
        self._own = generation.finder

    @cached_property
    def _known(self) -> KnownRows:
        return KnownRows(self._generation)

    def nearest(self, vector: Vectors, count: int, within: Period | None = None) -> Ids:
        where = expression(within)
        return self._of_generation(lambda most: self._collection.nearest(vector, most, where), count)

    def naming_most(self, terms: Sequence[SearchTerm], count: int, within: Period | None = None) -> Ids:
        """Where the server knows no words, as the index itself finds them."""
        if not self._collection.has_words:
            return self._own.naming_most(terms, count, within)
        stems = list(dict.fromkeys(stem(word) for term in terms for name in term.concept for word in name))
        if not stems:
            return np.zeros(0, np.int64)
        where, deep = expression(within), _DEEPER * count
        found = self._of_generation(lambda most: self._collection.naming(stems, most, where), deep)
        coverage = self._generation.lexicon.coverage(terms, found)
        return found[np.lexsort((self._generation.precedence[found], -coverage))[:count]]

    def _of_generation(self, search: Callable[[int], list[int]], count: int) -> Ids:
        """The ``count`` best rows of ``search`` that are of this generation."""
        wanted = count
        while True:
            rows = search(wanted)
            found = self._known.numbers(rows)
            if len(found) >= count or len(rows) < wanted or wanted >= DEEPEST:
                return found[:count]
            wanted = min(4 * wanted, DEEPEST)
