"""The file format of the bundled model: header, unigram pieces, normaliser table, 4-bit tensors.

Layout (little-endian), as the carrier's own engine documents it: magic ``E5S1`` and version; seven
int32 of geometry, float32 epsilon, int32 block size; the pieces (counts, special ids, offsets,
scores, UTF-8 blob); the normaliser table; a directory of tensors with absolute offsets. A 4-bit block
is a float16 scale and 16 bytes, whose low nibbles are weights 0-15 and high nibbles weights 16-31,
each less 8.
"""

import mmap
import struct
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Blocks = npt.NDArray[np.void]
"""4-bit blocks, each with the fields ``scale`` and ``nibbles``."""

WEIGHTS_IN_BLOCK = 32

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
_QUANTISED = 1
"""The kind of a tensor of 4-bit blocks; others hold float32."""

_HEADER = "<7ifi"


@dataclass(frozen=True)
class Geometry:
    """Sizes of the BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class _Tensor:
    quantised: bool
    weights: int
    offset: int


class Q4File:
    """One parsed model file; tensors are dequantised when asked for.

    Of a memory-mapped file only the pages are read that are asked for.
    """

    def __init__(self, blob: bytes | mmap.mmap) -> None:
        """Raises ValueError where ``blob`` is not such a file."""
        if blob[:4] != b"E5S1":
            raise ValueError("not an E5S1 model file")
        self._blob = blob
        (*geometry, block) = struct.unpack_from(_HEADER, blob, 8)
        if block != WEIGHTS_IN_BLOCK:
            raise ValueError(f"blocks of {block} weights are not supported")
        self.geometry = Geometry(*geometry)
        self._pieces_at = 8 + struct.calcsize(_HEADER)
        (self._count, *_) = struct.unpack_from("<5i", blob, self._pieces_at)

    @cached_property
    def pieces(self) -> list[tuple[str, float]]:
        """Unigram pieces with their log-probabilities, in order of token id."""
        texts = self.piece_text
        return [
            (bytes(texts[start:end]).decode(), float(score))
            for start, end, score in zip(
                self.piece_offsets[:-1], self.piece_offsets[1:], self.piece_scores, strict=True
            )
        ]

    @property
    def piece_offsets(self) -> npt.NDArray[np.uint32]:
        """Where in `piece_text` each piece starts, and the end of the last."""
        return np.frombuffer(self._blob, "<u4", self._count + 1, self._pieces_at + 28)

    @property
    def piece_scores(self) -> npt.NDArray[np.float32]:
        """The log-probability of each piece."""
        return np.frombuffer(self._blob, "<f4", self._count, self._pieces_at + 28 + 4 * (self._count + 1))

    @property
    def piece_text(self) -> memoryview:
        """All pieces in UTF-8, one after the other."""
        at = self._pieces_at + 28 + 4 * (self._count + 1) + 4 * self._count
        return memoryview(self._blob)[at : at + int(self.piece_offsets[-1])]

    @cached_property
    def tensors(self) -> dict[str, _Tensor]:
        """The directory, in file order."""
        blob, at = self._blob, self._directory_at()
        (count,) = struct.unpack_from("<i", blob, at)
        at += 4
        found = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", blob, at)
            name = blob[at + 2 : at + 2 + length].decode()
            kind, weights, offset, _ = struct.unpack_from("<BIQQ", blob, at + 2 + length)
            found[name] = _Tensor(kind == _QUANTISED, weights, offset)
            at += 2 + length + struct.calcsize("<BIQQ")
        return found

    def weights(self, name: str) -> npt.NDArray[np.float32]:
        """The tensor ``name``, dequantised, flat."""
        tensor = self.tensors[name]
        if not tensor.quantised:
            return np.frombuffer(self._blob, "<f4", tensor.weights, tensor.offset)
        return dequantised(self.blocks(name)).reshape(-1)

    def blocks(self, name: str) -> Blocks:
        """The blocks of the 4-bit tensor ``name``, as they are in the file, flat."""
        tensor = self.tensors[name]
        return np.frombuffer(self._blob, _BLOCK, tensor.weights // WEIGHTS_IN_BLOCK, tensor.offset)

    def _directory_at(self) -> int:
        at = self._pieces_at + 20
        (text_bytes,) = struct.unpack_from("<Q", self._blob, at)
        at += 8 + 4 * (self._count + 1) + 4 * self._count + text_bytes
        _, table_bytes = struct.unpack_from("<iI", self._blob, at)
        return int(at + 8 + table_bytes)


def nibbles(blocks: Blocks) -> npt.NDArray[np.uint8]:
    """The 4-bit numbers of ``blocks`` in the order of their weights, one a byte: shape ``(…, 32)``."""
    packed: npt.NDArray[np.uint8] = blocks["nibbles"]
    return np.concatenate([packed & 0x0F, packed >> 4], axis=-1)


def dequantised(blocks: Blocks) -> npt.NDArray[np.float32]:
    """The weights of ``blocks``, shape ``(…, 32)``."""
    out = nibbles(blocks).astype(np.float32)
    out -= 8
    out *= blocks["scale"].astype(np.float32)[..., None]
    return out
