"""Ranking the passages of a generation for a question.

The score of a passage is::

    0.75 * similarity + 0.25 * coverage
        + 0.15 * coverage by the best window + late interaction with the best window
        - 0.1 where it speaks of other years than the question

Similarity is the cosine of centred vectors; a window is a sentence and the next one; coverage is the share
of what the question asks about that is named, in any language of the glossary; late interaction is how well
the question's tokens are matched. All are bounded, so each adds where it has something to say and stays
silent where it has not. Windows and years are looked at only in the passages that are best by the rest, the
coverage of the whole standing for that of the best window.
"""

from dataclasses import dataclass

import numpy as np

from retrieval.encoder import Vectors
from retrieval.index import Generation
from retrieval.index.lexicon import Scores, Sought, share_named
from retrieval.index.store import Ids
from retrieval.query import Query

_NEAREST = 100
_COVERING = 50
_COMPARED = 32
"""Passages that are compared with the question token by token."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts; 0 leaves it out. ``glossary``: whether other names count as well."""

    similarity: float = 0.75
    coverage: float = 0.25
    window_coverage: float = 0.15
    late: float = 1.0
    other_years: float = 0.1
    glossary: bool = True


ALL = Weights()


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages of one generation, best first, with their scores and what these rest on.

    ``similar`` are their similarities. ``matches``: how well each question token is matched by each of the
    first passages, shape ``(question tokens, passages compared)``. ``sought``: what the question asks about,
    in the order of the query, as the lexicon has it.
    """

    query: Query
    passages: Ids
    scores: Scores
    similar: Scores
    matches: Vectors
    sought: tuple[Sought, ...]


def rank(generation: Generation, query: Query, weights: Weights = ALL) -> Ranking:
    """Candidate passages for ``query``, best first."""
    sought = generation.lexicon.sought(
        [asked.names if weights.glossary else asked.names[:1] for asked in query.asked]
    )
    coverage = generation.lexicon.coverage(sought)
    candidates = _candidates(generation, query.vector, coverage)
    similar = (generation.store.vectors(candidates) @ query.vector).astype(np.float64)
    covered = coverage[candidates]
    # The most that a window can cover is all that is covered.
    scores = weights.similarity * similar + (weights.coverage + weights.window_coverage) * covered
    order = np.argsort(-scores, kind="stable")
    compared = order[:_COMPARED]
    passages = candidates[compared]

    named, sentences = generation.lexicon.sentences_naming(sought, passages)
    window_coverage = sentences.by_passage(share_named(sought, sentences.windows(named)))
    by_sentence, sentences = generation.tokens.matches(query.tokens, passages)
    matches = sentences.by_passage(by_sentence)
    late = sentences.by_passage(token_weights(matches) @ sentences.windows(by_sentence))
    scores[compared] -= weights.window_coverage * (covered[compared] - window_coverage)
    scores[compared] += weights.late * late
    scores[compared] -= weights.other_years * _other_years(generation, query.years, passages)

    # Candidates beyond those that are compared stay behind them, in their order.
    best = np.argsort(-scores[compared], kind="stable")
    order[: len(compared)] = compared[best]
    return Ranking(query, candidates[order], scores[order], similar[order], matches[:, best], tuple(sought))


def token_weights(matches: Vectors) -> Vectors:
    """How well each question token tells texts apart, summing to 1, shape ``(question tokens,)``.

    That is its best match in all texts less its mean one: a name that all of them have weighs nothing.
    ``matches`` has the shape ``(question tokens, texts)``.
    """
    telling: Vectors = matches.max(axis=1) - matches.mean(axis=1)
    total = telling.sum()
    return telling / total if total > 0 else np.full_like(telling, 1 / max(len(telling), 1))


def _candidates(generation: Generation, query: Vectors, coverage: Scores) -> Ids:
    """Passages with a near vector, or that name much of what is asked about."""
    covering = np.argsort(-coverage, kind="stable")[:_COVERING]
    near = generation.store.search(query, _NEAREST)
    return np.union1d(near, covering[coverage[covering] > 0])


def _other_years(generation: Generation, asked: frozenset[int], passages: Ids) -> Scores:
    """For each passage 1 where it speaks of other years than the ``asked`` ones, and was published in another
    one; half that where it speaks of none.
    """
    found = np.zeros(len(passages))
    if not asked:
        return found
    for number, passage in enumerate(generation.passages[int(number)] for number in passages):
        published = generation.documents[passage.document].published
        years = passage.years | ({published.year} if published else set())
        if years and asked.isdisjoint(years):
            found[number] = 1 if passage.years else 0.5
    return found
