"""Archives (.zip) of files that can be read: each of them by its own reader. Nothing is ever written."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from retrieval.documents import SkipReason
from retrieval.sources.page_assets import is_of_a_page, page_names
from retrieval.sources.readers.page import Reader, Reading, Skipped, readings_of
from retrieval.sources.readers.parts import PartNames

_ENDING = ".zip"
_MOST_FILES = 100_000
_LARGEST = 1 << 30
"""Bytes that all files of an archive may have: more would not fit into the memory of a small machine."""

_SMALL = 1 << 20
_RATIO = 200
"""How much larger than in the archive a file may be, from a megabyte on: texts are ten times larger, and what
was made to fill the memory a thousand times.
"""

_READ_AT_ONCE = 1 << 16
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_UNIX = 3
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The ways to compress that can be undone piece by piece; others may unpack to any size at once."""

_DRIVE = re.compile(r"[A-Za-z]:")
_RESOURCES = "__MACOSX"


def read_archive(content: bytes, reader_for: Callable[[str], Reader | None]) -> Iterator[Reading]:
    """What the files of an archive hold, in its order; a part is a file's path, then ``#`` and its own part.

    ``reader_for``: the reader of a file by its name. Hidden files, and the pictures of saved pages, are left
    out; an archive in the archive is not opened.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, ValueError, OSError):
        yield Skipped(SkipReason.DAMAGED)
        return
    members = [(member, _name(member)) for member in archive.infolist() if not member.is_dir()]
    if len(members) > _MOST_FILES:
        yield Skipped(SkipReason.UNSAFE)
        return
    left = min(_LARGEST, _SMALL + _RATIO * len(content))
    pages = page_names(name for _, name in members)
    parts = PartNames()
    for member, name in members:
        if _is_left_out(name, pages):
            continue
        part = parts.unique(_printable(name))
        read = reader_for(PurePosixPath(name).name)
        reason = _reason(member, name, read)
        unpacked = reason or _unpacked(archive, member, left)
        if isinstance(unpacked, SkipReason) or read is None:
            yield Skipped(unpacked if isinstance(unpacked, SkipReason) else SkipReason.UNSUPPORTED, part)
            continue
        left -= len(unpacked)
        for one in readings_of(part, read, unpacked):
            yield replace(one, part=f"{part}#{one.part}" if one.part else part)


def _name(member: zipfile.ZipInfo) -> str:
    """The path of a file, with ``/``. Programs that do not say how they write it write UTF-8 or DOS."""
    name = member.orig_filename
    if not member.flag_bits & _UTF8_NAME and not name.isascii():
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode()
        except UnicodeDecodeError:
            name = raw.decode("cp866")
    return name.replace("\\", "/")


def _printable(name: str) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)


def _is_left_out(name: str, pages: frozenset[str]) -> bool:
    """Whether ``name`` is hidden, belongs to a system, or to a saved page."""
    *folders, _ = pieces = name.split("/")
    if any(piece.startswith(".") and piece.strip(".") for piece in pieces) or _RESOURCES in folders:
        return True
    paths = ("/".join(folders[:depth]) for depth in range(1, len(folders) + 1))
    return any(is_of_a_page(path, pages) for path in paths)


def _reason(member: zipfile.ZipInfo, name: str, read: Reader | None) -> SkipReason | None:
    """Why a file is not even unpacked; None where it may be."""
    is_link = member.create_system == _UNIX and stat.S_ISLNK(member.external_attr >> 16)
    leads_out = name.startswith("/") or ".." in name.split("/") or _DRIVE.match(name) or "\0" in name
    if is_link or leads_out or name.lower().endswith(_ENDING):
        return SkipReason.UNSAFE
    if read is None or member.compress_type not in _METHODS:
        return SkipReason.UNSUPPORTED
    return SkipReason.LOCKED if member.flag_bits & _ENCRYPTED else None


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes | SkipReason:
    """The content of a file. What the archive says of its size is not believed."""
    most = min(left, max(_SMALL, _RATIO * member.compress_size))
    found = bytearray()
    try:
        with archive.open(member) as file:
            while piece := file.read(_READ_AT_ONCE):
                found += piece
                if len(found) > most:
                    return SkipReason.UNSAFE
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, RuntimeError):
        return SkipReason.DAMAGED
    return bytes(found)
