"""One generation of the index on disk: written once, never changed, checked when it is opened.

``<folder>/<id>/`` holds a record, the centres, which passages are searched, and a folder for each segment;
files of segments are shared with the generation before by hard links. ``<folder>/current`` names the id in
use. A generation is built aside and renamed into place, and ``current`` is replaced in one step, so a reader
finds the old index or the new one, whole, whatever moment a writer is killed at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from retrieval.arrays import Ids, Mask
from retrieval.documents import Document
from retrieval.encoding.centring import Centres
from retrieval.index.finder import Finder
from retrieval.index.joined import JoinedTokens, JoinedVectors
from retrieval.index.joined_copies import JoinedCopies
from retrieval.index.joined_dates import JoinedDates
from retrieval.index.numbering import Column, Numbering, Numbers
from retrieval.index.parts.lexicon import Lexicon
from retrieval.index.parts.vectors import ENGINES
from retrieval.index.record import (
    FORMAT,
    RECORD,
    BuildRecord,
    StoredFile,
    hash_of,
    parsed_record,
    read_record,
)
from retrieval.index.searched import Searched
from retrieval.index.segment import Segment
from retrieval.index.segment_finder import SegmentFinder
from retrieval.index.stored import StoredDocuments, StoredPassages
from retrieval.language.times import spoken_periods
from retrieval.periods import Period

CENTRES = "centres.npz"

_HASHED = 4 << 20
"""Bytes that are hashed at most whenever the index is opened, the smallest files first: 4 to 12 ms. Of the
others the size is looked at, and `damaged_files` hashes them too: to read gigabytes takes longer than a
question may."""

DAMAGE = (OSError, ValueError, KeyError, RuntimeError, EOFError)
"""What opening the files of a damaged generation may raise."""


class GenerationError(Exception):
    """Internal: there is no generation that can be used; the message says why."""


@dataclass(frozen=True)
class Generation:
    """An index, opened: immutable, safe to share between threads.

    Vectors, token states, words, copies and ``precedence`` are numbered as ``passages`` are. ``finder``:
    what finds those that may answer a question.
    """

    id: str
    record: BuildRecord
    segments: Sequence[Segment]
    dead: Sequence[Numbers]
    documents: StoredDocuments
    passages: StoredPassages
    vectors: JoinedVectors
    tokens: JoinedTokens
    lexicon: Lexicon
    copies: JoinedCopies
    dates: JoinedDates
    centres: Centres
    precedence: Column[np.uint64]
    finder: Finder
    _numbering: Numbering

    @classmethod
    def of(
        cls,
        id_: str,
        record: BuildRecord,
        segments: Sequence[Segment],
        searched: Searched,
        centres: Centres,
    ) -> Self:
        numbering = Numbering(
            [len(segment.passages) for segment in segments], [gone.passages for gone in searched.gone]
        )
        of_documents = Numbering(
            [len(segment.ids) for segment in segments], [gone.documents for gone in searched.gone]
        )
        precedence = Column([segment.precedence for segment in segments], numbering)
        vectors = JoinedVectors([segment.vectors for segment in segments], numbering, precedence)
        lexicon = Lexicon([segment.words for segment in segments], numbering, searched.weights)
        dates = JoinedDates([segment.dates for segment in segments], numbering)
        return cls(
            id=id_,
            record=record,
            segments=segments,
            dead=[gone.files for gone in searched.gone],
            documents=StoredDocuments(segments, of_documents),
            passages=StoredPassages(segments, numbering),
            vectors=vectors,
            tokens=JoinedTokens([segment.tokens for segment in segments], numbering),
            lexicon=lexicon,
            copies=JoinedCopies([segment.copies for segment in segments], numbering, searched.weights),
            dates=dates,
            centres=centres,
            precedence=precedence,
            finder=SegmentFinder(vectors, lexicon, dates, precedence),
            _numbering=numbering,
        )

    def searched(self) -> list[tuple[Segment, Ids]]:
        """Each segment with the numbers of those of its passages that are searched."""
        return list(zip(self.segments, self._numbering.live, strict=True))

    def is_searched(self, segment: int, numbers: Ids) -> Mask:
        """Which of the passages of a segment are searched."""
        return self._numbering.is_live(segment, numbers)

    def numbers(self, segment: int, numbers: Ids) -> Ids:
        """The numbers here of passages of a segment, which are searched."""
        return self._numbering.numbers(segment, numbers)

    def passages_of(self, document: str) -> range:
        """The numbers of the passages of a document, in their order; none for an unknown document."""
        place = self.documents.place(document)
        if place is None:
            return range(0)
        segment, number = place
        first, end = self.segments[segment].first_passages[number : number + 2]
        numbers = self._numbering.numbers(segment, np.arange(first, end))
        return range(int(numbers[0]), int(numbers[-1]) + 1) if len(numbers) else range(0)

    def runs_of(self, passages: Ids) -> tuple[Ids, Ids]:
        """For each of ``passages`` the number of the first passage of its document, and how many that has."""
        firsts, counts = passages.copy(), np.zeros(len(passages), np.int64)
        for segment, places, numbers in self._numbering.by_segment(passages):
            starts = self.segments[segment].first_passages
            documents = np.searchsorted(starts, numbers, side="right") - 1
            # A document is searched as a whole, or not at all.
            firsts[places] -= numbers - starts[documents]
            counts[places] = starts[documents + 1] - starts[documents]
        return firsts, counts

    def passages_in(self, document: Document) -> range:
        """As `passages_of`; none where this index holds another text of ``document``."""
        numbers = self.passages_of(document.id)
        return numbers if numbers and self.documents[document.id].text == document.text else range(0)

    @cached_property
    def files(self) -> Mapping[str, tuple[str, int, int]]:
        """For each file of the corpus its hash, its segment, and its number there."""
        return {
            file.name: (file.hash, place, number)
            for place, (segment, dead) in enumerate(
                zip(self.segments, (set(one.tolist()) for one in self.dead), strict=True)
            )
            for number, file in enumerate(segment.files)
            if number not in dead
        }

    def first_and_last(self) -> tuple[Document, Document] | None:
        """The documents with the earliest and the latest date of publication; None where no date is known.

        Of all documents it parses those of these two days alone.
        """
        found = self.dates.first_and_last()
        return (self._by_date(found[0])[0], self._by_date(found[1])[-1]) if found else None

    def _by_date(self, passages: Ids) -> list[Document]:
        """The documents of ``passages``, which have a date, the earliest first."""
        ids = dict.fromkeys(self.passages[number].document for number in passages.tolist())
        found = [
            (document.published.earliest, document)
            for document in map(self.documents.__getitem__, ids)
            if document.published
        ]
        return [document for _, document in sorted(found, key=lambda one: one[0])]

    def fit(self, period: Period, passages: Ids) -> Mask:
        """Which of ``passages`` were published in ``period``, or speak of it."""
        fits = self.dates.may_fit(period)[passages]
        if period.is_whole_years:
            return fits
        published = self.dates.published(period)
        for place in np.flatnonzero(fits & ~published[passages]):
            passage = self.passages[passages[place]]
            document = self.documents[passage.document]
            spoken = spoken_periods(document.text[passage.start : passage.end], document.published)
            fits[place] = any(map(period.takes, spoken))
        return fits


def open_generation(folder: Path) -> Generation:
    """The generation in ``folder``; raises GenerationError where it is damaged or of another format."""
    try:
        return _open(folder)
    except DAMAGE as error:
        raise GenerationError(f"the index is damaged ({error})") from error


def damaged_files(folder: Path) -> list[str]:
    """The files of a generation that are not what was written: every byte is read."""
    record = read_record(folder)
    if record is None:
        return [RECORD]
    return [path for path, file in record.all_files.items() if not _is_whole(folder / path, file)]


def _open(folder: Path) -> Generation:
    record = parsed_record(folder)
    if record.recipe.format != FORMAT:
        raise GenerationError("the index has the format of another version")
    hashed = 0
    for path, file in sorted(record.all_files.items(), key=lambda one: one[1].size):
        hashed += file.size
        if not _is_whole(folder / path, file, is_hashed=hashed <= _HASHED):
            raise GenerationError(f"the index is damaged ({path} was changed)")
    engine = ENGINES[record.recipe.vectors]
    names = list(record.segments)
    return Generation.of(
        folder.name,
        record,
        [Segment.open(folder / name, engine) for name in names],
        Searched.open(folder, names),
        Centres.load(folder / CENTRES),
    )


def _is_whole(path: Path, file: StoredFile, *, is_hashed: bool = True) -> bool:
    """Whether a file is there and as it was written; where it is not hashed its size has to do."""
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    return not is_hashed or hash_of(path) == file.hash
