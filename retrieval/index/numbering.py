"""The numbers of the passages of a generation, whose segments each number their own."""

from collections.abc import Iterator, Sequence, Sized
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Mask, found_in


class Numbering:
    """Counts the passages of all segments through, leaving out those that are dead."""

    def __init__(self, live: Sequence[Ids]) -> None:
        """``live``: for each segment the numbers of those of its passages that are there, ascending."""
        self.live = live
        self._of_segments: Ids = np.concatenate([*live, np.zeros(0, np.int64)])
        self._firsts = np.cumsum([0, *map(len, live)])

    def __len__(self) -> int:
        return int(self._firsts[-1])

    def places(self, numbers: Ids) -> Iterator[tuple[int, int]]:
        """For each number the segment, and the number there."""
        segments, of_segments = self.arrays(numbers)
        return zip(segments.tolist(), of_segments.tolist(), strict=True)

    def arrays(self, numbers: Ids) -> tuple[Ids, Ids]:
        """As `places`, as two arrays."""
        return np.searchsorted(self._firsts, numbers, side="right") - 1, self._of_segments[numbers]

    def is_live(self, segment: int, numbers: npt.NDArray[np.integer[Any]]) -> Mask:
        """Whether each of the passages of ``segment`` is there."""
        if self._are_the_first(segment):
            return numbers < len(self.live[segment])
        return found_in(self.live[segment], numbers)[1]

    def masks(self, among: Mask, segments: Sequence[Sized]) -> list[Mask]:
        """``among``, which marks passages here, as a mask of all passages of each of ``segments``."""
        masks = [np.zeros(len(segment), np.bool_) for segment in segments]
        for mask, live, first in zip(masks, self.live, self._firsts.tolist(), strict=False):
            mask[live] = among[first : first + len(live)]
        return masks

    def numbers(self, segment: int, numbers: npt.NDArray[np.integer[Any]]) -> Ids:
        """The numbers here of those passages of ``segment`` that are there, in this order."""
        if self._are_the_first(segment):
            first_ones: Ids = numbers[numbers < len(self.live[segment])] + self._firsts[segment]
            return first_ones
        places, is_live = found_in(self.live[segment], numbers)
        found: Ids = places[is_live] + self._firsts[segment]
        return found

    def _are_the_first(self, segment: int) -> bool:
        """Whether what is there of a segment are its first passages, as where none is dead: then nothing has
        to be looked up.
        """
        live = self.live[segment]
        return len(live) > 0 and int(live[-1]) == len(live) - 1
