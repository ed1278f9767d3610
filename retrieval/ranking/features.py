"""The features that a passage's score is the weighted sum of.

A new feature is a function here, a row of `FEATURES`, and its weight in ``weights.json``.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from retrieval.arrays import Ids, Mask, Scores
from retrieval.index.generation import Generation
from retrieval.index.parts.lexicon import SearchTerm, share_named
from retrieval.ranking.comparison import Comparison, token_weights
from retrieval.ranking.query import Query


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages that may answer, with what is cheap to know of each.

    ``similarity``: the cosine of the centred vectors. ``coverage``: the share of what the question asks about
    that the passage names. ``fits``: whether it is of the period that is asked about.
    """

    generation: Generation
    query: Query
    terms: tuple[SearchTerm, ...]
    passages: Ids
    similarity: Scores
    coverage: Scores
    fits: Mask


@dataclass(frozen=True, slots=True)
class Feature:
    """One figure about a passage.

    ``of_candidates`` gives it for all candidates. Where that is only a bound or nothing, ``of_compared``
    gives the true one for the passages that are compared with the question sentence by sentence.
    """

    name: str
    of_candidates: Callable[[Candidates], Scores]
    of_compared: Callable[[Candidates, Comparison], Scores] | None = None


def _nothing(candidates: Candidates) -> Scores:
    return np.zeros(len(candidates.passages))


def _window_coverage(candidates: Candidates, comparison: Comparison) -> Scores:
    """The share of what the question asks about that the best window, a sentence and the next one, names."""
    windows = comparison.sentences.windows(comparison.named)
    best: Scores = comparison.sentences.by_passage(share_named(candidates.terms, windows))
    return best


def _late_interaction(_: Candidates, comparison: Comparison) -> Scores:
    """How well the best window matches the question token by token."""
    weights = token_weights(comparison.passage_matches())
    best: Scores = comparison.sentences.by_passage(weights @ comparison.sentences.windows(comparison.matches))
    return best


def _other_years(candidates: Candidates, comparison: Comparison) -> Scores:
    """1 for a passage that speaks of other years than the question, and was published in another one; half
    that where it speaks of none.
    """
    found = np.zeros(len(comparison.passages))
    asked, generation = candidates.query.years, candidates.generation
    if not asked:
        return found
    for number, passage in enumerate(generation.passages[int(number)] for number in comparison.passages):
        published = generation.documents[passage.document].published
        years = passage.years | ({published.year} if published else set())
        if years and asked.isdisjoint(years):
            found[number] = 1 if passage.years else 0.5
    return found


FEATURES = (
    Feature("similarity", lambda candidates: candidates.similarity),
    Feature("coverage", lambda candidates: candidates.coverage),
    # A window can name no more than the whole passage does.
    Feature("window_coverage", lambda candidates: candidates.coverage, _window_coverage),
    Feature("late_interaction", _nothing, _late_interaction),
    Feature("other_years", _nothing, _other_years),
)
