"""The numbers of the passages of a generation, whose segments each number their own."""

from collections.abc import Iterator, Sequence

import numpy as np

from retrieval.arrays import Ids, found_in


class Numbering:
    """Counts the passages of all segments through, leaving out those that are dead."""

    def __init__(self, live: Sequence[Ids]) -> None:
        """``live``: for each segment the numbers of those of its passages that are there, ascending."""
        self.live = live
        self._firsts = np.cumsum([0, *map(len, live)])

    def __len__(self) -> int:
        return int(self._firsts[-1])

    def places(self, numbers: Ids) -> Iterator[tuple[int, int]]:
        """For each number the segment, and the number there."""
        segments = np.searchsorted(self._firsts, numbers, side="right") - 1
        for segment, number in zip(segments.tolist(), numbers.tolist(), strict=True):
            yield segment, int(self.live[segment][number - self._firsts[segment]])

    def numbers(self, segment: int, numbers: Ids) -> Ids:
        """The numbers here of those passages of ``segment`` that are there, in this order."""
        places, is_live = found_in(self.live[segment], numbers)
        found: Ids = places[is_live] + self._firsts[segment]
        return found

    def first(self, segment: int) -> int:
        """The number of the first passage of a segment."""
        return int(self._firsts[segment])
