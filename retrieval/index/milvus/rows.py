"""The rows of a collection: what Milvus is told of a passage.

A row never changes. Its id is a hash of all that it holds, so a row is there or it is not, however often it
is written; generations have those rows in common whose passages they have in common.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, found_in
from retrieval.index.generation import Generation
from retrieval.index.parts.passage_words import PassageWords
from retrieval.index.segment import Segment
from retrieval.language.words import stem

RowIds: TypeAlias = npt.NDArray[np.int64]
"""Hashes of 64 bits. That two of a million passages share one has a chance of one in 40 million."""

MOST_BYTES, MOST_YEARS = 65_535, 2_048
"""What fits into a text, the most that Milvus takes, and into a list of years: a text can name those from
1000 to 2099, and a few more by words."""


def row_ids(segment: Segment) -> RowIds:
    """The id of each passage of ``segment``, dead or not, shape ``(passages,)``.

    They are made of what is kept of a passage: its place, what the model read, its words and its dates.
    """
    keys = np.empty_like(segment.arrays["keys"])
    keys[segment.arrays["key_numbers"]] = segment.arrays["keys"]
    first, second = keys.view(np.uint64).reshape(-1, 2).T
    dates = segment.dates
    years = np.zeros(len(keys), np.uint64)
    np.add.at(years, dates.of, _mixed(dates.years.astype(np.uint64)))
    found = np.zeros(len(keys), np.uint64)
    for part in (segment.precedence, first, second, segment.copies.variants, dates.first, dates.last, years):
        found = _mixed(found ^ part.astype(np.uint64))
    return found.view(np.int64)


def ids_of(generation: Generation) -> RowIds:
    """The rows of all passages that a generation searches, ascending."""
    return np.sort(np.concatenate([row_ids(segment)[numbers] for segment, numbers in generation.searched()]))


def new_rows(generation: Generation, known: RowIds) -> Iterator[dict[str, Any]]:
    """The rows of ``generation`` but those that are in ``known``, which is ascending."""
    for segment, numbers in generation.searched():
        ids = row_ids(segment)
        _, is_known = found_in(known, ids[numbers])
        new = numbers[~is_known]
        if len(new):
            yield from _rows(segment, ids, new)


def _rows(segment: Segment, ids: RowIds, numbers: Ids) -> Iterator[dict[str, Any]]:
    dates = segment.dates
    years: dict[int, list[int]] = {}
    for year, passage in zip(dates.years.tolist(), dates.of.tolist(), strict=True):
        years.setdefault(passage, []).append(year)
    vectors = itertools.chain.from_iterable(segment.vector_blocks(numbers))
    texts = _texts(segment.words, numbers)
    for number, vector, text in zip(numbers.tolist(), vectors, texts, strict=True):
        first, last = int(dates.first[number]), int(dates.last[number])
        yield {
            "id": int(ids[number]),
            "vector": vector,
            "words": text,
            "first": first,
            "last": last,
            "days": last - first,
            "years": years.get(number, [])[:MOST_YEARS],
        }


def _texts(words: PassageWords, numbers: Ids) -> Iterator[str]:
    """For each passage the stems of its words, as often as they stand in it."""
    stems = [stem(name.decode()) for name in words.names]
    by_passage = words.counts.by_column(len(words))
    for number in numbers.tolist():
        text = " ".join(stems[row] for row in by_passage[number].tolist())
        yield _cut(text) if len(text.encode()) > MOST_BYTES else text


def _cut(text: str) -> str:
    return text.encode()[:MOST_BYTES].decode(errors="ignore").rpartition(" ")[0]


class KnownRows:
    """The passages of one generation by the ids of their rows."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        of_segments = [row_ids(segment) for segment in generation.segments]
        self._orders = [np.argsort(ids) for ids in of_segments]
        self._ids = [ids[order] for ids, order in zip(of_segments, self._orders, strict=True)]

    def numbers(self, rows: Sequence[int]) -> Ids:
        """The passages of ``rows``, in their order; rows of other generations are left out."""
        wanted = np.array(rows, np.int64)
        found = np.full(len(wanted), -1, np.int64)
        for segment, (ids, order) in enumerate(zip(self._ids, self._orders, strict=True)):
            places, is_there = found_in(ids, wanted)
            rows_there = np.flatnonzero(is_there)
            numbers = order[places[rows_there]]
            is_searched = self._generation.is_searched(segment, numbers)
            found[rows_there[is_searched]] = self._generation.numbers(segment, numbers[is_searched])
        return found[found >= 0]


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): every bit changes half of the others."""
    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
