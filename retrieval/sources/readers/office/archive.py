"""A zipped document: its parts, unpacked within bounds."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from functools import wraps

from retrieval.documents import SkipReason
from retrieval.sources.readers.page import Reading, Skipped

_LARGEST_PART = 64 << 20
"""Bytes of a part, unpacked; the text of a novel takes two or three of them."""

_LARGEST = 256 << 20
"""Bytes of all parts that are read."""

_BOMB = 200
"""How many times larger a part may get: XML packs to a tenth, seldom to a fiftieth."""

_MOST_PARTS = 50_000
_IS_ENCRYPTED = 0x1
_CHUNK = 1 << 20

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_END = b"PK\x05\x06"


class RefusedError(Exception):
    """A file that is not read, and why."""

    def __init__(self, reason: SkipReason) -> None:
        super().__init__(reason)
        self.reason = reason


def skips_refused(
    read: Callable[[bytes], Iterable[Reading]],
) -> Callable[[bytes], list[Reading]]:
    """``read``, with the file skipped for the reason of a RefusedError."""

    @wraps(read)
    def guarded(content: bytes) -> list[Reading]:
        try:
            return list(read(content))
        except RefusedError as refusal:
            return [Skipped(refusal.reason)]

    return guarded


class Archive:
    """The parts of a zipped document by name.

    Raises RefusedError for a file with a password, one that is no such archive, and one that is too large or
    a bomb, when it is opened or a part of it is read.
    """

    def __init__(self, content: bytes) -> None:
        if content.startswith(_COMPOUND_FILE):
            # Office locks a document by wrapping it; without a lock it is a document of before 2007.
            raise RefusedError(SkipReason.LOCKED if _PACKAGE in content else SkipReason.UNSUPPORTED)
        _check_number_of_parts(content)
        try:
            self._file = zipfile.ZipFile(io.BytesIO(content))
        except zipfile.BadZipFile:
            raise RefusedError(SkipReason.DAMAGED) from None
        self._parts = {info.filename: info for info in self._file.infolist()}
        self._left = _LARGEST

    @property
    def names(self) -> list[str]:
        """Of all parts, in order."""
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str) -> bytes:
        """The content of a part."""
        if name not in self._parts:
            raise RefusedError(SkipReason.DAMAGED)
        info = self._parts[name]
        if info.flag_bits & _IS_ENCRYPTED:
            raise RefusedError(SkipReason.LOCKED)
        allowed = min(_LARGEST_PART, self._left)
        content = bytearray()
        try:
            with self._file.open(info) as part:
                while chunk := part.read(_CHUNK):
                    content += chunk
                    if len(content) > allowed:
                        is_bomb = info.file_size > _BOMB * max(info.compress_size, 1)
                        raise RefusedError(SkipReason.UNSAFE if is_bomb else SkipReason.TOO_LARGE)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
            raise RefusedError(SkipReason.DAMAGED) from None
        self._left -= len(content)
        return bytes(content)


def _check_number_of_parts(content: bytes) -> None:
    """Before the list of them is read into memory: the archive's last record has their number."""
    end = content.rfind(_END, max(0, len(content) - (1 << 16) - 22))
    if end >= 0 and len(content) >= end + 12:
        (number,) = struct.unpack_from("<H", content, end + 10)
        if number > _MOST_PARTS:
            raise RefusedError(SkipReason.UNSAFE)
