"""The passages that name most of what a question asks about, found without looking at all that name some."""

from collections.abc import Sequence

import numpy as np

from retrieval.arrays import Ids, Mask, Scores
from retrieval.index.parts.lexicon import SearchTerm

_ROUNDING = 1e-9
"""Two sums that are nearer to each other, as a share of all, may be the same, added in another order."""


def most_covering(terms: Sequence[SearchTerm], count: int, may_be: Mask) -> Ids:
    """``count`` passages that name most, with all that name as much as the last of them, in no order.

    Only such as name something. ``may_be``: which passages may be found, shape ``(passages,)``.

    The terms that say most come first (MaxScore: Turtle and Flood, 1995): a passage is looked at only while
    it may still come to what ``count`` of those before it have.
    """
    terms = sorted(terms, key=_most, reverse=True)
    left = np.cumsum([0.0, *map(_most, reversed(terms))])[::-1]  # what the terms from each one on can give
    least, is_new = 0.0, may_be.copy()
    found, scores = np.zeros(0, np.int64), np.zeros(0)
    for done, term in enumerate(terms, 1):
        scores += term.weight * term.named.of(found)
        least = max(least, _reached(found, scores, terms[done:], count) - _ROUNDING * left[0])
        if left[done - 1] >= least:
            numbers = term.named.numbers
            chosen = np.flatnonzero(is_new[numbers])
            is_new[numbers] = False
            given = term.weight * term.named.scores[chosen].astype(np.float64)
            found, scores = np.append(found, numbers[chosen]), np.append(scores, given)
        can_reach = scores + left[done] >= least
        found, scores = found[can_reach], scores[can_reach]
    return found


def _most(term: SearchTerm) -> float:
    """The most that naming this term can give."""
    return term.weight * float(term.named.scores.max(initial=0))


def _reached(found: Ids, scores: Scores, terms: Sequence[SearchTerm], count: int) -> float:
    """What ``count`` of ``found`` have at least, when ``terms``, too, are looked up for the best of them."""
    if len(found) < count:
        return 0.0
    best = np.argpartition(scores, -min(2 * count, len(found)))[-2 * count :]
    total = scores[best]
    for term in terms:
        total += term.weight * term.named.of(found[best])
    return float(np.partition(total, -count)[-count])
