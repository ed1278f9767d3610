"""A folder of files as a corpus source.

Every file below it is a source, or holds several; ``manifest.toml`` adds what a person knows. A file that
can't be read is named and skipped, and the rest is used.
"""

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.documents import Document, SkippedFile, SkipReason
from retrieval.errors import CorpusMissingError, ManifestError
from retrieval.sources.corpus import FileReading
from retrieval.sources.identifiers import Identifiers
from retrieval.sources.manifest import (
    MANIFEST,
    Manifest,
    ManifestByFile,
    by_file,
    check_names,
    parse_manifest,
)
from retrieval.sources.readers.page import Page, Reading, Skipped
from retrieval.sources.readers.registry import reader_for, readings
from retrieval.sources.readers.telegram.post_link import post_link
from retrieval.sources.seen_files import SeenFiles
from retrieval.sources.tree import names_below, path_text

GLOSSARY = "glossary.csv"
"""The owner's glossary."""

_LARGEST = 1 << 30
"""Bytes of a file: more would not fit into the memory of a small machine."""


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """A folder of saved pages."""

    path: Path

    def snapshot(self, seen: SeenFiles | None = None) -> "FolderSnapshot":
        """Hashes every file that ``seen`` does not know.

        Raises CorpusMissingError where there is no such folder, ManifestError for a faulty manifest.
        """
        files = _files(self.path)
        manifest_file = files.pop(MANIFEST, None)
        files.pop(GLOSSARY, None)
        manifest = _manifest(manifest_file, files)
        seen = seen or SeenFiles()
        contents = {name: _content_hash(path, seen) for name, path in files.items()}
        return FolderSnapshot(self.path.resolve().name, files, manifest, contents)


class FolderSnapshot:
    """The files of a folder, not yet read."""

    def __init__(
        self, root: str, files: dict[str, str], manifest: ManifestByFile, contents: dict[str, str]
    ) -> None:
        """``files``: their absolute paths; ``contents``: for each the hash of its content, or why it is not
        read.
        """
        self._root = root
        self._files = files
        self._manifest = manifest
        self._identifiers = Identifiers(list(files))
        self._hashes = {name: self._hash(name, content) for name, content in contents.items()}

    @property
    def hashes(self) -> Mapping[str, str]:
        """SHA-256 of content, folder, id and what the manifest says, by name."""
        return self._hashes

    def read(self, name: str) -> FileReading:
        """Raises ManifestError where the manifest names a part that the file does not have."""
        path = self._files[name]
        content = _content(path) if _is_read(path) else SkipReason.UNSUPPORTED
        self._hashes[name] = self._hash(name, _hash(content))
        found = _readings(name, content)
        pages = [one for one in found if isinstance(one, Page)]
        known = self._manifest.get(name, {})
        check_names(known, {name, *(_whole_name(name, page.part) for page in pages)})
        return FileReading(
            tuple(self._document(name, page, known) for page in pages),
            tuple(
                SkippedFile(f"{self._root}/{_whole_name(name, one.part)}", one.reason)
                for one in found
                if isinstance(one, Skipped)
            ),
        )

    def _hash(self, name: str, content: str) -> str:
        known = self._manifest.get(name, {})
        told = [f"{key} {entry.model_dump_json()}" for key, entry in sorted(known.items())]
        decisive = [content, self._root, self._identifiers.scheme(name), *told]
        return hashlib.sha256("\0".join(decisive).encode()).hexdigest()

    def _document(self, name: str, page: Page, manifest: Manifest) -> Document:
        whole_name = _whole_name(name, page.part)
        document = Document(
            id=self._identifiers.of(name, page.part),
            path=f"{self._root}/{whole_name}",
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


def _files(folder: Path) -> dict[str, str]:
    """The absolute paths of all files by name, in the order of their paths, with what can't be entered; none
    that is hidden, or belongs to a saved page.
    """
    if not folder.is_dir():
        raise CorpusMissingError(folder)
    found, closed = names_below(folder)
    names = sorted([*found, *closed], key=lambda name: name.split("/")) if closed else found
    start = os.path.join(folder.absolute(), "")  # noqa: PTH118 - with a slash at the end
    return {path_text(name): start + name for name in names}


def _content(path: str) -> bytes | SkipReason:
    try:
        return _unfit(os.stat(path)) or Path(path).read_bytes()  # noqa: PTH116 - as `_content_hash`
    except OSError:
        return SkipReason.UNREADABLE


def _content_hash(path: str, seen: SeenFiles) -> str:
    if not _is_read(path):
        return _hash(SkipReason.UNSUPPORTED)
    try:
        found = os.stat(path)  # noqa: PTH116 - one of many files
        unfit = _unfit(found)
        return _hash(unfit) if unfit else seen.hash(path, found, _hash_file)
    except OSError:
        return _hash(SkipReason.UNREADABLE)


def _unfit(found: os.stat_result) -> SkipReason | None:
    """Why a file is not opened; None where it may be."""
    if not stat.S_ISREG(found.st_mode):  # a pipe would be read for ever
        return SkipReason.UNREADABLE
    return SkipReason.TOO_LARGE if found.st_size > _LARGEST else None


def _is_read(path: str) -> bool:
    return reader_for(path) is not None or Path(path).is_dir()


def _hash_file(path: str) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash(content: bytes | SkipReason) -> str:
    return content.name.lower() if isinstance(content, SkipReason) else hashlib.sha256(content).hexdigest()


def _manifest(path: str | None, files: dict[str, str]) -> ManifestByFile:
    if path is None:
        return {}
    content = _content(path)
    if isinstance(content, SkipReason):
        raise ManifestError(f"{MANIFEST} {content}.")
    return by_file(parse_manifest(content), files.keys())


def _readings(name: str, content: bytes | SkipReason) -> list[Reading]:
    return [Skipped(content)] if isinstance(content, SkipReason) else readings(name, content)
