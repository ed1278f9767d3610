"""Ranking the passages of a generation for a question.

The score of a passage is the weighted sum of its features. Those that compare it with the question sentence
by sentence are computed only for the passages that are best by the rest.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from retrieval.arrays import Ids, Scores, Vectors, distinct
from retrieval.index.generation import Generation
from retrieval.index.joined_copies import JoinedCopies, Likeness
from retrieval.index.parts.lexicon import SearchTerm
from retrieval.periods import Period
from retrieval.ranking.comparison import Comparison
from retrieval.ranking.features import FEATURES, Candidates
from retrieval.ranking.query import Query
from retrieval.ranking.weights import ALL, Weights

_NEAREST, _COVERING = 100, 50
"""Candidates by vector and by words. The relevant passage was always among them on kazqad-kk and on 200
questions each of xquad-ru and xquad-en-ru; half or twice as many change nDCG@10 by .0002 at most."""

_COPIES = 4
"""How many candidates there are at most for each text among them: a choice. Where there are more, a few texts
with many copies crowd out all others, and candidates are looked for further down."""

_DEEPEST = 1600
"""Candidates of either kind at most, where many of them are copies of a few texts."""

_COMPARED_OTHERS = 8
"""Passages of other times than the question asks about that are compared at least: an answer that stands out
among those of its time alone is none. Without them, a question about a year that the sources do not tell of
got the confidence 0.40 from a passage about something else in that year, with them 0.05."""

_COMPARED = 32
"""Passages that are compared with the question sentence by sentence. With 16, 32 and 64 nDCG@10 is .811, .811
and .812 on kazqad-kk, and .981, .979 and .979 on 200 questions of xquad-en-ru; the time grows with them."""

_VERSIONS = 4
"""How many passages that nearly repeat one another are compared: a choice, so that copies of one story leave
room for others, and a version with another figure is still seen."""


_ASIDE = ThreadPoolExecutor(thread_name_prefix="near")
"""What finds the nearest passages while those that name most are found, where that spares time: FAISS lets
others run. Over a million passages and two cores a question takes a seventh less."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages of one generation, best first, with their scores and what these rest on.

    Of those with the same text there is one, the nearest to the question.

    ``features``: by name the figure of each passage, in the same order. ``terms``: the query's topics in the
    lexicon. ``comparison``: the sentences of the first passages. ``likeness``: which of the passages, and
    maybe others, nearly repeat which. ``fitting``: how many of the first passages are of the period that is
    asked about; those behind them are not. All where the question names none.
    """

    query: Query
    passages: Ids
    scores: Scores
    features: Mapping[str, Scores]
    terms: tuple[SearchTerm, ...]
    comparison: Comparison
    likeness: Likeness
    fitting: int


def rank(generation: Generation, query: Query, weights: Weights = ALL) -> Ranking:
    """Candidate passages for ``query``, best first; those of the time that it asks about come first."""
    candidates = _candidates(generation, query, weights)
    features = {feature.name: feature.of_candidates(candidates) for feature in FEATURES}
    order = np.argsort(-_score(features, weights), kind="stable")
    order = order[np.argsort(~candidates.fits[order], kind="stable")]
    likeness = generation.copies.likeness(candidates.passages)
    order = order[_varied(generation.copies, likeness, candidates.passages[order])]
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
        likeness,
        len(fitting),
    )


def _score(features: Mapping[str, Scores], weights: Weights) -> Scores:
    score: Scores = np.sum([weights.of(name) * values for name, values in features.items()], axis=0)
    return score


def _candidates(generation: Generation, query: Query, weights: Weights) -> Candidates:
    """Passages with a near vector, or that name much of what is asked about.

    Those of the period that is asked about, if one is, are found among themselves, so that a large corpus
    can't hide them. In the order of their precedence, which is also that of passages with the same score.
    """
    periods = dict.fromkeys([None, query.period])
    near = [_nearest(generation, query.vector, within) for within in periods]
    topics = query.topics
    names = [topic.names if weights.uses_glossary else topic.names[:1] for topic in topics]
    terms = tuple(generation.lexicon.terms(names))
    covering = [_covering(generation, terms, within) for within in periods]
    passages = distinct(np.concatenate([*(found() for found in near), *covering]))
    passages = passages[np.argsort(generation.precedence[passages], kind="stable")]
    fits = generation.fit(query.period, passages) if query.period else np.ones(len(passages), np.bool_)
    similarity = generation.vectors.similarities(query.vector, passages).astype(np.float64)
    coverage = generation.lexicon.coverage(terms, passages)
    return Candidates(generation, query, terms, passages, similarity, coverage, fits)


def _nearest(generation: Generation, vector: Vectors, within: Period | None) -> Callable[[], Ids]:
    """What returns the passages with the nearest vectors, of those that may fit a period, or of all."""
    finder = generation.finder

    def found() -> Ids:
        return _different(generation.copies, lambda count: finder.nearest(vector, count, within), _NEAREST)

    return _ASIDE.submit(found).result if finder.waits else found


def _covering(generation: Generation, terms: Sequence[SearchTerm], within: Period | None) -> Ids:
    """The passages that name most of ``terms``, of those that may fit a period, or of all."""
    finder = generation.finder
    return _different(generation.copies, lambda count: finder.naming_most(terms, count, within), _COVERING)


def _different(copies: JoinedCopies, nearest: Callable[[int], Ids], count: int) -> Ids:
    """The ``nearest`` passages, ``count`` of them, or more where too few of these differ from one another."""
    wanted = count // _COPIES
    while True:
        found = nearest(count)
        if len(found) < count or count >= _DEEPEST:
            return found
        # Mostly the first of them differ enough: the others need not be looked at.
        if any(copies.count_different(few) >= wanted for few in (found[: 2 * wanted], found)):
            return found
        count *= 4


def _varied(copies: JoinedCopies, likeness: Likeness, passages: Ids) -> Ids:
    """The places of ``passages``, each text once; further versions of one text come last."""
    _, places = np.unique(copies.texts[passages], return_index=True)
    places.sort()
    texts = likeness.first_alike(passages[places])
    seen = Counter[int]()
    is_further = np.zeros(len(places), np.bool_)
    for place, text in enumerate(texts.tolist()):
        is_further[place] = seen[text] >= _VERSIONS
        seen[text] += 1
    return np.concatenate([places[~is_further], places[is_further]])
