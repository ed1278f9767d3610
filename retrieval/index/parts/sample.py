"""A sample of the passages of a segment, from which a share of all passages can be told without counting."""

import numpy as np
import numpy.typing as npt

from retrieval.index.sentences import Sentences

_ONE_IN = 16
"""Passages of which one is in the sample: a choice. A word of 32,768 passages has 2,048 in it, so that its
IDF is off by .02 where the passages are drawn by chance."""

_MIXED = np.uint64(0x9E3779B97F4A7C15)
"""2⁶⁴ by the golden ratio, made odd, as in Knuth's multiplicative hashing."""

_WORDS = 1 << 22
"""Words whose hashes are added up at a time: 64 MB."""


def sample_of(
    hashes: npt.NDArray[np.uint64], order: npt.NDArray[np.int32], sentences: Sentences
) -> npt.NDArray[np.int32]:
    """The numbers of the passages in the sample, ascending, from what `PassageWords` has under these names.

    Whether a passage is in it depends on the words of its sentences alone: all copies of it are, or none.
    """
    starts = sentences.starts[sentences.passages]
    is_in = np.zeros(len(starts) - 1, np.bool_)
    for some in np.array_split(np.arange(len(is_in)), len(order) // _WORDS + 1):
        if len(some):
            of_some = starts[some[0] : some[-1] + 2]
            sums = np.cumsum(np.append(np.uint64(0), hashes[order[of_some[0] : of_some[-1]]]))
            totals = np.diff(sums[of_some - of_some[0]])  # the sums wrap around
            is_in[some] = ((totals * _MIXED) >> np.uint64(32)) % np.uint64(_ONE_IN) == 0
    return np.flatnonzero(is_in).astype(np.int32)
