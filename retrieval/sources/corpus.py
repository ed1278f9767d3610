"""What a corpus is, wherever it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from retrieval.documents import Document, SkippedFile
from retrieval.errors import CorpusEmptyError
from retrieval.sources.seen_files import SeenFiles
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


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one file of a corpus holds, and what of it could not be read."""

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...] = ()


class Snapshot(Protocol):
    """The files of a source at one moment: each has a hash, and is read when it is asked for."""

    @property
    def hashes(self) -> Mapping[str, str]:
        """One hash a file, by its name; it changes exactly when what `read` gives may change.

        For a file that has been read these are the hashes of what was read, even if it changed in between.
        """
        ...

    def read(self, name: str) -> FileReading:
        """What a file holds; raises DayeksozError where nothing can be read before a person corrects it."""
        ...


class CorpusSource(Protocol):
    """Where documents come from. No two have the same id."""

    def snapshot(self, seen: SeenFiles | None = None) -> Snapshot:
        """The files as they are now; raises DayeksozError where they can't be looked at.

        ``seen``: the hashes of files that were looked at before, so that none is read without need.
        """
        ...


def corpus_of(snapshot: Snapshot) -> Corpus:
    """Reads all files; raises CorpusEmptyError where they hold no document."""
    documents: list[Document] = []
    skipped: list[SkippedFile] = []
    for name in snapshot.hashes:
        reading = snapshot.read(name)
        documents += reading.documents
        skipped += reading.skipped
    if not documents:
        raise CorpusEmptyError([f"{file.path} {file.reason}" for file in skipped])
    return Corpus(tuple(documents), tuple(skipped))
