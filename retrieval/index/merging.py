"""Making one segment of several: their live files are copied, nothing is encoded again."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from retrieval.arrays import Ids, Vectors
from retrieval.index.parts.copies import Copies
from retrieval.index.parts.passage_dates import PassageDates
from retrieval.index.parts.passage_words import PassageWords
from retrieval.index.parts.tokens import States, TokenStates
from retrieval.index.parts.vectors import VectorIndex
from retrieval.index.segment import Segment, SegmentTexts

Part = tuple[Segment, Ids]
"""A segment, and the numbers of its dead files."""

_SMALL = 1_000
"""Passages below which a segment is merged with whatever is new: that takes a fraction of a second."""

_TIER = 4
"""A segment is merged once what it would be merged with has more than a fourth of its passages: a passage is
copied a few times for each fourfold growth, and a million passages lie in seven segments at most."""

_BLOCK = 8_192
"""Vectors that are copied at a time: 12 MB of 384 numbers."""

_DEAD = 0.5
"""The share of dead passages above which a segment is written anew."""


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
        if live >= _TIER * total:
            break
        merged.append(number)
        total += live
    return merged


def merge(folder: Path, parts: Sequence[Part], dimensions: int, engine: type[VectorIndex]) -> None:
    """Writes into ``folder`` a segment of the live files of ``parts``; ``dimensions``: those of a vector."""
    live = [(segment, *segment.live(dead)) for segment, dead in parts]
    of_passages = [(segment, passages) for segment, _, passages in live]
    passages = sum(len(numbers) for _, numbers in of_passages)
    engine.write(folder, _vectors(of_passages), passages, dimensions)
    TokenStates.write(folder, dimensions, _states(of_passages))
    PassageWords.merged([(segment.words, numbers) for segment, numbers in of_passages]).write(folder)
    Copies.joined([(segment.copies, numbers) for segment, numbers in of_passages]).write(folder)
    PassageDates.joined([(segment.dates, numbers) for segment, numbers in of_passages]).write(folder)
    _texts(parts, live).write(folder)


def _vectors(parts: Sequence[tuple[Segment, Ids]]) -> Iterator[Vectors]:
    for segment, numbers in parts:
        for start in range(0, len(numbers), _BLOCK):
            yield segment.vectors.vectors(numbers[start : start + _BLOCK])


def _states(parts: Sequence[tuple[Segment, Ids]]) -> Iterator[tuple[States, list[int]]]:
    for segment, numbers in parts:
        for number in numbers.tolist():
            yield segment.tokens.of_passage(number), segment.tokens.sentences.lengths(number)


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
