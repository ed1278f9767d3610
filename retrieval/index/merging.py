"""Making segments of several: their live files are copied, nothing is encoded again."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from retrieval.arrays import Ids
from retrieval.index.parts.copies import Copies
from retrieval.index.parts.merged_words import merged_words
from retrieval.index.parts.passage_dates import PassageDates
from retrieval.index.parts.token_codes import Block
from retrieval.index.parts.tokens import TokenStates
from retrieval.index.parts.vectors import VectorIndex
from retrieval.index.segment import Segment, SegmentTexts
from retrieval.progress import Progress, Task

Part = tuple[Segment, Ids]
"""A segment, and the numbers of its dead files."""

LARGEST = 1 << 18
"""The most passages of a segment; only a single file may have more. A choice: merging as many takes less than
two minutes and 1.5 GB of memory, and a million passages lie in four segments and a few small ones."""

_FULL = LARGEST // 2
"""Passages from which a segment is merged no more, unless many of them are dead."""

_SMALL = 1_000
"""Passages below which a segment is merged with whatever is new: that takes a fraction of a second."""

_TIER = 4
"""A segment is merged once what it would be merged with has more than a fourth of its passages: a passage is
copied a few times for each fourfold growth, until its segment is full."""

_REPORTED = 8_192
"""Passages from one report of progress to the next."""

_DEAD = 0.5
"""The share of dead passages above which a segment is written anew."""

_FEW = 8
"""Pieces of about the same size that a build leaves as they are. Of the smallest ones 8 · 8 make a full
segment: each passage is copied twice, and some 20 segments are open, a dozen files each."""


def to_merge(segments: Sequence[tuple[int, int]], new: int) -> list[int]:
    """Which segments to merge with the ``new`` passages.

    ``segments``: for each how many passages it has, and how many of them are alive.
    """
    merged = [
        number
        for number, (passages, live) in enumerate(segments)
        if live < _SMALL or passages - live > _DEAD * passages
    ]
    if not new and all(segments[number][0] == segments[number][1] for number in merged):
        return []
    total = new + sum(segments[number][1] for number in merged)
    others = sorted(set(range(len(segments))) - set(merged), key=lambda number: segments[number][1])
    for number in others:
        live = segments[number][1]
        if live >= min(_TIER * total, _FULL) or live + total > LARGEST:
            break
        merged.append(number)
        total += live
    return merged


def to_merge_early(pieces: Sequence[int]) -> list[int]:
    """Which pieces of a build that goes on to merge, so that they stay few; mostly none.

    ``pieces``: how many passages each has.
    """
    for least, most in ((0, LARGEST // _FEW), (LARGEST // _FEW, _FULL)):
        alike = [number for number, passages in enumerate(pieces) if least <= passages < most]
        together = itertools.accumulate(pieces[number] for number in alike)
        fitting = [number for number, total in zip(alike, together, strict=True) if total <= LARGEST]
        if len(alike) >= _FEW or len(fitting) < len(alike):
            return fitting
    return []


def groups(parts: Iterable[Part]) -> list[list[Part]]:
    """``parts``, but for what is dead, in those that become one segment together."""
    found: list[list[Part]] = []
    room = -1  # a file without passages takes a segment, too
    for part, live in sorted(((part, live_passages(part)) for part in parts), key=lambda one: -one[1]):
        if not part[0].live_files(part[1]):
            continue
        if live >= _FULL or live > room:
            found.append([])
            room = LARGEST if live < _FULL else live
        found[-1].append(part)
        room -= live
    return found


def live_passages(part: Part) -> int:
    """How many passages of a part are alive."""
    segment, dead = part
    return len(segment.live(dead)[1])


def merge(
    folder: Path, parts: Sequence[Part], dimensions: int, engine: type[VectorIndex], progress: Progress
) -> None:
    """Writes into ``folder`` a segment of the live files of ``parts``; ``dimensions``: those of a vector."""
    live = [(segment, *segment.live(dead)) for segment, dead in parts]
    of_passages = [(segment, passages) for segment, _, passages in live]
    total = sum(len(passages) for _, passages in of_passages)
    TokenStates.write(folder, _states(of_passages, progress, total))
    blocks = (block for segment, numbers in of_passages for block in segment.vector_blocks(numbers))
    engine.write(folder, blocks, total, dimensions)
    merged_words([(segment.words, numbers) for segment, numbers in of_passages]).write(folder)
    Copies.joined([(segment.copies, numbers) for segment, numbers in of_passages]).write(folder)
    PassageDates.joined([(segment.dates, numbers) for segment, numbers in of_passages]).write(folder)
    _texts(parts, live).write(folder)


def _states(
    parts: Sequence[tuple[Segment, Ids]], progress: Progress, total: int
) -> Iterator[tuple[Block, list[int]]]:
    """Most of what there is to copy: ``progress`` hears of it."""
    done = 0
    for segment, numbers in parts:
        for number in numbers.tolist():
            if done % _REPORTED == 0:
                progress(Task.MERGE, done, total)
            done += 1
            yield segment.tokens.of_passage(number), segment.tokens.sentences.lengths(number)
    progress(Task.MERGE, total, total)


def _texts(parts: Sequence[Part], live: Sequence[tuple[Segment, Ids, Ids]]) -> SegmentTexts:
    keys = []
    for segment, _, passages in live:
        of_segment = np.empty_like(segment.arrays["keys"])
        of_segment[segment.arrays["key_numbers"]] = segment.arrays["keys"]
        keys.append(of_segment[passages])
    return SegmentTexts(
        [file for segment, dead in parts for file in segment.live_files(dead)],
        [segment.ids[number] for segment, documents, _ in live for number in documents.tolist()],
        (segment.documents[number] for segment, documents, _ in live for number in documents.tolist()),
        np.concatenate(
            [np.diff(segment.first_passages)[documents] for segment, documents, _ in live]
        ).tolist(),
        (segment.passages[number] for segment, _, passages in live for number in passages.tolist()),
        np.concatenate([segment.precedence[passages] for segment, _, passages in live]),
        np.concatenate(keys),
        np.concatenate([segment.pages[documents] for segment, documents, _ in live]),
    )
