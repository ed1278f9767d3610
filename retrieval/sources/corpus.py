"""What a corpus is, wherever it comes from."""

from dataclasses import dataclass
from typing import Protocol

from retrieval.documents import Document, SkippedFile
from retrieval.sources.versions import replaced


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of one moment, and what could not be read."""

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...] = ()

    def replaced(self) -> dict[str, str]:
        """The ids of documents that a newer version of their page replaces, each with the id of that version.

        They are listed and can be read, but are not searched.
        """
        return replaced(self.documents)


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
