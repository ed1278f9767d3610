"""Rankings to compare with: what each part is worth alone."""

from collections.abc import Callable

import numpy as np

from retrieval.evaluation.dataset import EvaluationQuestion
from retrieval.index.store import Ids
from retrieval.ranking import Weights
from retrieval.search import Retriever

Ranker = Callable[[Retriever, EvaluationQuestion], Ids]
"""Passage numbers, best first."""

_MOST = 1000


def dense(retriever: Retriever, question: EvaluationQuestion) -> Ids:
    """By the similarity of the question's and the passage's vector alone."""
    generation = retriever.generation
    return generation.store.search(retriever.question_vector(question.text), _MOST)


def lexical(retriever: Retriever, question: EvaluationQuestion) -> Ids:
    """By BM25 alone; only passages with a word of the question."""
    scores = retriever.generation.lexicon.bm25(question.text)
    best = np.argsort(-scores, kind="stable")[:_MOST]
    found: Ids = best[scores[best] > 0]
    return found


def _weighted(weights: Weights) -> Ranker:
    def ranker(retriever: Retriever, question: EvaluationQuestion) -> Ids:
        (query,) = retriever.queries([question.text])
        return retriever.rank(query, weights).passages

    return ranker


RANKERS: dict[str, Ranker] = {
    "lexical": lexical,
    "dense": dense,
    "coverage": _weighted(Weights(window_coverage=0, late=0, glossary=False)),
    "glossary": _weighted(Weights(window_coverage=0, late=0)),
    "windows": _weighted(Weights(late=0)),
}
"""By name, each with one part more than the one before, from dense on. The ranking of answers itself,
`Retriever.rank`, has late interaction too, and is called hybrid."""
