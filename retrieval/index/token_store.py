"""Token states of all passages, one byte a number, memory-mapped: for late interaction.

Late interaction (ColBERT's MaxSim; Khattab and Zaharia, 2020) compares each token of a question with
its nearest token of a passage.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from retrieval.encoder import Vectors
from retrieval.index.store import Ids

_STATES = "tokens.npy"
_SCALES = "token_scales.npy"
_STARTS = "token_starts.npy"


class TokenStore:
    """Unit token states of passages, numbered as they were written."""

    def __init__(self, states: npt.NDArray[np.int8], scales: Vectors, starts: npt.NDArray[np.int64]) -> None:
        """Passage ``i`` owns rows ``starts[i]:starts[i + 1]``; state = ``states * scales``."""
        self._states = states
        self._scales = scales
        self._starts = starts

    @staticmethod
    def write(folder: Path, lengths: list[int], dimensions: int, passages: Iterable[Vectors]) -> None:
        """Writes unit token states, ``lengths[i]`` rows for passage ``i``, one passage at a time."""
        starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
        states = np.lib.format.open_memmap(
            folder / _STATES, mode="w+", dtype=np.int8, shape=(int(starts[-1]), dimensions)
        )
        scales = np.zeros(int(starts[-1]), np.float32)
        for start, rows in zip(starts, passages, strict=False):
            scale = np.abs(rows).max(axis=1, initial=1e-9) / 127
            states[start : start + len(rows)] = np.rint(rows / scale[:, None])
            scales[start : start + len(rows)] = scale
        states.flush()
        np.save(folder / _SCALES, scales)
        np.save(folder / _STARTS, starts)

    @classmethod
    def load(cls, folder: Path) -> Self:
        starts = np.load(folder / _STARTS)
        # Nothing can't be mapped: a model without token states leaves no rows.
        states = np.load(folder / _STATES, mmap_mode="r" if starts[-1] else None)
        return cls(states, np.load(folder / _SCALES), starts)

    def best_matches(self, question_tokens: Vectors, passages: Ids) -> Vectors:
        """For each question token its highest similarity to a token of each passage.

        Shape ``(question tokens, len(passages))``; zeros for a passage without tokens.
        """
        found = np.zeros((len(question_tokens), len(passages)), np.float32)
        for column, passage in enumerate(passages):
            rows = slice(self._starts[passage], self._starts[passage + 1])
            if rows.start == rows.stop:
                continue
            states = self._states[rows].astype(np.float32) * self._scales[rows, None]
            found[:, column] = (question_tokens @ states.T).max(axis=1)
        return found
