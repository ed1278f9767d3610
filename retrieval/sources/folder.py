"""A folder of files as a corpus source.

Every file below it is a source, or holds several; ``manifest.toml`` adds what a person knows. A file that
can't be read is named and skipped, and the rest is used.
"""

import hashlib
import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from retrieval.documents import Document, SkippedFile, SkipReason
from retrieval.errors import CorpusEmptyError, CorpusMissingError, ManifestError
from retrieval.sources.corpus import Corpus
from retrieval.sources.identifiers import part_ids
from retrieval.sources.manifest import MANIFEST, Manifest, parse_manifest
from retrieval.sources.page_assets import is_of_a_page, page_names
from retrieval.sources.readers.page import Page, Reading, Skipped, readings_of
from retrieval.sources.readers.registry import reader_for
from retrieval.sources.readers.telegram.post_link import post_link

GLOSSARY = "glossary.csv"
"""The owner's glossary."""

_NO_SOURCES = (MANIFEST, GLOSSARY)

_LARGEST = 1 << 30
"""Bytes of a file: more would not fit into the memory of a small machine."""


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """A folder of saved pages."""

    path: Path

    def snapshot(self) -> "FolderSnapshot":
        """Reads every file once; raises CorpusMissingError where there is no such folder."""
        files = _files(self.path).items()
        contents = {
            name: _content(path) if _is_read(name, path) else SkipReason.UNSUPPORTED for name, path in files
        }
        return FolderSnapshot(self.path, contents)


@dataclass(frozen=True)
class FolderSnapshot:
    """The bytes of each file by its name below ``folder``, or why it is not read."""

    folder: Path
    contents: dict[str, bytes | SkipReason]

    @cached_property
    def hashes(self) -> dict[str, str]:
        """SHA-256 by name."""
        return {name: _hash(content) for name, content in self.contents.items()}

    def corpus(self) -> Corpus:
        """Raises CorpusEmptyError where no file can be read, ManifestError for a faulty manifest."""
        files = [name for name in self.contents if name not in _NO_SOURCES]
        read = {name: _readings(name, self.contents[name]) for name in files}
        pages = [(name, page) for name, found in read.items() for page in found if isinstance(page, Page)]
        names = {*files, *(_whole_name(name, page.part) for name, page in pages)}
        manifest = _manifest(self.contents.get(MANIFEST, b""), names)
        root = self.folder.resolve().name
        skipped = tuple(
            SkippedFile(f"{root}/{_whole_name(name, part.part)}", part.reason)
            for name, found in read.items()
            for part in found
            if isinstance(part, Skipped)
        )
        if not pages:
            raise CorpusEmptyError(self.folder, [f"{file.path} {file.reason}" for file in skipped])
        ids = part_ids([(name, page.part) for name, page in pages])
        documents = [_document(ids[name, page.part], root, name, page, manifest) for name, page in pages]
        return Corpus(tuple(documents), skipped)


def _document(id_: str, root: str, name: str, page: Page, manifest: Manifest) -> Document:
    whole_name = _whole_name(name, page.part)
    document = Document(
        id=id_,
        path=f"{root}/{whole_name}",
        text=page.text,
        paragraphs=page.paragraphs,
        title=page.title,
        author=page.author,
        publisher=page.publisher,
        cites=page.cites,
        published=page.published,
        updated=page.updated,
        link=page.link,
        encoding=page.encoding,
    )
    # What is said of a file holds for its parts, unless more is said of one.
    for known in dict.fromkeys((name, whole_name)):
        if known in manifest:
            document = manifest[known].applied_to(document)
    return replace(document, link=post_link(document.link, name, page.part))


def _whole_name(name: str, part: str) -> str:
    return f"{name}#{part}" if part else name


def _files(folder: Path) -> dict[str, Path]:
    """All files by name, in the order of their paths, with what can't be entered; none that is hidden, or
    belongs to a saved page.
    """
    if not folder.is_dir():
        raise CorpusMissingError(folder)
    found: list[Path] = []
    closed: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=closed.append):
        pages = page_names(names)
        folders[:] = [name for name in folders if not name.startswith(".") and not is_of_a_page(name, pages)]
        found += [Path(root) / name for name in names if not name.startswith(".")]
    found += [Path(error.filename) for error in closed]
    # A name that is not UTF-8 is shown escaped: it must survive JSON.
    names_of = {path: os.fsencode(path.relative_to(folder).as_posix()) for path in found}
    return {names_of[path].decode(errors="backslashreplace"): path for path in sorted(found)}


def _is_read(name: str, path: Path) -> bool:
    return name in _NO_SOURCES or path.is_dir() or reader_for(path.name) is not None


def _content(path: Path) -> bytes | SkipReason:
    try:
        return SkipReason.TOO_LARGE if path.stat().st_size > _LARGEST else path.read_bytes()
    except OSError:
        return SkipReason.UNREADABLE


def _hash(content: bytes | SkipReason) -> str:
    return content.name.lower() if isinstance(content, SkipReason) else hashlib.sha256(content).hexdigest()


def _manifest(content: bytes | SkipReason, names: set[str]) -> Manifest:
    if isinstance(content, SkipReason):
        raise ManifestError(f"{MANIFEST} {content}.")
    return parse_manifest(content, names)


def _readings(name: str, content: bytes | SkipReason) -> list[Reading]:
    read = reader_for(PurePosixPath(name).name)
    if isinstance(content, SkipReason) or read is None:
        return [Skipped(content if isinstance(content, SkipReason) else SkipReason.UNSUPPORTED)]
    return [_unless_empty(one) for one in readings_of(name, read, content)]


def _unless_empty(one: Reading) -> Reading:
    return Skipped(SkipReason.EMPTY, one.part) if isinstance(one, Page) and not one.paragraphs else one
