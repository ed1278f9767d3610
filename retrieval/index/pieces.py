"""What is new on its way into a generation: segments that lie beside the generations until one has them.

A build that was killed goes on with those that are there. They are merged as they become many, so that few
files are open, and the disk holds little twice.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from retrieval.durable import new_folder
from retrieval.encoding.centring import Centres
from retrieval.encoding.encoder import Encode
from retrieval.index.encoding_cache import EncodingCache, forget
from retrieval.index.generation import DAMAGE
from retrieval.index.merging import Part, live_passages, merge, to_merge_early
from retrieval.index.parts.vectors import VectorIndex
from retrieval.index.piece import Encoded, Piece
from retrieval.index.segment import IndexedFile, Segment
from retrieval.progress import Progress

_CACHE = "encodings.sqlite"

_NONE = np.zeros(0, np.int64)


class Pieces:
    """The pieces of one build; ``parts`` are those that there are, with their dead files."""

    def __init__(self, folder: Path, centres: Centres, engine: type[VectorIndex], progress: Progress) -> None:
        """``folder``: of all pieces that were made with the same model and engine."""
        self._folder = folder
        self._centres = centres
        self._engine = engine
        self._progress = progress
        self._last = 0
        self.parts: list[Part] = []
        folder.mkdir(parents=True, exist_ok=True)

    def take_up(self, is_wanted: Callable[[IndexedFile], bool]) -> set[str]:
        """Opens what a killed build has left; returns the names of the files that are wanted of it.

        A build that was killed while it merged pieces has left what it merged, too: the newest counts.
        """
        found: set[str] = set()
        for path in sorted(self._folder.glob("[0-9]*"), reverse=True):
            self._last = max(self._last, int(path.name))
            try:
                segment = Segment.open(path, self._engine)
                wanted = [is_wanted(file) and file.name not in found for file in segment.files]
            except DAMAGE:
                wanted = []
            if not any(wanted):
                shutil.rmtree(path)
                continue
            found |= {file.name for file, is_one in zip(segment.files, wanted, strict=True) if is_one}
            self.parts.append((segment, np.flatnonzero(~np.array(wanted))))
        return found

    def add(
        self,
        piece: Piece,
        encode: Encode,
        hashes: Mapping[str, str],
        earlier: Iterable[Segment],
        report: Callable[[int], None],
    ) -> int:
        """Encodes ``piece`` and writes it; returns how many distinct texts had to be encoded.

        ``hashes``: of its files. ``earlier``: other segments that may have passages that are the same.
        ``report`` is told how many texts have been encoded.
        """
        known: dict[bytes, tuple[Segment, int]] = {}
        keys = np.unique(np.array(piece.keys, "S16"))
        for segment in [*earlier, *(segment for segment, _ in self.parts)]:
            known |= {key: (segment, number) for key, number in segment.with_keys(keys).items()}
        encoded = self._write(piece, encode, hashes, known, report)
        self._merge()
        return encoded

    def _write(
        self,
        piece: Piece,
        encode: Encode,
        hashes: Mapping[str, str],
        known: Encoded,
        report: Callable[[int], None],
    ) -> int:
        encoded = 0
        path = self._folder / _CACHE
        with EncodingCache.at(path) as cache:
            for count in piece.encode(encode, self._centres, cache, known):
                encoded += count
                report(encoded)
            with self._new() as writing:
                piece.write(writing, hashes, self._centres.dimensions, cache, known, self._engine)
        forget(path)
        return encoded

    def _merge(self) -> None:
        """Merges pieces for as long as there are too many of a size."""
        while chosen := to_merge_early([live_passages(part) for part in self.parts]):
            merged = [self.parts[number] for number in chosen]
            self.parts = [part for number, part in enumerate(self.parts) if number not in chosen]
            with self._new() as writing:
                merge(writing, merged, self._centres.dimensions, self._engine, self._progress)
            for segment, _ in merged:
                shutil.rmtree(segment.folder)

    @contextmanager
    def _new(self) -> Iterator[Path]:
        """The folder of a new piece, to fill; it is one of ``parts`` when the block ends well."""
        self._last += 1
        target = self._folder / f"{self._last:08}"
        with new_folder(target) as writing:
            yield writing
        self.parts.append((Segment.open(target, self._engine), _NONE))
