"""The file format of the bundled model: header, unigram pieces, normaliser table, 4-bit tensors.

Layout (little-endian), as the carrier's own engine documents it: magic ``E5S1`` and version; seven
int32 of geometry, float32 epsilon, int32 block size; the pieces (counts, special ids, offsets,
scores, UTF-8 blob); the normaliser table; a directory of tensors with absolute offsets. A 4-bit block
is a float16 scale and 16 bytes, whose low nibbles are weights 0-15 and high nibbles weights 16-31,
each less 8.
"""

import struct
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
_WEIGHTS_IN_BLOCK = 32
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
    """One parsed model file; tensors are dequantised when asked for."""

    def __init__(self, blob: bytes) -> None:
        """Raises ValueError where ``blob`` is not such a file."""
        if blob[:4] != b"E5S1":
            raise ValueError("not an E5S1 model file")
        self._blob = blob
        (*geometry, block) = struct.unpack_from(_HEADER, blob, 8)
        if block != _WEIGHTS_IN_BLOCK:
            raise ValueError(f"blocks of {block} weights are not supported")
        self.geometry = Geometry(*geometry)
        self._pieces_at = 8 + struct.calcsize(_HEADER)
        (self._count, *_) = struct.unpack_from("<5i", blob, self._pieces_at)

    @cached_property
    def pieces(self) -> list[tuple[str, float]]:
        """Unigram pieces with their log-probabilities, in order of token id."""
        blob, at, count = self._blob, self._pieces_at + 28, self._count
        offsets = np.frombuffer(blob, "<u4", count + 1, at)
        scores = np.frombuffer(blob, "<f4", count, at + 4 * (count + 1))
        text_at = at + 4 * (count + 1) + 4 * count
        return [
            (blob[text_at + start : text_at + end].decode(), float(score))
            for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
        ]

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
        count = tensor.weights // _WEIGHTS_IN_BLOCK
        blocks = np.frombuffer(self._blob, _BLOCK, count, tensor.offset)
        out = np.empty((count, _WEIGHTS_IN_BLOCK), np.float32)
        out[:, :16] = blocks["nibbles"] & 0x0F
        out[:, 16:] = blocks["nibbles"] >> 4
        out -= 8
        out *= blocks["scale"].astype(np.float32)[:, None]
        return out.reshape(-1)

    def _directory_at(self) -> int:
        at = self._pieces_at + 20
        (text_bytes,) = struct.unpack_from("<Q", self._blob, at)
        at += 8 + 4 * (self._count + 1) + 4 * self._count + text_bytes
        _, table_bytes = struct.unpack_from("<iI", self._blob, at)
        return int(at + 8 + table_bytes)
