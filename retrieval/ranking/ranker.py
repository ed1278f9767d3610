"""Ranking the passages of a generation for a question.

The score of a passage is the weighted sum of its features. Those that compare it with the question sentence
by sentence are computed only for the passages that are best by the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Scores, Vectors
from retrieval.index.generation import Generation
from retrieval.index.parts.lexicon import SearchTerm
from retrieval.ranking.comparison import Comparison
from retrieval.ranking.features import FEATURES, Candidates
from retrieval.ranking.query import Query
from retrieval.ranking.weights import ALL, Weights

_NEAREST, _COVERING = 100, 50
"""Candidates by vector and by words. The relevant passage was always among them on kazqad-kk and on 200
questions each of xquad-ru and xquad-en-ru; half or twice as many change nDCG@10 by .0002 at most."""

_COMPARED = 32
"""Passages that are compared with the question sentence by sentence. With 16, 32 and 64 nDCG@10 is .811, .811
and .812 on kazqad-kk, and .981, .979 and .979 on 200 questions of xquad-en-ru; the time grows with them."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages of one generation, best first, with their scores and what these rest on.

    ``features``: by name the figure of each passage, in the same order. ``terms``: the query's topics in the
    lexicon. ``comparison``: the sentences of the first passages.
    """

    query: Query
    passages: Ids
    scores: Scores
    features: Mapping[str, Scores]
    terms: tuple[SearchTerm, ...]
    comparison: Comparison


def rank(generation: Generation, query: Query, weights: Weights = ALL) -> Ranking:
    """Candidate passages for ``query``, best first."""
    candidates = _candidates(generation, query, weights)
    features = {feature.name: feature.of_candidates(candidates) for feature in FEATURES}
    order = np.argsort(-_score(features, weights), kind="stable")
    compared = order[:_COMPARED]
    comparison = Comparison.of(generation, query, candidates.terms, candidates.passages[compared])
    for feature in FEATURES:
        if feature.of_compared:
            features[feature.name] = features[feature.name].copy()
            features[feature.name][compared] = feature.of_compared(candidates, comparison)
    scores = _score(features, weights)
    # Candidates beyond those that are compared stay behind them, in their order.
    order[: len(compared)] = compared[np.argsort(-scores[compared], kind="stable")]
    return Ranking(
        query,
        candidates.passages[order],
        scores[order],
        {name: values[order] for name, values in features.items()},
        candidates.terms,
        comparison,
    )


def _score(features: Mapping[str, Scores], weights: Weights) -> Scores:
    score: Scores = np.sum([weights.of(name) * values for name, values in features.items()], axis=0)
    return score


def _candidates(generation: Generation, query: Query, weights: Weights) -> Candidates:
    """Passages with a near vector, or that name much of what is asked about."""
    topics = query.topics
    names = [topic.names if weights.uses_glossary else topic.names[:1] for topic in topics]
    terms = tuple(generation.lexicon.terms(names))
    coverage = generation.lexicon.coverage(terms)
    passages = _near_or_covering(generation, query.vector, coverage)
    similarity = (generation.vectors.vectors(passages) @ query.vector).astype(np.float64)
    return Candidates(generation, query, terms, passages, similarity, coverage[passages])


def _near_or_covering(generation: Generation, vector: Vectors, coverage: Scores) -> Ids:
    """In the order of their precedence, which is also that of passages with the same score."""
    near = generation.vectors.search(vector, _NEAREST)
    found = np.union1d(near, _covering(coverage, generation.precedence))
    return found[np.argsort(generation.precedence[found], kind="stable")]


def _covering(coverage: Scores, precedence: npt.NDArray[np.uint64]) -> Ids:
    """Those that name most of what is asked about; of those that name as much, the first by precedence."""
    place = max(len(coverage) - _COVERING, 0)
    least = max(np.partition(coverage, place)[place], np.finfo(float).tiny)
    found = np.flatnonzero(coverage >= least)
    return found[np.lexsort((precedence[found], -coverage[found]))[:_COVERING]]
