"""The token states of all passages, one byte a number, memory-mapped: for late interaction.

Late interaction (ColBERT's MaxSim; Khattab and Zaharia, 2020) compares each token of a question with
its nearest token of a text.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Vectors
from retrieval.index.parts.array_file import open_arrays, write_arrays
from retrieval.index.sentences import Sentences

_STATES = "tokens.npy"
_ARRAYS = "tokens.arrays"
_LARGEST = 127
"""The largest number of a signed byte."""

_NO_SCALES: Vectors = np.zeros(0, np.float32)

States: TypeAlias = tuple[npt.NDArray[np.int8], Vectors]
"""Rows of signed bytes, shape ``(tokens, dimensions)``, and the scale of each: state = row * scale."""


class TokenStates:
    """Unit token states of passages and their sentences, numbered as they were written."""

    def __init__(self, states: npt.NDArray[np.int8], scales: Vectors, sentences: Sentences) -> None:
        self._states = states
        self._scales = scales
        self.sentences = sentences

    @classmethod
    def write(cls, folder: Path, dimensions: int, passages: Iterable[tuple[States, Sequence[int]]]) -> None:
        """Writes the states of one passage at a time, each with how many of them each sentence has."""
        scales: list[Vectors] = []
        lengths: list[Sequence[int]] = []
        with (folder / _STATES).open("wb") as file:
            _write_head(file, 0, dimensions)
            for (states, of_states), of_sentences in passages:
                file.write(np.ascontiguousarray(states).data)
                scales.append(of_states)
                lengths.append(of_sentences)
            _write_head(file, sum(map(len, scales)), dimensions)
        arrays = Sentences.of(lengths).arrays("sentences")
        write_arrays(folder / _ARRAYS, {"scales": np.concatenate([_NO_SCALES, *scales]), **arrays})

    @classmethod
    def open(cls, folder: Path) -> Self:
        arrays = open_arrays(folder / _ARRAYS)
        sentences = Sentences.from_arrays(arrays, "sentences")
        # An empty file can't be mapped: a model without token states leaves no rows.
        states = np.load(folder / _STATES, mmap_mode="r" if sentences.starts[-1] else None)
        return cls(states, arrays["scales"], sentences)

    def of_passage(self, number: int) -> States:
        """The states of one passage."""
        rows = self.sentences.rows(number)
        return self._states[rows], self._scales[rows]


def _write_head(file: BinaryIO, rows: int, dimensions: int) -> None:
    """NumPy's head of an array; it leaves room for whatever number of rows."""
    file.seek(0)
    head = {"descr": "|i1", "fortran_order": False, "shape": (rows, dimensions)}
    np.lib.format.write_array_header_1_0(file, head)


def quantised(states: Vectors) -> States:
    """Unit token states as they are kept: each row by its own scale."""
    scales = np.abs(states).max(axis=1, initial=1e-9) / _LARGEST
    return np.rint(states / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def matches(question_tokens: Vectors, passages: Sequence[States], sentences: Sentences) -> Vectors:
    """For each question token its highest similarity to a token of each sentence of ``passages``.

    ``sentences``: whose the rows of ``passages`` are. The shape is ``(question tokens, sentences)``.
    """
    states = np.concatenate([states for states, _ in passages]).astype(np.float32)
    scales = np.concatenate([scales for _, scales in passages])
    best: Vectors = sentences.best((question_tokens @ states.T) * scales)
    return best
