"""A segment of an index: some files of the corpus with all that answering takes, written once, never changed.

Whatever is kept of a passage depends on nothing but the passage and the model, so that a segment serves any
generation that has its files, and segments are merged by copying.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from retrieval.arrays import Ids, Vectors, found_in
from retrieval.documents import Document, LinkKind, Passage, SkippedFile
from retrieval.index.parts.array_file import Arrays, open_arrays, write_arrays
from retrieval.index.parts.copies import Copies
from retrieval.index.parts.passage_dates import PassageDates
from retrieval.index.parts.passage_words import PassageWords
from retrieval.index.parts.texts import Texts, write_texts
from retrieval.index.parts.tokens import TokenStates
from retrieval.index.parts.vectors import VectorIndex
from retrieval.sources.versions import page_address

_ARRAYS = "passages.arrays"
_DOCUMENTS, _IDS, _PASSAGES = "documents.json", "ids.txt", "passages.json"
_FILES = "files.json"

_document = TypeAdapter(Document)
_passage = TypeAdapter(Passage)

_BLOCK = 8_192
"""Vectors that are read at a time: 12 MB of 384 numbers."""

_START_BITS = 24
"""Bits of a passage's precedence for where it starts; a start that takes more counts as the last one."""


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """A file of the corpus: its name, its hash, and how much of the segment it makes up.

    The documents of a segment are those of its files, in their order; its passages those of its documents.
    """

    name: str
    hash: str
    documents: int
    passages: int
    skipped: tuple[SkippedFile, ...]


_files = TypeAdapter(tuple[IndexedFile, ...])

Keys = npt.NDArray[np.bytes_]
"""16 bytes each: what tells one passage's encoding from another's."""


@dataclass(frozen=True, slots=True)
class SegmentTexts:
    """Documents and passages as JSON, in order. ``counts``: how many passages each document has; ``pages``:
    for each document a hash of the page that it is, see `page_of`.
    """

    files: Sequence[IndexedFile]
    ids: Sequence[bytes]
    documents: Iterable[bytes]
    counts: Sequence[int]
    passages: Iterable[bytes]
    precedence: npt.NDArray[np.uint64]
    keys: Keys
    pages: npt.NDArray[np.uint64]

    def write(self, folder: Path) -> None:
        (folder / _FILES).write_bytes(_files.dump_json(tuple(self.files)))
        ids = np.array([_hash(id_) for id_ in self.ids], np.uint64)
        by_id, by_key = np.argsort(ids, kind="stable"), np.argsort(self.keys, kind="stable")
        write_arrays(
            folder / _ARRAYS,
            {
                "documents": write_texts(folder / _DOCUMENTS, self.documents),
                "ids": write_texts(folder / _IDS, self.ids),
                "passages": write_texts(folder / _PASSAGES, self.passages),
                "file_documents": np.array([file.documents for file in self.files], np.int64),
                "first_passages": np.concatenate([[0], np.cumsum(self.counts)]).astype(np.int64),
                "precedence": self.precedence,
                "pages": self.pages,
                "id_hashes": ids[by_id],
                "id_numbers": by_id.astype(np.int32),
                "keys": self.keys[by_key],
                "key_numbers": by_key.astype(np.int32),
            },
        )


@dataclass(frozen=True)
class Segment:
    """A segment, opened: immutable, safe to share between threads.

    Vectors, token states, words, copies and dates are numbered as its passages are.
    """

    folder: Path
    vectors: VectorIndex
    tokens: TokenStates
    words: PassageWords
    copies: Copies
    dates: PassageDates
    arrays: Arrays
    documents: Texts
    ids: Texts
    passages: Texts

    @classmethod
    def open(cls, folder: Path, engine: type[VectorIndex]) -> Self:
        """Raises OSError, ValueError, KeyError or RuntimeError for a damaged one."""
        arrays = open_arrays(folder / _ARRAYS)
        return cls(
            folder,
            engine.open(folder),
            TokenStates.open(folder),
            PassageWords.open(folder),
            Copies.open(folder),
            PassageDates.open(folder),
            arrays,
            Texts.open(folder / _DOCUMENTS, arrays["documents"]),
            Texts.open(folder / _IDS, arrays["ids"]),
            Texts.open(folder / _PASSAGES, arrays["passages"]),
        )

    def vector_blocks(self, numbers: Ids) -> Iterator[Vectors]:
        """The vectors of the passages with these numbers, some at a time."""
        for start in range(0, len(numbers), _BLOCK):
            yield self.vectors.vectors(numbers[start : start + _BLOCK])

    @cached_property
    def files(self) -> tuple[IndexedFile, ...]:
        """Read when it is first asked for: no question does."""
        return _files.validate_json((self.folder / _FILES).read_bytes())

    @property
    def first_passages(self) -> Ids:
        """For each document the number of its first passage, and the number of passages."""
        first: Ids = self.arrays["first_passages"]
        return first

    @property
    def precedence(self) -> npt.NDArray[np.uint64]:
        """For each passage its place among those that are equally good: see `precedence_of`."""
        return self.arrays["precedence"]

    @property
    def pages(self) -> npt.NDArray[np.uint64]:
        """For each document a hash of the page that it is: see `page_of`."""
        return self.arrays["pages"]

    def document(self, number: int) -> Document:
        return _document.validate_json(self.documents[number])

    def passage(self, number: int) -> Passage:
        return _passage.validate_json(self.passages[number])

    def document_number(self, id_: str) -> int | None:
        """The number of the document with this id; None where there is none."""
        encoded = _encoded(id_)
        (place,), (is_there,) = found_in(self.arrays["id_hashes"], np.array([_hash(encoded)], np.uint64))
        number = int(self.arrays["id_numbers"][place]) if is_there else None
        return number if number is not None and self.ids[number] == encoded else None

    def with_keys(self, keys: Keys) -> dict[bytes, int]:
        """The number of a passage for each of ``keys`` that one has."""
        places, is_there = found_in(self.arrays["keys"], keys)
        numbers = self.arrays["key_numbers"][places[is_there]]
        return dict(zip(keys[is_there].tolist(), numbers.tolist(), strict=True))

    def live_files(self, dead: Ids) -> list[IndexedFile]:
        """The files but the ``dead`` ones, which are given by number."""
        gone = set(dead.tolist())
        return [file for number, file in enumerate(self.files) if number not in gone]

    def passages_without(self, passages: Ids, documents: Ids) -> Ids:
        """``passages`` but those of ``documents``; all are given by number, ascending."""
        if not len(documents):
            return passages
        owners = np.searchsorted(self.first_passages, passages, side="right") - 1
        return passages[~np.isin(owners, documents)]

    def live(self, dead: Ids) -> tuple[Ids, Ids]:
        """The numbers of the documents and of the passages that are in no ``dead`` file."""
        of_files = self.arrays["file_documents"]
        is_live = np.ones(len(of_files), np.bool_)
        is_live[dead] = False
        documents = np.repeat(is_live, of_files)
        passages = np.repeat(documents, np.diff(self.first_passages))
        return np.flatnonzero(documents), np.flatnonzero(passages)


def json_of(document: Document) -> bytes:
    """A document as a segment keeps it."""
    return _document.dump_json(document)


def passage_json(passage: Passage) -> bytes:
    """A passage as a segment keeps it."""
    return _passage.dump_json(passage)


def id_bytes(document: Document) -> bytes:
    """The id of a document as a segment keeps it."""
    return _encoded(document.id)


def page_of(document: Document) -> int:
    """A hash of the address of the article that ``document`` is, or where there is none of its id."""
    if document.link.kind is LinkKind.ARTICLE:
        return _hash(page_address(str(document.link.url)).encode(errors="surrogatepass"))
    return _hash(b"\0" + _encoded(document.id))


def precedence_of(passage: Passage) -> int:
    """The place of a passage among those that are equally good, the same in whatever segment it stands.

    Passages of one document come in their order; which document comes first is left to a hash of its id.
    """
    document = _hash(_encoded(passage.document)) >> _START_BITS << _START_BITS
    return document | min(passage.start, (1 << _START_BITS) - 1)


def _encoded(id_: str) -> bytes:
    return id_.encode(errors="surrogatepass")


def _hash(content: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "big")
