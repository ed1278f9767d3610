"""The numbers of the passages of a generation, whose segments each number their own."""

import bisect
import itertools
from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Mask, found_in

Numbers = npt.NDArray[np.int32]
"""Numbers of passages or documents of one segment, ascending: four bytes each, because they lie on disk."""

_NONE: Numbers = np.zeros(0, np.int32)

_Number = TypeVar("_Number", bound=np.generic)
_Whole = TypeVar("_Whole", bound=np.signedinteger[Any])


class Numbering:
    """Counts the passages of all segments through, leaving out those that are gone.

    What is kept grows with the passages that are gone, not with all.
    """

    def __init__(self, sizes: Sequence[int], gone: Sequence[Numbers] | None = None) -> None:
        """``sizes``: how many passages each segment has; ``gone``: the numbers of those of each that are left
        out, ascending; none by default.
        """
        self._sizes = sizes
        self._gone = gone or [_NONE] * len(sizes)
        # For each that is gone, how many stand before it that are there.
        self._before = [numbers - np.arange(len(numbers), dtype=np.int32) for numbers in self._gone]
        live = (size - len(numbers) for size, numbers in zip(sizes, self._gone, strict=True))
        self._starts = list(itertools.accumulate(live, initial=0))
        self._firsts = np.array(self._starts)

    def __len__(self) -> int:
        return self._starts[-1]

    def place(self, number: int) -> tuple[int, int]:
        """The segment of a passage, and its number there; the fastest way for one alone."""
        segment = bisect.bisect_right(self._starts, number) - 1
        of_segment = number - self._starts[segment]
        return segment, of_segment + bisect.bisect_right(self._before[segment], of_segment)

    def places(self, numbers: Ids) -> Iterator[tuple[int, int]]:
        """For each number the segment, and the number there."""
        segments, of_segments = self.arrays(numbers)
        return zip(segments.tolist(), of_segments.tolist(), strict=True)

    def arrays(self, numbers: Ids) -> tuple[Ids, Ids]:
        """As `places`, as two arrays."""
        segments: Ids = np.searchsorted(self._firsts, numbers, side="right") - 1
        of_segments = numbers - self._firsts[segments]
        for segment, before in enumerate(self._before):
            if len(before):
                here = segments == segment
                found = of_segments[here]
                of_segments[here] += np.searchsorted(before, found.astype(np.int32), side="right")
        return segments, of_segments

    def by_segment(self, numbers: Ids) -> Iterator[tuple[int, Ids, Ids]]:
        """Each segment that has some of ``numbers``: their places among these, and the numbers there."""
        segments, of_segments = self.arrays(numbers)
        for segment in np.flatnonzero(np.bincount(segments, minlength=1)).tolist():
            here = np.flatnonzero(segments == segment)
            yield segment, here, of_segments[here]

    def is_live(self, segment: int, numbers: npt.NDArray[np.integer[Any]]) -> Mask:
        """Whether each of the passages of ``segment`` is there."""
        if not len(self._gone[segment]):
            return np.ones(len(numbers), np.bool_)
        return ~found_in(self._gone[segment], numbers.astype(np.int32))[1]

    def numbers(self, segment: int, numbers: npt.NDArray[np.integer[Any]]) -> Ids:
        """The numbers here of those passages of ``segment`` that are there, in this order."""
        first: np.int64 = self._firsts[segment]
        if not len(self._gone[segment]):
            return numbers.astype(np.int64) + first
        before, is_gone = found_in(self._gone[segment], numbers.astype(np.int32))
        found: Ids = (numbers - before + first)[~is_gone]
        return found

    def kept(
        self, segment: int, numbers: npt.NDArray[_Whole], values: npt.NDArray[_Number]
    ) -> tuple[npt.NDArray[_Whole], npt.NDArray[_Number]]:
        """The numbers here of those passages of ``segment`` that are there, in this order, and their
        ``values``; of the type of ``numbers``.
        """
        first = numbers.dtype.type(self._starts[segment])
        if not len(self._gone[segment]):
            return numbers + first, values
        before, is_gone = found_in(self._gone[segment], numbers.astype(np.int32))
        return (numbers - before.astype(numbers.dtype) + first)[~is_gone], values[~is_gone]

    def view(self, figures: npt.NDArray[_Number], segment: int) -> npt.NDArray[_Number] | None:
        """Those of the ``figures`` of all passages that are of ``segment``; None where some of its passages
        are gone, so that they are numbered otherwise there.
        """
        first, end = self._starts[segment : segment + 2]
        return None if len(self._gone[segment]) else figures[first:end]

    def fill(self, figures: npt.NDArray[_Number], segment: int, of_segment: npt.NDArray[_Number]) -> None:
        """Writes the figures of the passages of ``segment`` into those of all passages that are there."""
        first, end = self._starts[segment : segment + 2]
        figures[first:end] = np.delete(of_segment, self._gone[segment])

    def masks(self, among: Mask) -> list[Mask]:
        """``among``, which marks passages here, as a mask of all passages of each segment."""
        masks = []
        for segment, live in enumerate(map(self._live_mask, range(len(self._sizes)))):
            live[live] = among[self._firsts[segment] : self._firsts[segment + 1]]
            masks.append(live)
        return masks

    def joined(self, of_segments: Sequence[npt.NDArray[_Number]]) -> npt.NDArray[_Number]:
        """Those of the figures of each segment's passages that are of passages which are there."""
        return np.concatenate(
            [
                np.delete(values, gone) if len(gone) else values
                for values, gone in zip(of_segments, self._gone, strict=True)
            ]
        )

    @property
    def live(self) -> list[Ids]:
        """For each segment the numbers of those of its passages that are there: made anew each time."""
        return [np.flatnonzero(self._live_mask(segment)) for segment in range(len(self._sizes))]

    def _live_mask(self, segment: int) -> Mask:
        mask = np.ones(self._sizes[segment], np.bool_)
        mask[self._gone[segment]] = False
        return mask


class Column(Generic[_Number]):
    """One figure for each passage of a generation; each segment keeps its own."""

    def __init__(self, parts: Sequence[npt.NDArray[_Number]], numbering: Numbering) -> None:
        """``parts``: for each segment the figures of all its passages."""
        self._parts = parts
        self._numbering = numbering

    def __len__(self) -> int:
        return len(self._numbering)

    def __getitem__(self, numbers: Ids) -> npt.NDArray[_Number]:
        """The figures of these passages, in this order."""
        found: npt.NDArray[Any] = np.zeros(len(numbers), self._parts[0].dtype)
        for segment, places, of_segment in self._numbering.by_segment(numbers):
            found[places] = self._parts[segment][of_segment]
        return found
