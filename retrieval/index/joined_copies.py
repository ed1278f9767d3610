"""What tells that passages of a generation hold the same text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Mask, Scores, found_in
from retrieval.index.numbering import Column, Numbering
from retrieval.index.parts.copies import Copies, Digests, Fingerprints
from retrieval.index.parts.incidence import ranges

_BITS = np.uint64(32)
"""Of a fingerprint."""

_NEARLY_ALL = 0.4
"""The share of the fingerprints of the shorter of two texts from which it nearly repeats the other. Of
reprints made of 117 passages of the test sets (a sentence dropped or added, two passages merged, every 14th
word changed) 95 of 100 have 0.43 or more; of 6,785 pairs of different passages none has more than 0.17."""


class JoinedCopies:
    """The copies among all passages of a generation.

    ``weights``: as how many each passage counts, see `weights_of`. ``texts``: a digest of all that each says
    and who speaks.
    """

    def __init__(self, parts: Sequence[Copies], numbering: Numbering, weights: Scores) -> None:
        self._parts = parts
        self._numbering = numbering
        self.weights = weights
        self.texts = Column([part.texts for part in parts], numbering)

    def of_passage(self, passage: int) -> Digests:
        """The digests of the sentences of ``passage``, in their order."""
        part, number = self._numbering.place(passage)
        return self._parts[part].of_passage(number)

    def is_same(self, one: int, other: int) -> bool:
        """Whether the same person says the same in two passages."""
        first, second = (
            self._parts[part].texts[number] for part, number in map(self._numbering.place, (one, other))
        )
        return bool(first == second)

    def saying(self, digest: np.uint64) -> Ids:
        """The passages that have a sentence with this ``digest``, ascending."""
        found = [
            self._numbering.numbers(number, part.saying(digest)) for number, part in enumerate(self._parts)
        ]
        return np.concatenate(found)

    def nearly_repeating(self, one: Ids, firsts: Ids, counts: Ids) -> Mask:
        """Which runs of passages, ``counts`` of them from ``firsts`` on, each run taken together, and the
        passages ``one``, taken together, are nearly the same text, or one of them is nearly a part of the
        other. Shape ``(runs,)``.
        """
        own = np.unique(self._of(one)[0])
        prints, sizes = self._of(ranges(firsts, counts))
        runs = np.repeat(np.repeat(np.arange(len(firsts)), counts), sizes)
        shares = np.zeros(len(firsts), np.bool_)
        shares[runs[found_in(own, prints)[1]]] = True  # of many runs few have anything in common with ``one``
        pairs = np.unique(runs[shares[runs]].astype(np.uint64) << _BITS | prints[shares[runs]])
        runs, is_own = (pairs >> _BITS).astype(np.int64), found_in(own, pairs.astype(np.uint32))[1]
        lengths, common = (np.bincount(each, minlength=len(firsts)) for each in (runs, runs[is_own]))
        return shares & (common >= _NEARLY_ALL * np.minimum(len(own), lengths))

    def count_different(self, passages: Ids) -> int:
        """How many of ``passages`` repeat none that stands before them."""
        return int(np.sum(self.likeness(passages).first_alike(passages) == np.arange(len(passages))))

    def likeness(self, passages: Ids) -> "Likeness":
        """Which of ``passages``, in any order and each once, nearly repeat which."""
        ascending = np.sort(passages)
        prints, sizes = self._of(ascending)
        _, which, counts = np.unique(prints, return_inverse=True, return_counts=True)
        is_shared = counts > 1
        columns = np.cumsum(is_shared) - 1
        places = np.repeat(np.arange(len(ascending)), sizes)
        cells = is_shared[which]
        has = np.zeros((len(ascending), int(is_shared.sum())), np.float32)
        has[places[cells], columns[which[cells]]] = 1
        return Likeness(ascending, has @ has.T >= _NEARLY_ALL * np.minimum.outer(sizes, sizes))

    def _of(self, passages: Ids) -> tuple[Fingerprints, Ids]:
        """The fingerprints of ``passages``, one after another, and how many each has."""
        by_part = [
            (self._parts[part], places, numbers)
            for part, places, numbers in self._numbering.by_segment(passages)
        ]
        sizes = np.zeros(len(passages), np.int64)
        for part, places, numbers in by_part:
            sizes[places] = part.starts[numbers + 1] - part.starts[numbers]
        starts = np.cumsum(sizes) - sizes
        prints = np.zeros(sizes.sum(), np.uint32)
        for part, places, numbers in by_part:
            of_part = part.fingerprints[ranges(part.starts[numbers], sizes[places])]
            prints[ranges(starts[places], sizes[places])] = of_part
        return prints, sizes


@dataclass(frozen=True, slots=True)
class Likeness:
    """Which of ``passages``, ascending, nearly repeat which: ``alike``, shape ``(passages, passages)``."""

    passages: Ids
    alike: npt.NDArray[np.bool_]

    def first_alike(self, passages: Ids) -> Ids:
        """For each of ``passages``, which are among these, the place of the first one of them that it nearly
        repeats, its own for what repeats none. Shape ``(passages,)``.
        """
        places = np.searchsorted(self.passages, passages)
        alike = self.alike[places[:, None], places]
        found = np.arange(len(passages))
        is_first = np.ones(len(passages), np.bool_)
        for place in np.flatnonzero(np.tril(alike, -1).any(axis=1)):
            before = np.flatnonzero(alike[place, :place] & is_first[:place])
            if len(before):
                found[place], is_first[place] = before[0], False
        return found
