"""A folder of files as a corpus source.

Every file below it that a reader is registered for is a source; ``manifest.toml`` adds what a person knows.
A file that can't be read is named and skipped, and the rest is used.
"""

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from retrieval.documents import Document, SkippedFile, SkipReason
from retrieval.errors import CorpusEmptyError, CorpusMissingError, ManifestError
from retrieval.sources.corpus import Corpus
from retrieval.sources.identifiers import short_ids
from retrieval.sources.manifest import MANIFEST, Entry, Manifest, parse_manifest
from retrieval.sources.readers.page import Page
from retrieval.sources.readers.registry import reader_for

_UNREADABLE = "unreadable"
"""Stands in the place of a file's hash."""


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """A folder of saved pages."""

    path: Path

    def snapshot(self) -> "FolderSnapshot":
        """Reads every file once; raises CorpusMissingError where there is no such folder."""
        return FolderSnapshot(self.path, {name: _content(path) for name, path in _files(self.path).items()})


@dataclass(frozen=True)
class FolderSnapshot:
    """The bytes of each file by its name below ``folder``, or why it can't be read."""

    folder: Path
    contents: dict[str, bytes | OSError]

    @cached_property
    def hashes(self) -> dict[str, str]:
        """SHA-256 by name."""
        return {name: _hash(content) for name, content in self.contents.items()}

    def corpus(self) -> Corpus:
        """Raises CorpusEmptyError where no file can be read, ManifestError for a faulty manifest."""
        names = [name for name in self.contents if name != MANIFEST]
        manifest = _manifest(self.contents.get(MANIFEST, b""), set(names))
        read = {name: _page(name, self.contents[name]) for name in names}
        root = self.folder.resolve().name
        skipped = tuple(
            SkippedFile(f"{root}/{name}", found)
            for name, found in read.items()
            if isinstance(found, SkipReason)
        )
        pages = {name: found for name, found in read.items() if isinstance(found, Page)}
        if not pages:
            raise CorpusEmptyError(self.folder, [f"{file.path} {file.reason}" for file in skipped])
        ids = short_ids(list(pages))
        documents = [
            _document(ids[name], f"{root}/{name}", page, manifest.get(name)) for name, page in pages.items()
        ]
        return Corpus(tuple(documents), skipped)


def _document(id_: str, path: str, page: Page, known: Entry | None) -> Document:
    document = Document(
        id=id_,
        path=path,
        text=page.text,
        paragraphs=page.paragraphs,
        title=page.title,
        publisher=page.publisher,
        cites=page.cites,
        published=page.published,
        updated=page.updated,
        link=page.link,
    )
    return known.applied_to(document) if known else document


def _files(folder: Path) -> dict[str, Path]:
    """The manifest and the sources by name, in the order of their paths, with what can't be entered."""
    if not folder.is_dir():
        raise CorpusMissingError(folder)
    found = [folder / MANIFEST] if (folder / MANIFEST).is_file() else []
    closed: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(root) / name for name in names if not name.startswith(".") and reader_for(name)]
    found += [Path(error.filename) for error in closed]
    # A name that is not UTF-8 is shown escaped: it must survive JSON.
    names_of = {path: os.fsencode(path.relative_to(folder).as_posix()) for path in found}
    return {names_of[path].decode(errors="backslashreplace"): path for path in sorted(found)}


def _content(path: Path) -> bytes | OSError:
    try:
        return path.read_bytes()
    except OSError as error:
        return error


def _hash(content: bytes | OSError) -> str:
    return _UNREADABLE if isinstance(content, OSError) else hashlib.sha256(content).hexdigest()


def _manifest(content: bytes | OSError, files: set[str]) -> Manifest:
    if isinstance(content, OSError):
        raise ManifestError(f"{MANIFEST} can't be read ({content.strerror}).") from content
    return parse_manifest(content, files)


def _page(name: str, content: bytes | OSError) -> Page | SkipReason:
    read = reader_for(PurePosixPath(name).name)
    if isinstance(content, OSError) or read is None:
        return SkipReason.UNREADABLE
    page = read(content)
    return SkipReason.EMPTY if isinstance(page, Page) and not page.paragraphs else page
