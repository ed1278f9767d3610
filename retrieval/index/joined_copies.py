"""What tells that passages of a generation hold the same text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Scores
from retrieval.index.numbering import Column, Numbering
from retrieval.index.parts.copies import Copies, Digests, Fingerprints

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
        ((part, number),) = self._numbering.places(np.array([passage]))
        return self._parts[part].of_passage(number)

    def is_same(self, one: int, other: int) -> bool:
        """Whether the same person says the same in two passages."""
        first, second = self.texts[np.array([one, other])]
        return bool(first == second)

    def saying(self, digest: np.uint64) -> Ids:
        """The passages that have a sentence with this ``digest``, ascending."""
        found = [
            self._numbering.numbers(number, part.saying(digest)) for number, part in enumerate(self._parts)
        ]
        return np.concatenate(found)

    def nearly_repeats(self, one: Ids, other: Ids) -> bool:
        """Whether the passages ``one``, taken together, and ``other`` are nearly the same text, or one of
        them is nearly a part of the other.
        """
        first, second = (np.unique(self._of(passages)[0]) for passages in (one, other))
        common = len(np.intersect1d(first, second, assume_unique=True))
        return common >= _NEARLY_ALL * min(len(first), len(second))

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
        places = self._numbering.places(passages)
        prints = [self._parts[part].fingerprints_of(number) for part, number in places]
        return np.concatenate(prints), np.fromiter(map(len, prints), np.int64, len(prints))


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
