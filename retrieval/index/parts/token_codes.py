"""Token states in two bits a number, compared without being turned back.

The states of a passage are kept as their mean and, for each, the difference from it. A difference is turned
by a rotation that mixes its numbers, which are then spread like a normal distribution, whatever the model, so
that the best codebook for each number is known beforehand, as in TurboQuant (Zandieh et al., 2025). The scale
kept with it makes inner products right on average (RaBitQ; Gao and Long, 2024): those with what is merely the
nearest code come out too small, and so would the confidence of answers, which rests on them. Nothing is
learned from a corpus: what is kept of a passage depends on its states alone.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Vectors

Block: TypeAlias = npt.NDArray[np.uint8]
"""What is kept of one passage, flat: its mean state, then for each state its codes and its scale; means and
scales have half precision. Empty where there are no states."""

_LEVELS = np.array([-1.5104, -0.4528, 0.4528, 1.5104], np.float32)
"""The four values that stand for all of a normal distribution with the least error (Max, 1960, table I)."""

_BETWEEN = (_LEVELS[1:] + _LEVELS[:-1]) / 2

_SHIFTS = np.arange(0, 8, 2, dtype=np.uint8)
"""Where in a byte each of its four codes stands."""

_OF_BYTE = _LEVELS[np.arange(256, dtype=np.uint8)[:, None] >> _SHIFTS & 3]
"""The four values that each byte stands for."""

_HALF = np.dtype(np.float16)

_AT_A_TIME = 128
"""States that are turned back at a time. So few stay in the processor's cache: 32 passages take 1.8 ms, and
3.1 with all at once."""


def coded(states: Vectors) -> Block:
    """Token states, shape ``(tokens, dimensions)``, as they are kept."""
    if not len(states):
        return np.zeros(0, np.uint8)
    turned = rotated(states)
    mean = turned.mean(axis=0).astype(_HALF)
    differences = turned - mean
    lengths = np.linalg.norm(differences, axis=1, keepdims=True)
    spread = differences * (np.sqrt(states.shape[1], dtype=np.float32) / np.maximum(lengths, 1e-9))
    levels = np.zeros(spread.shape, np.uint8)
    for between in _BETWEEN:
        levels += spread > between
    agreement = (differences * _LEVELS[levels]).sum(axis=1, keepdims=True)
    scales = (lengths**2 / np.maximum(agreement, 1e-9)).astype(_HALF)
    rows = np.concatenate([_packed(levels), scales.view(np.uint8)], axis=1)
    return np.concatenate([mean.view(np.uint8), rows.ravel()])


def states_in(block: Block, dimensions: int) -> int:
    """How many states ``block`` has, each of so many ``dimensions``."""
    of_mean = _HALF.itemsize * dimensions
    return max(len(block) - of_mean, 0) // (_bytes_of_codes(dimensions) + _HALF.itemsize)


def similarities(question_tokens: Vectors, blocks: Sequence[Block]) -> Vectors:
    """The inner product of each question token with each state of ``blocks``, one block after another.

    The shape is ``(question tokens, states)``. Between unit states of 384 numbers it is right on average, and
    off by .015 (standard deviation).
    """
    dimensions = question_tokens.shape[1]
    of_mean, of_codes = _HALF.itemsize * dimensions, _bytes_of_codes(dimensions)
    rows = [block[of_mean:].reshape(-1, of_codes + _HALF.itemsize) for block in blocks if len(block)]
    if not rows:
        return np.zeros((len(question_tokens), 0), np.float32)
    means = np.stack([block[:of_mean].view(_HALF) for block in blocks if len(block)]).astype(np.float32)
    codes, scales = np.split(np.concatenate(rows), [of_codes], axis=1)
    # Copied, because BLAS takes half as long again with a mere view.
    turned = np.ascontiguousarray(rotated(question_tokens).T)
    products: Vectors = np.empty((len(codes), turned.shape[1]), np.float32)
    values = np.empty((_AT_A_TIME, of_codes, len(_SHIFTS)), np.float32)
    by_state = values.reshape(_AT_A_TIME, -1)[:, :dimensions]
    for first in range(0, len(codes), _AT_A_TIME):
        some = codes[first : first + _AT_A_TIME]
        # Every byte has its values; without ``mode`` NumPy would make a copy to check that.
        np.take(_OF_BYTE, some, axis=0, out=values[: len(some)], mode="clip")
        np.matmul(by_state[: len(some)], turned, out=products[first : first + len(some)])
    products *= np.ascontiguousarray(scales).view(_HALF).astype(np.float32)
    products += np.repeat(means @ turned, list(map(len, rows)), axis=0)
    return products.T


def _bytes_of_codes(dimensions: int) -> int:
    return -(-dimensions // len(_SHIFTS))


def rotated(rows: Vectors) -> Vectors:
    """Rows turned by a rotation that is always the same: their inner products stay as they were.

    Some numbers change their sign, then a Hartley transform mixes all, however many dimensions there are.
    """
    dimensions = rows.shape[1]
    half = np.fft.rfft(rows * _signs(dimensions))  # the other half of the spectrum mirrors it
    mirrored = half[:, (dimensions - 1) // 2 : 0 : -1]
    mixed = np.concatenate([half.real - half.imag, mirrored.real + mirrored.imag], axis=1)
    turned: Vectors = mixed / np.sqrt(dimensions, dtype=np.float32)
    return turned


@lru_cache
def _signs(dimensions: int) -> Vectors:
    """Drawn by a hash, since the numbers of NumPy's generators may change with its version."""
    drawn = np.frombuffer(hashlib.shake_256(b"signs").digest(-(-dimensions // 8)), np.uint8)
    return np.where(np.unpackbits(drawn, count=dimensions), 1, -1).astype(np.float32)


def _packed(levels: npt.NDArray[np.uint8]) -> Block:
    """Four codes a byte, the last ones filled up by zeros; shape ``(tokens, bytes)``."""
    filled = np.pad(levels, ((0, 0), (0, -levels.shape[1] % len(_SHIFTS))))
    packed = np.zeros((len(levels), filled.shape[1] // len(_SHIFTS)), np.uint8)
    for place, shift in enumerate(_SHIFTS):
        packed |= filled[:, place :: len(_SHIFTS)] << shift
    return packed
