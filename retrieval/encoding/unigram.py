"""XLM-R's tokenizer without its 250,000 pieces in memory: they stay in the model's file.

`tokenizers` takes a second to open as many pieces, SentencePiece more than half of one and 60 MB. Here pieces
are found by a hash table that is made once and memory-mapped, so that there is nothing to open.
"""

import itertools
import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from retrieval.encoding.q4_format import Q4File

UNKNOWN_PIECE = 3
"""The id of ``<unk>``."""

_SPECIAL = re.compile("(<s>|<pad>|</s>|<unk>|<mask>)")
"""Special tokens are found as they are written, before anything is normalised."""

_UNKNOWN_PENALTY = 10.0
"""How much less likely than the rarest piece a character is that no piece has; SentencePiece's own figure."""

_EMPTY = -1
_MEMORABLE = 40
"""The longest word, in characters, whose pieces are remembered: longer ones are hardly words."""

_REMEMBERED = 16_384

Slots = npt.NDArray[np.int32]


def piece_table(carried: Q4File) -> Slots:
    """A hash table of the pieces: ids by the CRC-32 of their UTF-8, then by linear probing; -1 is empty.

    At most half full.
    """
    bounds = carried.piece_offsets.tolist()
    slots = [_EMPTY] * (1 << (2 * (len(bounds) - 1) - 1).bit_length())
    texts, mask = bytes(carried.piece_text), len(slots) - 1
    for piece, (start, end) in enumerate(itertools.pairwise(bounds)):
        slot = crc32(texts[start:end]) & mask
        while slots[slot] != _EMPTY:
            slot = (slot + 1) & mask
        slots[slot] = piece
    return np.array(slots, np.int32)


def normaliser() -> Any:
    """SentencePiece's ``nmt_nfkc`` as steps of `tokenizers`.

    The carrier's normaliser table is NFKC, less control characters, with every other white space made a plain
    space.
    """
    from tokenizers import Regex, normalizers

    return normalizers.Sequence(
        [
            normalizers.Replace(Regex("[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"), ""),
            normalizers.Replace(Regex("[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


class Unigram:
    """Cuts texts into the likeliest pieces. Safe to use from several threads."""

    def __init__(self, carried: Q4File, slots: Slots) -> None:
        """``slots``: what `piece_table` makes of ``carried``."""
        # Views give plain Python numbers, three times as fast as NumPy's.
        self._slots = slots.data
        self._bounds = carried.piece_offsets.data.cast("B").cast("I")
        self._scores = carried.piece_scores.data.cast("B").cast("f")
        self._texts = carried.piece_text
        self._mask = len(slots) - 1
        self._longest = int(np.diff(carried.piece_offsets).max())
        self._unknown_score = float(carried.piece_scores.min()) - _UNKNOWN_PENALTY
        self._normaliser = normaliser()
        self._remembered = lru_cache(_REMEMBERED)(self._pieces)

    def ids(self, text: str) -> list[int]:
        """The ids of the pieces of ``text``, without those that a model wraps it in.

        Raises UnicodeEncodeError for half a surrogate pair.
        """
        text.encode()
        found: list[int] = []
        for number, part in enumerate(_SPECIAL.split(text)):
            if number % 2:
                found.append(self._find(part.encode()))
                continue
            for word in _words(self._normaliser.normalize_str(part)):
                found += self._remembered(word) if len(word) <= _MEMORABLE else self._pieces(word)
        return found

    def _pieces(self, word: str) -> tuple[int, ...]:
        """The likeliest pieces of ``word``: those whose scores have the highest sum (Viterbi)."""
        characters = [character.encode() for character in word]
        best = [0.0, *[-math.inf] * len(word)]
        ways: list[tuple[int, int]] = [(0, UNKNOWN_PIECE)] * (len(word) + 1)  # start and id of the last piece
        for start in range(len(word)):
            for end, piece in self._starting(characters, start):
                score = best[start] + (self._unknown_score if piece == _EMPTY else self._scores[piece])
                if score > best[end]:
                    best[end] = score
                    ways[end] = start, UNKNOWN_PIECE if piece == _EMPTY else piece
        ids: list[int] = []
        end = len(word)
        while end:
            end, piece = ways[end]
            if piece != UNKNOWN_PIECE or ids[-1:] != [UNKNOWN_PIECE]:  # unknown ones in a row are one
                ids.append(piece)
        return tuple(reversed(ids))

    def _starting(self, characters: list[bytes], start: int) -> Iterator[tuple[int, int]]:
        """Ends and ids of all pieces from ``start`` on; first the lone character, unknown if it is none."""
        text = b""
        for end in range(start + 1, len(characters) + 1):
            text += characters[end - 1]
            if end > start + 1 and len(text) > self._longest:
                return
            piece = self._find(text)
            if piece != _EMPTY or end == start + 1:
                yield end, piece

    def _find(self, text: bytes) -> int:
        """The id of the piece that is ``text``, or -1."""
        slot = crc32(text) & self._mask
        while (piece := self._slots[slot]) != _EMPTY:
            if self._texts[self._bounds[piece] : self._bounds[piece + 1]] == text:
                return piece
            slot = (slot + 1) & self._mask
        return _EMPTY


def _words(text: str) -> list[str]:
    """Each word with the mark of a space before it, the first one too."""
    if not text:
        return []
    return [f"▁{word}" for word in text.removeprefix(" ").split(" ")]
