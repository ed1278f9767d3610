"""What a corpus is, wherever it comes from."""

from dataclasses import dataclass
from typing import Protocol

from retrieval.documents import Document, SkippedFile


@dataclass(frozen=True, slots=True)
class FileReading:
    """The documents of one file, and what of it could not be read."""

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of one moment, and what could not be read."""

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...] = ()


class Snapshot(Protocol):
    """The content of a source at one moment, read and hashed once, and not yet parsed."""

    @property
    def hashes(self) -> dict[str, str]:
        """Hashes by name that change when the corpus does."""
        ...

    def corpus(self) -> Corpus:
        """Parses the content; raises DayeksozError where it holds no document."""
        ...


class CorpusSource(Protocol):
    """Where documents come from."""

    def snapshot(self) -> Snapshot:
        """The content as it is now; raises DayeksozError where it can't be read."""
        ...
