"""Rankings to compare with: what each part is worth alone."""

from collections.abc import Callable

import numpy as np

from retrieval.evaluation.dataset import EvaluationQuestion
from retrieval.index.store import Ids
from retrieval.search import Retriever

Ranker = Callable[[Retriever, EvaluationQuestion], Ids]
"""Passage numbers, best first."""

_MOST = 1000


def dense(retriever: Retriever, question: EvaluationQuestion) -> Ids:
    """By the similarity of the question's and the passage's vector alone."""
    generation = retriever.generation
    own = generation.row_starts[:-1]
    query = retriever.question_vector(question.text)
    similar = generation.store.vectors(own) @ query
    return np.argsort(-similar, kind="stable")[:_MOST]


def lexical(retriever: Retriever, question: EvaluationQuestion) -> Ids:
    """By BM25 alone; only passages with a word of the question."""
    scores = retriever.generation.lexicon.bm25(question.text)
    best = np.argsort(-scores, kind="stable")[:_MOST]
    found: Ids = best[scores[best] > 0]
    return found


RANKERS: dict[str, Ranker] = {"dense": dense, "lexical": lexical}
"""By name. The ranking of answers itself, `Retriever.rank`, is called hybrid."""
