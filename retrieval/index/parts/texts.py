"""Texts one after another in one file, each found without reading the others."""

import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import overload

import numpy as np

from retrieval.arrays import Ids
from retrieval.index.parts.random_file import RandomFile


class Texts(Sequence[bytes]):
    """Texts by number: ``starts[number]`` says where one starts in the file, the last one where that ends."""

    def __init__(self, file: RandomFile, starts: Ids) -> None:
        self._file = file
        self._starts = starts

    @classmethod
    def open(cls, path: Path, starts: Ids) -> "Texts":
        return cls(RandomFile(path), starts)

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        start, end = self._starts[number : number + 2].tolist()
        return self._file.read(start, end - start)


def write_texts(path: Path, texts: Iterable[bytes]) -> Ids:
    """Writes ``texts`` and returns their starts, which the caller keeps."""
    with path.open("wb") as file:
        lengths = [file.write(text) for text in texts]
    return np.fromiter(itertools.accumulate(lengths, initial=0), np.int64, len(lengths) + 1)
