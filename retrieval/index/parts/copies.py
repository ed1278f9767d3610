"""What tells that passages hold the same text: fingerprints of their words, and a digest of each sentence.

Fingerprints are chosen by winnowing (Schleimer, Wilkerson and Aiken, 2003): of the hashes of all runs of
`_RUN` words, the lowest of every `_WINDOW` in a row. Two texts that have `_RUN + _WINDOW - 1` words in a row
in common have a fingerprint in common, wherever either of them is cut. All that is kept of a passage is made
from this passage alone.
"""

import bisect
import functools
import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Scores, found_in
from retrieval.index.parts.array_file import open_arrays, write_arrays
from retrieval.language.words import words

Digests = npt.NDArray[np.uint64]
"""Hashes of 64 bits: equal for equal texts, and for others by a chance of one in 10¹⁹."""

Fingerprints = npt.NDArray[np.uint32]
"""Distinct hashes of runs of words, ascending."""

_Values = TypeVar("_Values", Digests, Fingerprints)

_FILE = "copies.arrays"
_RUN, _WINDOW = 4, 5

_STEPS = 1 << 30
"""So many to one: fine enough for a thousand copies, and sums of eight million passages are still exact."""

_MIXED = np.uint32(0x9E3779B1)
"""2³² by the golden ratio, made odd, as in Knuth's multiplicative hashing: mixes the hashes of words."""


@dataclass(frozen=True)
class Copies:
    """For each passage its fingerprints, and digests of what its sentences say.

    Passage ``n`` has ``fingerprints[starts[n] : starts[n + 1]]``, and ``sentences`` likewise. ``by_digest``:
    the places of ``sentences`` in ascending order. ``texts``: of all its sentences together and who speaks;
    ``variants``: of these and what else they stand in.
    """

    fingerprints: Fingerprints
    starts: Ids
    sentences: Digests
    sentence_starts: Ids
    by_digest: npt.NDArray[np.int32]
    texts: Digests
    variants: Digests

    @classmethod
    def of(
        cls, passages: Sequence[Sequence[str]], speakers: Sequence[str | None], contexts: Sequence[str]
    ) -> Self:
        """``passages``: what each sentence of each passage says; ``speakers``: who says it; ``contexts``:
        what else the passage stands with, such as a title.
        """
        whole = [" ".join(sentences) for sentences in passages]
        texts = [f"{speaker or ''} {text}" for speaker, text in zip(speakers, whole, strict=True)]
        variants = [f"{context} {text}" for context, text in zip(contexts, texts, strict=True)]
        prints = [fingerprints_of(words(text)) for text in whole]
        digests = [_digests(sentences) for sentences in passages]
        joined = np.concatenate([np.zeros(0, np.uint64), *digests])
        return cls(
            np.concatenate([np.zeros(0, np.uint32), *prints]),
            _starts(list(map(len, prints))),
            joined,
            _starts(list(map(len, digests))),
            _ascending(joined),
            _digests(texts),
            _digests(variants),
        )

    @classmethod
    def joined(cls, parts: Sequence[tuple["Copies", Ids]]) -> "Copies":
        """Those of the passages of each part that are given by number, one part after another."""
        if len(parts) == 1 and len(parts[0][1]) == len(parts[0][0].texts):
            return parts[0][0]
        prints = [_rows(part.fingerprints, part.starts, numbers) for part, numbers in parts]
        sentences = [_rows(part.sentences, part.sentence_starts, numbers) for part, numbers in parts]
        digests = np.concatenate([values for values, _ in sentences])
        return cls(
            np.concatenate([values for values, _ in prints]),
            _starts(np.concatenate([lengths for _, lengths in prints])),
            digests,
            _starts(np.concatenate([lengths for _, lengths in sentences])),
            _ascending(digests),
            np.concatenate([part.texts[numbers] for part, numbers in parts]),
            np.concatenate([part.variants[numbers] for part, numbers in parts]),
        )

    def write(self, folder: Path) -> None:
        write_arrays(folder / _FILE, {field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def open(cls, folder: Path) -> Self:
        return cls(**open_arrays(folder / _FILE))

    def of_passage(self, passage: int) -> Digests:
        """The digests of the sentences of ``passage``, in their order."""
        return self.sentences[self.sentence_starts[passage] : self.sentence_starts[passage + 1]]

    def saying(self, digest: np.uint64) -> Ids:
        """The passages that have a sentence with this ``digest``, ascending."""
        first, end = (
            side(self.by_digest, digest, key=self.sentences.__getitem__)
            for side in (bisect.bisect_left, bisect.bisect_right)
        )
        places = self.by_digest[first:end].astype(np.int64)
        found: Ids = np.unique(np.searchsorted(self.sentence_starts, places, side="right") - 1)
        return found


def weights_of(texts: Digests, variants: Digests) -> Scores:
    """As how many each passage counts, so that each text counts once, shape ``(passages,)``.

    A text is shared out evenly among its variants, and each of these among its copies: one copy more changes
    nothing.
    """
    weights = np.ones(len(texts))
    repeated = _repeated(texts)
    different, which, copies = np.unique(variants[repeated], return_inverse=True, return_counts=True)
    first = np.zeros(len(different), np.int64)
    first[which] = repeated
    _, text, count = np.unique(texts[first], return_inverse=True, return_counts=True)
    weights[repeated] = stepped(1 / (count[text] * copies)[which])
    return weights


def _repeated(values: Digests) -> Ids:
    """The places of those that are there more than once: a few of many."""
    ascending = np.sort(values)
    several = ascending[1:][ascending[1:] == ascending[:-1]]
    return np.flatnonzero(found_in(several, values)[1])


def fingerprints_of(said: Sequence[str]) -> Fingerprints:
    """The fingerprints of a text that has the words ``said``; a text has one at least."""
    hashes = np.fromiter(map(_hash, said), np.uint32, len(said))
    run = min(_RUN, len(hashes))
    runs = np.zeros(max(1, len(hashes) - run + 1), np.uint32)
    for place in range(run):
        runs = (runs ^ hashes[place : place + len(runs)]) * _MIXED
        runs ^= runs >> np.uint32(15)
    windows = np.lib.stride_tricks.sliding_window_view(runs, min(_WINDOW, len(runs)))
    return np.unique(windows.min(axis=1))


@functools.lru_cache(1 << 14)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode())


def _digests(texts: Sequence[str]) -> Digests:
    """Of the words of each text."""
    said = (" ".join(words(text)).encode() for text in texts)
    hashes = b"".join(hashlib.blake2b(each, digest_size=8).digest() for each in said)
    return np.frombuffer(hashes, "<u8").astype(np.uint64)


def stepped(counts: Scores) -> Scores:
    """``counts`` as whole numbers of small steps, whose sums are exact in whatever order."""
    rounded: Scores = np.rint(counts * _STEPS) / _STEPS
    return rounded


def _rows(values: _Values, starts: Ids, rows: Ids) -> tuple[_Values, Ids]:
    """The values of ``rows``, one row after another, and how many each has."""
    lengths = np.diff(starts)
    if len(rows) == len(lengths):
        return values, lengths
    lengths = lengths[rows]
    before = np.cumsum(lengths) - lengths
    places = np.repeat(starts[:-1][rows] - before, lengths) + np.arange(lengths.sum())
    return values[places], lengths


def _ascending(digests: Digests) -> npt.NDArray[np.int32]:
    """The places of ``digests`` in ascending order."""
    return np.argsort(digests, kind="stable").astype(np.int32)


def _starts(lengths: Sequence[int] | Ids) -> Ids:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])
