"""Ranking the passages of a generation for a question.

The score of a passage is the weighted sum of its features. Those that compare it with the question sentence
by sentence are computed only for the passages that are best by the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from retrieval.arrays import Ids, Mask, Scores, Vectors
from retrieval.index.generation import Generation
from retrieval.index.parts.lexicon import SearchTerm
from retrieval.ranking.comparison import Comparison
from retrieval.ranking.features import FEATURES, Candidates
from retrieval.ranking.query import Query
from retrieval.ranking.weights import ALL, Weights

_NEAREST, _COVERING = 100, 50
"""Candidates by vector and by words. The relevant passage was always among them on kazqad-kk and on 200
questions each of xquad-ru and xquad-en-ru; half or twice as many change nDCG@10 by .0002 at most."""

_COMPARED_OTHERS = 8
"""Passages of other times than the question asks about that are compared at least: an answer that stands out
among those of its time alone is none. Without them, a question about a year that the sources do not tell of
got the confidence 0.40 from a passage about something else in that year, with them 0.05."""

_COMPARED = 32
"""Passages that are compared with the question sentence by sentence. With 16, 32 and 64 nDCG@10 is .811, .811
and .812 on kazqad-kk, and .981, .979 and .979 on 200 questions of xquad-en-ru; the time grows with them."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages of one generation, best first, with their scores and what these rest on.

    ``features``: by name the figure of each passage, in the same order. ``terms``: the query's topics in the
    lexicon. ``comparison``: the sentences of the first passages. ``fitting``: how many of the first passages
    are of the period that is asked about; those behind them are not. All where the question names none.
    """

    query: Query
    passages: Ids
    scores: Scores
    features: Mapping[str, Scores]
    terms: tuple[SearchTerm, ...]
    comparison: Comparison
    fitting: int


def rank(generation: Generation, query: Query, weights: Weights = ALL) -> Ranking:
    """Candidate passages for ``query``, best first; those of the time that it asks about come first."""
    candidates = _candidates(generation, query, weights)
    features = {feature.name: feature.of_candidates(candidates) for feature in FEATURES}
    order = np.argsort(-_score(features, weights), kind="stable")
    fitting, others = order[candidates.fits[order]], order[~candidates.fits[order]]
    first = fitting[:_COMPARED]
    compared = np.concatenate([first, others[: max(_COMPARED_OTHERS, _COMPARED - len(first))]])
    comparison = Comparison.of(generation, query, candidates.terms, candidates.passages[compared])
    for feature in FEATURES:
        if feature.of_compared:
            features[feature.name] = features[feature.name].copy()
            features[feature.name][compared] = feature.of_compared(candidates, comparison)
    scores = _score(features, weights)
    # Candidates beyond those that are compared stay behind them, in their order.
    for group in (fitting, others):
        few = group[np.isin(group, compared)]
        group[: len(few)] = few[np.argsort(-scores[few], kind="stable")]
    order = np.concatenate([fitting, others])
    return Ranking(
        query,
        candidates.passages[order],
        scores[order],
        {name: values[order] for name, values in features.items()},
        candidates.terms,
        comparison,
        len(fitting),
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
    passages, fits = _near_or_covering(generation, query, coverage)
    similarity = (generation.vectors.vectors(passages) @ query.vector).astype(np.float64)
    return Candidates(generation, query, terms, passages, similarity, coverage[passages], fits)


def _near_or_covering(generation: Generation, query: Query, coverage: Scores) -> tuple[Ids, Mask]:
    """Passages, and which of them are of the period that is asked about, if one is.

    Those of the period are found among themselves, so that a large corpus can't hide them.
    """
    found = _best(generation, query.vector, coverage)
    if query.period is None:
        return found, np.ones(len(found), np.bool_)
    found = np.union1d(
        found, _best(generation, query.vector, coverage, generation.dates.may_fit(query.period))
    )
    return found, generation.fit(query.period, found)


def _best(generation: Generation, vector: Vectors, coverage: Scores, among: Mask | None = None) -> Ids:
    """The passages that are nearest or name most, ``among`` those that are marked, or all."""
    if among is not None:
        coverage = coverage * among
    covering = np.argsort(-coverage, kind="stable")[:_COVERING]
    near = generation.vectors.search(vector, _NEAREST, among)
    return np.union1d(near, covering[coverage[covering] > 0])
