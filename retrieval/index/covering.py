"""The passages that name most of what a question asks about."""

from collections.abc import Sequence

import numpy as np

from retrieval.arrays import Ids, Mask, Vectors
from retrieval.index.parts.lexicon import SearchTerm

_IN_GROUP = 64
"""Passages of which only the best one is looked at first. Over a million passages it takes .4 ms to find the
best fifty with 64 or more; to sort out those among all takes 6."""


def most_covering(terms: Sequence[SearchTerm], passages: int, count: int, among: Mask | None = None) -> Ids:
    """``count`` of so many ``passages`` that name most of ``terms``, with all that name as much as the last
    of them, and maybe some that name a little less.

    Ascending; only such as name something. ``among``: which may be found; all where it is None.
    """
    sums = np.zeros(passages, np.float32)
    for term in terms:
        term.named.add_to(sums, term.weight)
    if among is not None:
        sums *= among
    # Sums that are nearer to each other may be the same, added in another order.
    rounding = (len(terms) + 2) * np.finfo(np.float32).eps * sum(term.weight for term in terms)
    found = sums >= _reached(sums, count) - rounding
    found &= sums > 0
    return found.nonzero()[0]


def _reached(sums: Vectors, count: int) -> float:
    """What ``count`` of ``sums`` have at least: so many groups have one of them. 0 where there are fewer."""
    groups = len(sums) // _IN_GROUP
    best = np.maximum.reduce(sums[: groups * _IN_GROUP].reshape(-1, groups)) if groups > count else sums
    return float(np.partition(best, -count)[-count]) if len(best) >= count else 0.0
