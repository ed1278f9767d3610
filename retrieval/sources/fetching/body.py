"""The bytes of a page, piece by piece, so that no more of them is ever held than is wanted."""

import zlib
from collections.abc import Iterable, Iterator

from retrieval.errors import FetchFault
from retrieval.sources.fetching.fault_error import FaultError

_PIECE = 1 << 16
_GZIP = 16 + zlib.MAX_WBITS
"""How zlib is told to read gzip's format."""


def within(most: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """``pieces``; raises FaultError once they hold more than ``most`` bytes."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise too_large(most)
        yield piece


def too_large(most: int) -> FaultError:
    return FaultError(FetchFault.TOO_LARGE, megabytes=max(1, most >> 20))


def beginning(most: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """``pieces`` up to ``most`` bytes; the rest is not waited for."""
    for piece in pieces:
        yield piece[:most]
        most -= len(piece)
        if most <= 0:
            return


def unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The content of gzip's members, in small pieces; raises FaultError where it is damaged or cut off."""
    member = None
    for piece in pieces:
        packed = piece
        while packed:
            if member is None:
                packed = packed.lstrip(b"\0")  # padding
                member = zlib.decompressobj(_GZIP) if packed else None
                continue
            try:
                yield member.decompress(packed, _PIECE)
            except zlib.error:
                raise FaultError(FetchFault.PACKED) from None
            packed = member.unused_data if member.eof else member.unconsumed_tail
            member = None if member.eof else member
    # A member may hold back output for which its last piece had no room.
    while member is not None and not member.eof and (rest := member.decompress(b"", _PIECE)):
        yield rest
    if member is not None and not member.eof:
        raise FaultError(FetchFault.CUT_OFF)


def pieces_of(content: bytes) -> Iterator[bytes]:
    """``content`` in pieces that are cheap to unpack."""
    return (content[start : start + _PIECE] for start in range(0, len(content), _PIECE))
