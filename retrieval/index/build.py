"""Building a generation: only passages that the one before does not have are encoded; the rest is shared or
copied.

New documents are read and written in pieces, so that memory holds a few thousand passages at a time; the
pieces are then merged with each other and with the small segments of the generation before. A piece is a
segment that lies beside the generations until one has it: a build that was killed goes on with what is there.
"""

import datetime
import hashlib
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

import numpy as np

from retrieval.arrays import Ids
from retrieval.durable import new_folder, share_folder
from retrieval.encoding.centring import Centres
from retrieval.encoding.encoder import Encoder
from retrieval.errors import CorpusEmptyError
from retrieval.index.encoding_cache import EncodingCache
from retrieval.index.generation import (
    CENTRES,
    DAMAGE,
    Generation,
    open_generation,
    write_dead,
    write_replaced,
)
from retrieval.index.generations import Current, current, put_into_use
from retrieval.index.merging import Part, merge, to_merge
from retrieval.index.parts.vectors import ENGINES, VectorIndex
from retrieval.index.piece import Piece
from retrieval.index.record import FORMAT, Recipe, SegmentRecord, stored_files, write_record
from retrieval.index.replaced import replaced_in
from retrieval.index.segment import Segment
from retrieval.index.store import Store
from retrieval.progress import Progress
from retrieval.sources.corpus import Snapshot

_CACHE = "encodings.sqlite"
_PIECES = "pieces"

_PIECE = 4_096
"""Passages from which a piece is written. Their encodings take some 200 MB of disk until it is."""

_NONE = np.zeros(0, np.int64)


class Build:
    """One build of the index in ``folder``; call it under the folder's lock."""

    def __init__(
        self,
        folder: Path,
        base: Generation | None,
        snapshot: Snapshot,
        encoder: Callable[[], Encoder],
        store: Store,
        progress: Progress,
    ) -> None:
        """``base``: what to share with, of the same model and engine; None to begin from nothing. ``store``:
        where the passages are searched.
        """
        self._folder = folder
        self._base = base
        self._snapshot = snapshot
        self._load_encoder = encoder
        self._store = store
        self._progress = progress
        self._encoded = 0

    def run(self, recipe_of: Callable[[Mapping[str, str]], Recipe]) -> None:
        """Makes a generation and puts it into use; ``recipe_of``: what one of a corpus with these hashes is
        made from.

        Raises OSError where the folder can't be written, StoreError where the store can't be, and
        CorpusEmptyError where there is no document.
        """
        start = time.perf_counter()
        built = datetime.datetime.now(datetime.UTC)
        recipe = recipe_of(self._snapshot.hashes)
        digest = hashlib.sha256(f"{recipe}{built.isoformat()}".encode()).hexdigest()
        id_ = f"{built:%Y%m%dT%H%M%S.%f}-{digest[:8]}"
        in_use = current(self._folder)
        previous = in_use.id if in_use else ""
        engine = ENGINES[recipe.vectors]
        made_by = f"{FORMAT} {recipe.model} {recipe.vectors}"
        with (
            EncodingCache.at(self._folder / _CACHE, made_by) as cache,
            new_folder(self._folder / id_) as building,
        ):
            self._centres.save(building / CENTRES)
            pieces = self._pieces(made_by, cache, engine)
            segments = self._write_segments(building, id_, pieces, engine)
            files = [file for segment, dead in segments.values() for file in segment.live_files(dead)]
            skipped = tuple(one for file in files for one in file.skipped)
            if not any(file.documents for file in files):
                raise CorpusEmptyError([f"{file.path} {file.reason}" for file in skipped])
            write_dead(building, {name: dead for name, (_, dead) in segments.items()})
            write_replaced(building, dict(zip(segments, replaced_in(list(segments.values())), strict=True)))
            write_record(
                building,
                recipe=recipe_of(self._snapshot.hashes),
                built=built.isoformat(timespec="seconds"),
                previous=previous,
                skipped=skipped,
                documents=sum(file.documents for file in files),
                passages=sum(file.passages for file in files),
                encoded=self._encoded,
                seconds=round(time.perf_counter() - start, 3),
                segments={name: self._record(building / name, *one) for name, one in segments.items()},
            )
        self._store.take_up(open_generation(self._folder / id_), self._progress)
        put_into_use(self._folder, Current(id_), previous)
        self._store.forget_others()
        forget_encodings(self._folder)

    @cached_property
    def _encoder(self) -> Encoder:
        return self._load_encoder()

    @cached_property
    def _centres(self) -> Centres:
        return self._base.centres if self._base else Centres.of(self._encoder)

    @cached_property
    def _dead(self) -> list[Ids]:
        """For each segment of the base its files that are gone or changed."""
        if self._base is None:
            return []
        hashes = self._snapshot.hashes
        dead = [set(of_segment.tolist()) for of_segment in self._base.dead]
        for name, (hash_, segment, number) in self._base.files.items():
            if hashes.get(name) != hash_:
                dead[segment].add(number)
        return [np.array(sorted(of_segment), np.int64) for of_segment in dead]

    def _pieces(self, made_by: str, cache: EncodingCache, engine: type[VectorIndex]) -> list[Part]:
        """Segments of the files that are new or changed: those that a killed build has left, and new ones.

        ``made_by``: what tells these pieces from those of another model.
        """
        folder = self._folder / _PIECES / hashlib.sha256(made_by.encode()).hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
        hashes = self._snapshot.hashes
        known = self._base.files if self._base else {}
        is_known = {name for name, hash_ in hashes.items() if known.get(name, ("",))[0] == hash_}
        _ = self._dead  # before reading, which may change the hashes of what is new
        pieces: list[Part] = []
        for segment in _finished_pieces(folder, engine):
            is_dead = [file.name in is_known or hashes.get(file.name) != file.hash for file in segment.files]
            pieces.append((segment, np.flatnonzero(is_dead)))
        is_known |= {file.name for segment, dead in pieces for file in segment.live_files(dead)}
        names = [name for name in hashes if name not in is_known]
        number = 1 + max((int(segment.folder.name) for segment, _ in pieces), default=0)
        piece: Piece | None = None
        for place, name in enumerate(names):
            piece = piece or Piece(self._encoder)
            piece.add(name, self._snapshot.read(name))
            if len(piece.passages) >= _PIECE or place == len(names) - 1:
                target = folder / f"{number:06}"
                earlier = [*(self._base.segments if self._base else ()), *(one for one, _ in pieces)]
                with new_folder(target) as writing:
                    self._encoded += piece.write(
                        writing, dict(hashes), self._centres, cache, earlier, engine, self._progress
                    )
                cache.clear()
                pieces.append((Segment.open(target, engine), _NONE))
                piece, number = None, number + 1
        return pieces

    def _write_segments(
        self, building: Path, name: str, pieces: list[Part], engine: type[VectorIndex]
    ) -> dict[str, Part]:
        """Shares the segments of the base that stay as they are, and merges the others with the pieces."""
        base = list(zip(self._base.segments, self._dead, strict=True)) if self._base else []
        new = sum(len(piece.live(dead)[1]) for piece, dead in pieces)
        merged = to_merge([(len(one.passages), len(one.live(dead)[1])) for one, dead in base], new)
        segments: dict[str, Part] = {}
        for number, (segment, dead) in enumerate(base):
            if number not in merged:
                share_folder(segment.folder, building / segment.folder.name)
                segments[segment.folder.name] = segment, dead
        parts = [*(base[number] for number in merged), *pieces]
        if any(len(segment.live_files(dead)) for segment, dead in parts):
            if len(parts) == len(pieces) == 1 and not len(pieces[0][1]):
                share_folder(pieces[0][0].folder, building / name)
            else:
                (building / name).mkdir()
                merge(building / name, parts, self._centres.dimensions, engine)
            segments[name] = Segment.open(building / name, engine), _NONE
        return segments

    def _record(self, folder: Path, segment: Segment, dead: Ids) -> SegmentRecord:
        known = self._base.record.segments.get(folder.name) if self._base else None
        files = known.files if known else stored_files(folder)
        return SegmentRecord(len(segment.passages), len(segment.live(dead)[1]), files)


def forget_encodings(folder: Path) -> None:
    """Removes what a build that was killed has left to go on from."""
    shutil.rmtree(folder / _PIECES, ignore_errors=True)
    for path in folder.glob(f"{_CACHE}*"):
        path.unlink()


def _finished_pieces(folder: Path, engine: type[VectorIndex]) -> Iterator[Segment]:
    for path in sorted(folder.glob("[0-9]*")):
        try:
            yield Segment.open(path, engine)
        except DAMAGE:
            shutil.rmtree(path)
