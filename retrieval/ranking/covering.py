"""The passages that name most of what a question asks about, found without looking at all that name some."""

from collections.abc import Sequence

import numpy as np

from retrieval.arrays import Ids, Mask
from retrieval.index.parts.lexicon import SearchTerm
from retrieval.index.parts.sparse import SparseScores

_ROUNDING = 1e-9
"""Two sums that are nearer to each other, as a share of the question, may be the same, added in another
order."""


def most_covering(terms: Sequence[SearchTerm], count: int, among: Mask | None, size: int) -> Ids:
    """``count`` passages of ``size`` that name most, with all that name as much as the last of them.

    Ascending; only such as name something. ``among``: which may be found; all where it is None.

    The terms that say most come first (MaxScore: Turtle and Flood, 1995): once ``count`` passages have more
    than all further terms together can give, these are only looked up for the passages that were found.
    """
    terms = sorted(terms, key=_most, reverse=True)
    left = np.cumsum([0.0, *map(_most, reversed(terms))])[::-1]  # what the terms from each one on can give
    rounding = _ROUNDING * left[0]
    least, found = 0.0, SparseScores(np.zeros(0, np.int64), np.zeros(0))
    for done, term in enumerate(terms, 1):
        if left[done - 1] >= least:
            found = SparseScores.total([found, _weighed(term, among)], size)
        else:
            found = SparseScores(found.numbers, found.scores + term.weight * term.named.of(found.numbers))
        least = max(least, _reached(found, terms[done:], count) - rounding)
        may_be = found.scores + left[done] >= least
        found = SparseScores(found.numbers[may_be], found.scores[may_be])
    return found.numbers


def _most(term: SearchTerm) -> float:
    """The most that naming this term can give."""
    return float(term.weight * term.named.scores.max(initial=0))


def _weighed(term: SearchTerm, among: Mask | None) -> SparseScores:
    named = term.named
    if among is not None:
        may_be = among[named.numbers]
        named = SparseScores(named.numbers[may_be], named.scores[may_be])
    return SparseScores(named.numbers, term.weight * named.scores)


def _reached(found: SparseScores, terms: Sequence[SearchTerm], count: int) -> float:
    """What ``count`` passages have at least, when ``terms``, too, are looked up for the best so far."""
    if len(found.numbers) < count:
        return 0.0
    looked_up = min(2 * count, len(found.numbers))
    best = np.argpartition(found.scores, -looked_up)[-looked_up:]
    scores = found.scores[best]
    for term in terms:
        scores = scores + term.weight * term.named.of(found.numbers[best])
    return float(np.partition(scores, -count)[-count])
