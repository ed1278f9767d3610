"""The documents and passages of a generation, parsed when they are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import overload

import numpy as np

from retrieval.documents import Document, Passage
from retrieval.index.numbering import Numbering
from retrieval.index.segment import Segment

_KEPT = 256
"""Documents, and passages, that stay parsed: a question looks at several dozen, each a few times."""


class StoredDocuments(Mapping[str, Document]):
    """Documents by id."""

    def __init__(self, segments: Sequence[Segment], numbering: Numbering) -> None:
        """``numbering``: that of the documents."""
        self._segments = segments
        self._numbering = numbering
        self._parsed = lru_cache(_KEPT)(self._parse)

    def __getitem__(self, id_: str) -> Document:
        return self._parsed(id_)

    def __iter__(self) -> Iterator[str]:
        for segment, live in zip(self._segments, self._numbering.live, strict=True):
            for number in live.tolist():
                yield segment.ids[number].decode(errors="surrogatepass")

    def __len__(self) -> int:
        return len(self._numbering)

    def place(self, id_: str) -> tuple[int, int] | None:
        """The segment that has a document, and the document's number there; None for an unknown one."""
        for number, segment in enumerate(self._segments):
            found = segment.document_number(id_)
            if found is not None and self._numbering.is_live(number, np.array([found]))[0]:
                return number, found
        return None

    def _parse(self, id_: str) -> Document:
        place = self.place(id_)
        if place is None:
            raise KeyError(id_)
        segment, number = place
        return self._segments[segment].document(number)


class StoredPassages(Sequence[Passage]):
    """Passages by number."""

    def __init__(self, segments: Sequence[Segment], numbering: Numbering) -> None:
        self._segments = segments
        self._numbering = numbering
        self._parsed = lru_cache(_KEPT)(self._parse)

    def __len__(self) -> int:
        return len(self._numbering)

    @overload
    def __getitem__(self, number: int) -> Passage: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Passage]: ...
    def __getitem__(self, number: int | slice) -> Passage | Sequence[Passage]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        return self._parsed(int(number) % len(self))

    def _parse(self, number: int) -> Passage:
        segment, of_segment = self._numbering.place(number)
        return self._segments[segment].passage(of_segment)
