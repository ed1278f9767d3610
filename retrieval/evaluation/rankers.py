"""Rankings to compare with: what each part is worth alone."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from retrieval.extras import needed
from retrieval.ranking.weights import Weights

if TYPE_CHECKING:
    from retrieval.arrays import Ids
    from retrieval.ranking.retriever import Retriever

Ranker: TypeAlias = "Callable[[str], Ids]"
"""From a question to passage numbers, best first."""

_MOST = 1000
"""Passages of one ranking: ten times what the deepest measure looks at."""

_K1, _B = 1.2, 0.75
"""Lucene's defaults."""


def _dense(retriever: "Retriever") -> Ranker:
    """By the similarity of the question's and the passage's vector alone."""
    vectors = retriever.generation.vectors
    return lambda question: vectors.search(retriever.question_vector(question), _MOST)


def _lexical(retriever: "Retriever") -> Ranker:
    """By BM25 of stems alone, as Lucene has it; only passages with a word of the question."""
    import numpy as np

    from retrieval.language.words import stem, telling_words

    index = needed("bm25s").BM25(method="lucene", k1=_K1, b=_B)
    index.index(retriever.generation.lexicon.stems_of_passages(), show_progress=False)

    def rank(question: str) -> "Ids":
        stems = list(dict.fromkeys(map(stem, telling_words(question))))
        known = [word for word in stems if word in index.vocab_dict]
        scores = index.get_scores(known) if known else np.zeros(0)
        best = np.argsort(-scores, kind="stable")[:_MOST]
        found: Ids = best[scores[best] > 0]
        return found

    return rank


def _weighted(weights: Weights) -> "Callable[[Retriever], Ranker]":
    """By some of the features."""

    def ranker(retriever: "Retriever") -> Ranker:
        def rank(question: str) -> "Ids":
            (query,) = retriever.queries([question])
            return retriever.rank(query, weights).passages

        return rank

    return ranker


HYBRID = "hybrid"

RANKERS: "Mapping[str, Callable[[Retriever], Ranker]]" = {
    HYBRID: _weighted(Weights()),
    "lexical": _lexical,
    "dense": _dense,
    "coverage": _weighted(
        Weights(without=frozenset({"window_coverage", "late_interaction"}), uses_glossary=False)
    ),
    "glossary": _weighted(Weights(without=frozenset({"window_coverage", "late_interaction"}))),
    "windows": _weighted(Weights(without=frozenset({"late_interaction"}))),
}
"""By name. Hybrid is how answers are ranked; from dense on, each has one part more than the one before."""

RANKER_NAMES = tuple(RANKERS)
