"""Building a generation: only passages that the one before does not have are encoded; the rest is shared or
copied.

New documents are read and written in pieces, so that memory holds a few thousand passages at a time; the
pieces are then merged with each other and with the small segments of the generation before. No segment has
more than `merging.LARGEST` passages, so that no step takes more memory the more passages there are.
"""

import datetime
import functools
import hashlib
import itertools
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

import numpy as np

from retrieval.arrays import Ids
from retrieval.durable import new_folder, share_folder
from retrieval.encoding.centring import Centres
from retrieval.encoding.encoder import Encode, Encoder, in_bulk
from retrieval.errors import CorpusEmptyError
from retrieval.index.generation import CENTRES, Generation, open_generation
from retrieval.index.generations import Current, current, put_into_use
from retrieval.index.merging import Part, groups, live_passages, merge, to_merge
from retrieval.index.parts.vectors import ENGINES, VectorIndex
from retrieval.index.piece import Piece
from retrieval.index.pieces import Pieces
from retrieval.index.record import FORMAT, Recipe, SegmentRecord, stored_files, write_record
from retrieval.index.searched import Searched
from retrieval.index.segment import IndexedFile, Segment
from retrieval.index.store import Store
from retrieval.progress import Progress, Task
from retrieval.sources.corpus import Snapshot

_PIECES = "pieces"

_PIECE = 4_096
"""Passages from which a piece is written. Their encodings take some 100 MB of disk until it is."""

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
        with new_folder(self._folder / id_) as building:
            self._centres.save(building / CENTRES)
            pieces = self._pieces(f"{FORMAT} {recipe.model} {recipe.vectors}", engine)
            segments = self._write_segments(building, id_, pieces, engine)
            files = [segment.live_files(dead) for segment, dead in segments.values()]
            skipped = tuple(one for file in itertools.chain(*files) for one in file.skipped)
            documents = sum(file.documents for file in itertools.chain(*files))
            if not documents:
                raise CorpusEmptyError([f"{file.path} {file.reason}" for file in skipped])
            Searched.of(list(segments.values())).write(building, list(segments))
            write_record(
                building,
                recipe=recipe_of(self._snapshot.hashes),
                built=built.isoformat(timespec="seconds"),
                previous=previous,
                skipped=skipped,
                documents=documents,
                passages=sum(file.passages for file in itertools.chain(*files)),
                encoded=self._encoded,
                seconds=round(time.perf_counter() - start, 3),
                segments={name: self._record(building / name, *one) for name, one in segments.items()},
            )
        self._store.take_up(open_generation(self._folder / id_), self._progress)
        put_into_use(self._folder, Current(id_), previous)
        self._store.forget_others()
        forget_pieces(self._folder)

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

    def _pieces(self, made_by: str, engine: type[VectorIndex]) -> list[Part]:
        """Segments of the files that are new or changed: those that a killed build has left, and new ones.

        ``made_by``: what tells these pieces from those of another model.
        """
        _ = self._dead  # before reading, which may change the hashes of what is new
        hashes = dict(self._snapshot.hashes)
        known = self._base.files if self._base else {}
        is_new = {name for name, hash_ in hashes.items() if known.get(name, ("",))[0] != hash_}
        folder = self._folder / _PIECES / hashlib.sha256(made_by.encode()).hexdigest()[:16]
        pieces = Pieces(folder, self._centres, engine, self._progress)

        def is_wanted(file: IndexedFile) -> bool:
            return file.name in is_new and hashes[file.name] == file.hash

        there = pieces.take_up(is_wanted)
        self._read([name for name in hashes if name in is_new and name not in there], pieces)
        return pieces.parts

    def _read(self, names: list[str], pieces: Pieces) -> None:
        """Reads the files ``names`` into ``pieces``."""
        with ExitStack() as bulk:
            piece, encode, done = None, None, 0
            for number, name in enumerate(names, 1):
                piece = piece or Piece(self._encoder)
                piece.add(name, self._snapshot.read(name))
                self._progress(Task.READ, number, len(names))
                if len(piece.passages) < _PIECE and number < len(names):
                    continue
                if encode is None:  # few passages are not worth it
                    is_much = len(piece.passages) >= _PIECE
                    encode = bulk.enter_context(in_bulk(self._encoder)) if is_much else self._encoder.encode
                # What the files that are still to be read hold is not known: as much as the others did.
                total = (done + len(piece.passages)) * len(names) // number
                self._add(piece, pieces, encode, functools.partial(self._report, done, total))
                done += len(piece.passages)
                self._report(0, total, done)
                piece = None

    def _add(self, piece: Piece, pieces: Pieces, encode: Encode, report: Callable[[int], None]) -> None:
        hashes = self._snapshot.hashes
        of_files = {name: hashes[name] for name, *_ in piece.files}
        earlier = self._base.segments if self._base else ()
        self._encoded += pieces.add(piece, encode, of_files, earlier, report)

    def _report(self, before: int, total: int, encoded: int) -> None:
        self._progress(Task.EMBED, before + encoded, total)

    def _write_segments(
        self, building: Path, name: str, pieces: list[Part], engine: type[VectorIndex]
    ) -> dict[str, Part]:
        """Shares the segments of the base that stay as they are, and merges the others with the pieces."""
        base = list(zip(self._base.segments, self._dead, strict=True)) if self._base else []
        new = sum(map(live_passages, pieces))
        merged = to_merge([(len(part[0].passages), live_passages(part)) for part in base], new)
        segments: dict[str, Part] = {}
        for number, (segment, dead) in enumerate(base):
            if number not in merged:
                share_folder(segment.folder, building / segment.folder.name)
                segments[segment.folder.name] = segment, dead
        for number, group in enumerate(groups([*(base[number] for number in merged), *pieces]), 1):
            target = building / f"{name}-{number}"
            ((segment, dead), *others) = group
            if len(dead) or others:
                target.mkdir()
                merge(target, group, self._centres.dimensions, engine, self._progress)
            else:
                share_folder(segment.folder, target)
            segments[target.name] = Segment.open(target, engine), _NONE
        return segments

    def _record(self, folder: Path, segment: Segment, dead: Ids) -> SegmentRecord:
        known = self._base.record.segments.get(folder.name) if self._base else None
        files = known.files if known else stored_files(folder)
        return SegmentRecord(len(segment.passages), len(segment.live(dead)[1]), files)


def forget_pieces(folder: Path) -> None:
    """Removes what a build that was killed has left to go on from."""
    shutil.rmtree(folder / _PIECES, ignore_errors=True)
