"""The passages that name most of what a question asks about, found without looking at all that name some."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from retrieval.arrays import Ids, Mask, Scores, counted
from retrieval.index.parts.lexicon import Lexicon, SearchTerm

_ROUNDING = 1e-9
"""Two sums that are nearer to each other, as a share of all, may be the same, added in another order."""

_SAMPLE = 500
"""Passages of a term that are looked up in the others, for a bound; where the others name no more, these are
added at once. Over a million passages it takes the same time with 250 and with 1,000."""


def most_covering(
    lexicon: Lexicon, terms: Sequence[SearchTerm], count: int, among: Mask | None = None
) -> Ids:
    """``count`` passages that name most of ``terms``, with all that name as much as the last of them.

    Ascending; only such as name something. ``among``: which may be found; all where it is None.

    The terms that say most come first (MaxScore: Turtle and Flood, 1995). Once ``count`` passages have more
    than all further terms together can give, these terms are only looked up for passages that were found.
    """
    terms = sorted(terms, key=_most, reverse=True)
    left = np.cumsum([0.0, *map(_most, reversed(terms))])[::-1]  # what the terms from each one on can give
    rounding = _ROUNDING * left[0]
    sums, least, naming = np.zeros(len(lexicon)), 0.0, []
    for done, term in enumerate(terms, 1):
        if left[done - 1] < least:
            break
        named = lexicon.naming(term)
        numbers, given = named.numbers, term.weight * named.scores.astype(np.float64)
        if among is not None:
            may_be = among[numbers]
            numbers, given = numbers[may_be], given[may_be]
        sums[numbers] += given
        naming.append(numbers)
        if sum(other.postings for other in terms[done:]) > _SAMPLE:
            least = max(least, _reached(lexicon, numbers, sums, terms[done:], count) - rounding)
    may_reach = left[len(naming)]
    reaching = [each[sums[each] + may_reach >= least] for each in naming]
    found: Ids = counted(np.concatenate([np.zeros(0, np.int32), *reaching]))[0].astype(np.int64)
    scores = sums[found]
    for done, term in enumerate(terms[len(naming) :], len(naming) + 1):
        scores += term.weight * lexicon.named([term], found)[0]
        can_reach = scores + left[done] >= least
        found, scores = found[can_reach], scores[can_reach]
    least = np.partition(scores, -count)[-count] - rounding if len(found) > count else 0.0
    return found[scores >= least]


def _most(term: SearchTerm) -> float:
    """The most that naming this term can give."""
    return term.weight * term.most


def _reached(lexicon: Lexicon, found: Any, sums: Scores, terms: Sequence[SearchTerm], count: int) -> float:
    """What ``count`` passages have at least, if ``terms``, too, are looked up for some of those ``found``."""
    found = found[:: len(found) // (8 * _SAMPLE) + 1]
    if len(found) > _SAMPLE:
        found = found[np.argpartition(sums[found], -_SAMPLE)[-_SAMPLE:]]
    scores = sums[found]
    for term, named in zip(terms, lexicon.named(terms, found.astype(np.int64)), strict=True):
        scores += term.weight * named
    return float(np.partition(scores, -count)[-count]) if len(found) >= count else 0.0
