"""The token states of all passages, one byte a number, memory-mapped: for late interaction.

Late interaction (ColBERT's MaxSim; Khattab and Zaharia, 2020) compares each token of a question with
its nearest token of a text.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Vectors
from retrieval.index.sentences import Sentences

_STATES = "tokens.npy"
_SCALES = "token_scales.npy"
_SENTENCES = "token_sentences"
_LARGEST = 127
"""The largest number of a signed byte."""


class TokenStates:
    """Unit token states of passages and their sentences, numbered as they were written."""

    def __init__(self, states: npt.NDArray[np.int8], scales: Vectors, sentences: Sentences) -> None:
        """State = ``states * scales``, shapes ``(tokens, dimensions)`` and ``(tokens,)``."""
        self._states = states
        self._scales = scales
        self.sentences = sentences

    @classmethod
    def write(cls, folder: Path, sentences: Sentences, dimensions: int, passages: Iterable[Vectors]) -> None:
        """Writes unit token states one passage at a time; ``sentences`` says whose each row is."""
        states = np.lib.format.open_memmap(
            folder / _STATES, mode="w+", dtype=np.int8, shape=(int(sentences.starts[-1]), dimensions)
        )
        scales = np.zeros(len(states), np.float32)
        for number, rows in enumerate(passages):
            scale = np.abs(rows).max(axis=1, initial=1e-9) / _LARGEST
            states[sentences.rows(number)] = np.rint(rows / scale[:, None])
            scales[sentences.rows(number)] = scale
        states.flush()
        np.save(folder / _SCALES, scales)
        sentences.save(folder, _SENTENCES)

    @classmethod
    def open(cls, folder: Path) -> Self:
        sentences = Sentences.load(folder, _SENTENCES)
        # An empty file can't be mapped: a model without token states leaves no rows.
        states = np.load(folder / _STATES, mmap_mode="r" if sentences.starts[-1] else None)
        return cls(states, np.load(folder / _SCALES), sentences)

    def matches(self, question_tokens: Vectors, passages: Ids) -> tuple[Vectors, Sentences]:
        """For each question token its highest similarity to a token of each sentence of ``passages``.

        The shape is ``(question tokens, sentences)``; the second value says whose sentences these are.
        """
        rows = [self.sentences.rows(int(passage)) for passage in passages]
        states = np.concatenate([self._states[of_passage] for of_passage in rows]).astype(np.float32)
        scales = np.concatenate([self._scales[of_passage] for of_passage in rows])
        sentences = self.sentences.only(passages)
        return sentences.best((question_tokens @ states.T) * scales), sentences
