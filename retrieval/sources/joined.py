"""Several corpus sources as one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.sources.additions.rows import is_numbered
from retrieval.sources.corpus import CorpusSource, FileReading, Snapshot
from retrieval.sources.folder import GLOSSARY, SourceFolder
from retrieval.sources.seen_files import SeenFiles

_SIGN = "+"
_ADDED = 1
"""The number of the source of what was added, counted from 0."""


@dataclass(frozen=True, slots=True)
class JoinedSource:
    """All documents of ``sources``, the second of which is what was added.

    Names of files and ids of documents are those of the first source, with ``+`` before those of the second,
    ``++`` before those of the third: what one source holds never changes how another's documents are called.
    Ids such as ``n12`` belong to what was added, and need no sign there.
    """

    sources: tuple[CorpusSource, ...]

    def snapshot(self, seen: SeenFiles | None = None) -> "JoinedSnapshot":
        return JoinedSnapshot([source.snapshot(seen) for source in self.sources])


class JoinedSnapshot:
    """The snapshots of several sources."""

    def __init__(self, snapshots: Iterable[Snapshot]) -> None:
        self._snapshots = list(snapshots)
        self._places = {
            _unique(number, name): (number, name)
            for number, snapshot in enumerate(self._snapshots)
            for name in snapshot.hashes
        }

    @property
    def hashes(self) -> dict[str, str]:
        hashes = [snapshot.hashes for snapshot in self._snapshots]
        return {unique: hashes[number][name] for unique, (number, name) in self._places.items()}

    def read(self, name: str) -> FileReading:
        number, of_source = self._places[name]
        reading = self._snapshots[number].read(of_source)
        documents = (replace(one, id=_unique_id(number, one.id)) for one in reading.documents)
        return replace(reading, documents=tuple(documents))


def is_all_of(source: CorpusSource, corpus: CorpusSource) -> bool:
    """Whether ``source`` is ``corpus``, or the only one joined in it that holds anything at the moment."""
    is_joined = isinstance(corpus, JoinedSource) and source in corpus.sources
    return source == corpus or (is_joined and source.snapshot().hashes == corpus.snapshot().hashes)


def glossary_file(corpus: CorpusSource) -> Path | None:
    """The owner's glossary beside the files of ``corpus``, or of the first that is joined in it."""
    first = corpus.sources[0] if isinstance(corpus, JoinedSource) else corpus
    return first.path / GLOSSARY if isinstance(first, SourceFolder) else None


def _unique(number: int, name: str) -> str:
    """``name`` as that of source ``number``, counted from 0: no two are called the same."""
    plain = f"={name}" if name.startswith((_SIGN, "=")) else name
    return f"{_SIGN * number}{plain}"


def _unique_id(number: int, id_: str) -> str:
    if not is_numbered(id_):
        return _unique(number, id_)
    return {0: f"={id_}", _ADDED: id_}.get(number, _unique(number, id_))
