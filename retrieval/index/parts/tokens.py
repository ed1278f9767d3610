"""The token states of all passages, on disk: for late interaction.

Late interaction (ColBERT's MaxSim; Khattab and Zaharia, 2020) compares each token of a question with
its nearest token of a text.
"""

import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from retrieval.arrays import Ids
from retrieval.index.parts.array_file import open_arrays, write_arrays
from retrieval.index.parts.random_file import RandomFile
from retrieval.index.parts.token_codes import Block
from retrieval.index.sentences import Sentences

_BLOCKS = "tokens.blocks"
_ARRAYS = "tokens.arrays"


class TokenStates:
    """Token states of passages and their sentences, numbered as they were written."""

    def __init__(self, blocks: RandomFile, starts: Ids, sentences: Sentences) -> None:
        """``blocks``: those of all passages; that of passage ``i`` is at ``starts[i]:starts[i + 1]``."""
        self._blocks = blocks
        self._starts = starts
        self.sentences = sentences

    @classmethod
    def write(cls, folder: Path, passages: Iterable[tuple[Block, Sequence[int]]]) -> None:
        """Writes the states of one passage at a time, each with how many of them each sentence has."""
        sizes: list[int] = []
        lengths: list[Sequence[int]] = []
        with (folder / _BLOCKS).open("wb") as file:
            for block, of_sentences in passages:
                sizes.append(file.write(block.data))
                lengths.append(of_sentences)
        starts = np.fromiter(itertools.accumulate(sizes, initial=0), np.int64)
        write_arrays(folder / _ARRAYS, {"starts": starts, **Sentences.of(lengths).arrays("sentences")})

    @classmethod
    def open(cls, folder: Path) -> Self:
        arrays = open_arrays(folder / _ARRAYS)
        blocks = RandomFile(folder / _BLOCKS)
        if len(blocks) != arrays["starts"][-1]:
            raise ValueError(f"{_BLOCKS} has {len(blocks)} bytes instead of {arrays['starts'][-1]}")
        return cls(blocks, arrays["starts"], Sentences.from_arrays(arrays, "sentences"))

    def of_passage(self, number: int) -> Block:
        """The states of one passage."""
        start, end = self._starts[number : number + 2].tolist()
        return np.frombuffer(self._blocks.read(start, end - start), np.uint8)
