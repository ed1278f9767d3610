"""Token states of all passages, one byte a number, memory-mapped: for late interaction.

Late interaction (ColBERT's MaxSim; Khattab and Zaharia, 2020) compares each token of a question with
its nearest token of a passage.
"""

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from retrieval.encoder import Vectors
from retrieval.index.store import Ids

_STATES = "tokens.npy"
_SCALES = "token_scales.npy"
_SENTENCES = "sentence_starts.npy"
_PASSAGES = "passage_starts.npy"


class TokenStore:
    """Unit token states of passages and their sentences, numbered as they were written."""

    def __init__(
        self, states: npt.NDArray[np.int8], scales: Vectors, sentence_starts: Ids, passage_starts: Ids
    ) -> None:
        """State = ``states * scales``; sentence ``j`` owns rows ``sentence_starts[j:j + 2]``, passage ``i``
        owns sentences ``passage_starts[i:i + 2]``, both half-open.
        """
        self._states = states
        self._scales = scales
        self._sentence_starts = sentence_starts
        self._passage_starts = passage_starts

    @staticmethod
    def write(folder: Path, lengths: list[list[int]], dimensions: int, passages: Iterable[Vectors]) -> None:
        """Writes unit token states one passage at a time.

        ``lengths``: for each passage the number of rows of each of its sentences.
        """
        sentence_starts = _starts([length for of_passage in lengths for length in of_passage])
        states = np.lib.format.open_memmap(
            folder / _STATES, mode="w+", dtype=np.int8, shape=(int(sentence_starts[-1]), dimensions)
        )
        scales = np.zeros(len(states), np.float32)
        for start, rows in zip(_starts([sum(of_passage) for of_passage in lengths]), passages, strict=False):
            scale = np.abs(rows).max(axis=1, initial=1e-9) / 127
            states[start : start + len(rows)] = np.rint(rows / scale[:, None])
            scales[start : start + len(rows)] = scale
        states.flush()
        np.save(folder / _SCALES, scales)
        np.save(folder / _SENTENCES, sentence_starts)
        np.save(folder / _PASSAGES, _starts([len(of_passage) for of_passage in lengths]))

    @classmethod
    def load(cls, folder: Path) -> Self:
        sentence_starts = np.load(folder / _SENTENCES)
        # Nothing can't be mapped: a model without token states leaves no rows.
        states = np.load(folder / _STATES, mmap_mode="r" if sentence_starts[-1] else None)
        return cls(states, np.load(folder / _SCALES), sentence_starts, np.load(folder / _PASSAGES))

    def sentence_matches(self, question_tokens: Vectors, passage: int) -> Vectors:
        """For each question token its highest similarity to a token of each sentence of ``passage``.

        Shape ``(question tokens, sentences)``; zeros for a sentence without tokens.
        """
        first, last = self._passage_starts[passage : passage + 2]
        starts = self._sentence_starts[first : last + 1]
        found = np.zeros((len(question_tokens), last - first), np.float32)
        rows = slice(starts[0], starts[-1])
        states = self._states[rows].astype(np.float32) * self._scales[rows, None]
        similar = question_tokens @ states.T
        for sentence, (start, end) in enumerate(itertools.pairwise(starts - starts[0])):
            if start < end:
                found[:, sentence] = similar[:, start:end].max(axis=1)
        return found

    def passage_matches(self, question_tokens: Vectors, passages: Ids) -> Vectors:
        """For each question token its highest similarity to a token of each of ``passages``.

        Shape ``(question tokens, len(passages))``.
        """
        found = [self.sentence_matches(question_tokens, int(passage)).max(axis=1) for passage in passages]
        return np.stack(found, axis=1)


def _starts(lengths: list[int]) -> Ids:
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
