"""The words of several segments as those of one: numbered anew and copied, part by part.

Nothing is sorted that grows with the passages. Parts are taken in their order: a word's passages, which each
part has ascending, stay so when those of one part come behind those of the part before.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Mask
from retrieval.index.parts.incidence import Incidence, ranges
from retrieval.index.parts.passage_words import PassageWords
from retrieval.index.parts.sample import sample_of
from retrieval.index.sentences import Sentences

_Part: TypeAlias = tuple[PassageWords, Ids]
"""Words, and the numbers of the passages that count, ascending."""

_Numbers: TypeAlias = npt.NDArray[np.int32]

_CELLS = 1 << 22
"""Cells, or words in a text, that are looked at at a time: some 100 MB of whole numbers on their way."""


def merged_words(parts: Sequence[_Part]) -> PassageWords:
    """The words of the passages with these numbers in each part, one part after another."""
    used = [part.frequencies(numbers) > 0 for part, numbers in parts]
    hashes = np.unique(
        np.concatenate([part.hashes[of_part] for (part, _), of_part in zip(parts, used, strict=True)])
    )
    # By old number; it means nothing for a word that is not used.
    new = [np.searchsorted(hashes, part.hashes).astype(np.int32) for part, _ in parts]
    first = _first(used, new, len(hashes))
    names, latin = [b""] * len(hashes), np.zeros(len(hashes), np.bool_)
    for (part, _), of_part, numbers in zip(parts, first, new, strict=True):
        latin[numbers[of_part]] = part.latin[of_part]
        for old, number in zip(np.flatnonzero(of_part).tolist(), numbers[of_part].tolist(), strict=True):
            names[number] = part.names[old]
    form_hashes, forms = _forms(parts, first, new, len(hashes))
    order, counts = _order(parts, new), _counts(parts, new, len(hashes))
    sentences = Sentences.joined([part.sentences.only(numbers) for part, numbers in parts])
    return PassageWords(
        hashes,
        names,
        latin,
        order,
        sentences,
        counts,
        sample_of(hashes, order, sentences),
        form_hashes,
        forms,
    )


def _first(used: Sequence[Mask], new: Sequence[_Numbers], words: int) -> list[Mask]:
    """The words of each part that are used, and in no part before it: there are their name and forms."""
    is_known, first = np.zeros(words, np.bool_), []
    for of_part, numbers in zip(used, new, strict=True):
        is_first = of_part.copy()
        is_first[of_part] = ~is_known[numbers[of_part]]
        is_known[numbers[of_part]] = True
        first.append(is_first)
    return first


def _order(parts: Sequence[_Part], new: Sequence[_Numbers]) -> _Numbers:
    """The words of all passages, as they stand in their sentences."""
    orders = [np.zeros(0, np.int32)]
    for (part, numbers), numbers_of in zip(parts, new, strict=True):
        order = part.order[:]
        orders += [
            numbers_of[order[part.sentences.all_rows(passages)]]
            for passages in np.array_split(numbers, len(order) // _CELLS + 1)
        ]
    return np.concatenate(orders)


def _counts(parts: Sequence[_Part], new: Sequence[_Numbers], words: int) -> Incidence:
    """The passages of each word."""
    sizes = np.zeros(words, np.int64)
    for numbers, of_rows, _, _ in _cells(parts, new):
        sizes[numbers] += of_rows
    starts = np.concatenate([[0], np.cumsum(sizes)])
    columns, counts = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.int32)
    free = starts[:-1].copy()  # where the next passages of each word go
    for numbers, of_rows, passages, often in _cells(parts, new):
        places = ranges(free[numbers], of_rows)
        columns[places], counts[places] = passages, often
        free[numbers] += of_rows
    return Incidence(starts, columns, counts)


def _cells(
    parts: Sequence[_Part], new: Sequence[_Numbers]
) -> Iterator[tuple[_Numbers, Ids, _Numbers, _Numbers]]:
    """Block by block some words, each once, in how many passages each is, these, and how often it is."""
    before = 0
    for (part, live), numbers in zip(parts, new, strict=True):
        renumbered = np.full(len(part), -1, np.int32)
        renumbered[live] = np.arange(before, before + len(live), dtype=np.int32)
        before += len(live)
        for rows, cells in _blocks(part.counts):
            passages = renumbered[part.counts.columns[cells]]
            kept = passages >= 0
            of_rows = _sums(kept, part.counts.starts[rows.start : rows.stop + 1])
            some = of_rows > 0
            yield numbers[rows][some], of_rows[some], passages[kept], part.counts.counts[cells][kept]


def _forms(
    parts: Sequence[_Part], first: Sequence[Mask], new: Sequence[_Numbers], words: int
) -> tuple[npt.NDArray[np.uint64], Incidence]:
    """The words of each form; ``first``: the words of each part whose forms count."""
    kept = [of_part[part.forms.columns] for (part, _), of_part in zip(parts, first, strict=True)]
    of_kept = [part.forms.rows[of_part] for (part, _), of_part in zip(parts, kept, strict=True)]
    hashes = np.unique(
        np.concatenate([part.form_hashes[rows] for (part, _), rows in zip(parts, of_kept, strict=True)])
    )
    cells = np.concatenate(
        [
            np.searchsorted(hashes, part.form_hashes)[rows] * words + numbers[part.forms.columns[of_part]]
            for (part, _), rows, of_part, numbers in zip(parts, of_kept, kept, new, strict=True)
        ]
    )
    cells.sort()
    starts = np.searchsorted(cells, np.arange(len(hashes) + 1) * words)
    columns = (cells % max(words, 1)).astype(np.int32)
    return hashes, Incidence(starts, columns, np.ones(len(columns), np.int32))


def _blocks(incidence: Incidence) -> Iterator[tuple[slice, slice]]:
    """Rows in runs of about `_CELLS` cells or less, and the cells of each run."""
    starts, rows = incidence.starts, len(incidence.starts) - 1
    row = 0
    while row < rows:
        end = int(np.searchsorted(starts, starts[row] + _CELLS, side="right")) - 1
        end = min(max(end, row + 1), rows)
        yield slice(row, end), slice(int(starts[row]), int(starts[end]))
        row = end


def _sums(kept: Mask, starts: Ids) -> Ids:
    """How many are ``kept`` of each row of a block; ``starts``: of the rows, and the end of the last."""
    before = np.concatenate([[0], np.cumsum(kept)])
    sums: Ids = np.diff(before[starts - starts[0]])
    return sums
