"""From a folder of files to documents: ``read_corpus``.

Every ``.txt`` file below the folder is a source; ``manifest.toml`` adds what a person knows. A file
that can't be read is named and skipped, and the rest is used.
"""

import hashlib
import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from retrieval.documents import Document, SkippedFile, SkipReason
from retrieval.errors import CorpusEmptyError, CorpusMissingError, ManifestError
from retrieval.sources.manifest import MANIFEST, Manifest, parse_manifest
from retrieval.sources.page import Page, read_page

__all__ = ["Corpus", "CorpusSource", "TextFolder", "read_corpus", "snapshot"]

_SUFFIX = ".txt"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of one folder at one moment; ``hashes`` tell whether it has changed since."""

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...]
    hashes: dict[str, str]


class CorpusSource(Protocol):
    """Where a corpus comes from. Both methods raise CorpusError where it can't be used."""

    def snapshot(self) -> dict[str, str]:
        """Hashes by name that change when the corpus does; parses nothing."""
        ...

    def read(self) -> Corpus: ...


@dataclass(frozen=True, slots=True)
class TextFolder:
    """A folder of saved pages."""

    path: Path

    def snapshot(self) -> dict[str, str]:
        return snapshot(self.path)

    def read(self) -> Corpus:
        return read_corpus(self.path)


def snapshot(folder: Path) -> dict[str, str]:
    """SHA-256 of each file that a corpus is made from, by relative path; parses nothing.

    Raises CorpusError where there is no such folder.
    """
    return {name: _hash(_read(path)) for name, path in _files(folder).items()}


def read_corpus(folder: Path) -> Corpus:
    """Reads every source below ``folder``.

    Raises CorpusError where there is no such folder, no readable source in it, or a faulty manifest.
    """
    contents = {name: _read(path) for name, path in _files(folder).items()}
    hashes = {name: _hash(content) for name, content in contents.items()}
    manifest = _manifest(contents.pop(MANIFEST, b""), set(contents))
    read = {name: _page(content) for name, content in contents.items()}
    skipped = tuple(
        SkippedFile(f"{_root(folder)}/{name}", found)
        for name, found in read.items()
        if isinstance(found, SkipReason)
    )
    pages = {name: found for name, found in read.items() if not isinstance(found, SkipReason)}
    if not pages:
        raise CorpusEmptyError(folder, [f"{file.path} {file.reason}" for file in skipped])
    ids = _ids(list(pages))
    documents = []
    for name, (text, page) in pages.items():
        document = Document(
            id=ids[name],
            path=f"{_root(folder)}/{name}",
            text=text,
            paragraphs=page.paragraphs,
            title=page.title,
            publisher=page.publisher,
            cites=page.cites,
            published=page.published,
            link=page.link,
        )
        documents.append(manifest[name].applied_to(document) if name in manifest else document)
    return Corpus(tuple(documents), skipped, hashes)


def _files(folder: Path) -> dict[str, Path]:
    """Paths of the manifest and the sources, and of folders that can't be entered, by relative path."""
    if not folder.is_dir():
        raise CorpusMissingError(folder)
    found = [folder / MANIFEST] if (folder / MANIFEST).is_file() else []
    closed: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(root) / name for name in names if _is_source(name)]
    found += [Path(error.filename) for error in closed]
    # A name that is not UTF-8 is shown escaped: it must survive JSON.
    names_of = {path: os.fsencode(path.relative_to(folder).as_posix()) for path in found}
    return {names_of[path].decode(errors="backslashreplace"): path for path in sorted(found)}


def _is_source(name: str) -> bool:
    return name.lower().endswith(_SUFFIX) and not name.startswith(".")


def _root(folder: Path) -> str:
    return folder.resolve().name


def _read(path: Path) -> bytes | OSError:
    try:
        return path.read_bytes()
    except OSError as error:
        return error


def _hash(content: bytes | OSError) -> str:
    if isinstance(content, OSError):
        return "unreadable"
    return hashlib.sha256(content).hexdigest()


def _manifest(content: bytes | OSError, files: set[str]) -> Manifest:
    if isinstance(content, OSError):
        raise ManifestError(f"{MANIFEST} can't be read ({content.strerror}).") from content
    return parse_manifest(content, files)


def _page(content: bytes | OSError) -> tuple[str, Page] | SkipReason:
    """A file's text, unchanged, and its page; or why there is none."""
    if isinstance(content, OSError):
        return SkipReason.UNREADABLE
    if b"\0" in content:
        return SkipReason.NOT_TEXT
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return SkipReason.NOT_UTF8
    page = read_page(text)
    return (text, page) if page.paragraphs else SkipReason.EMPTY


def _ids(names: list[str]) -> dict[str, str]:
    """A short id for each name: its leading number, else its stem, else the name, if unique."""
    ids: dict[str, str] = {}
    for shorten in (_leading_number, _stem, str):
        short = {name: shorten(name) for name in names if name not in ids}
        uses = Counter([*short.values(), *ids.values()])
        ids |= {name: id_ for name, id_ in short.items() if id_ and uses[id_] == 1}
    # What is left is a name that equals the stem of another.
    return {name: ids.get(name, f"./{name}") for name in names}


def _leading_number(name: str) -> str:
    match = re.match(r"\d+(?=[_\-. ])", _stem(name) + ".")
    return match.group() if match else ""


def _stem(name: str) -> str:
    return name.rpartition("/")[2][: -len(_SUFFIX)]
