"""Vectors for measuring at sizes that no test set has: made around the vectors of real passages."""

from collections.abc import Iterator

import numpy as np

from retrieval.arrays import Vectors
from retrieval.encoding.encoder import unit

_NEIGHBOURS = 8
"""How many of a vector's nearest ones it may be mixed with: a choice."""

_SPREAD = 0.75
"""How far a made vector lies from the real ones, as a share of how far these lie from each other.

Of 2,000 real passages, centred, the 1st, 10th and 100th neighbours of a passage are on average .54, .38 and
.29 similar to it; of 2,000 made ones .54, .36 and .28. With 1: .37, .29, .21; with .6: .64, .40, .31.
"""

_BLOCK = 8_192


def made_vectors(real: Vectors, count: int, seed: int = 0) -> Iterator[Vectors]:
    """``count`` unit vectors, some thousands at a time; the same ones for the same ``seed``.

    ``real``: a thousand or more centred vectors of passages, nine at least, shape ``(passages, dimensions)``.
    A made one is a mix of one of them and one of its nearest, and of noise along their principal components,
    as much as parts a real one from its nearest.
    """
    random = np.random.default_rng(seed)
    similarities = real @ real.T
    np.fill_diagonal(similarities, -np.inf)
    near = np.argpartition(-similarities, _NEIGHBOURS, axis=1)[:, :_NEIGHBOURS]
    parted = 1 - np.clip(similarities.max(axis=1), 0, 1) ** 2
    _, strengths, axes = np.linalg.svd(real - real.mean(axis=0), full_matrices=False)
    components = (strengths / np.linalg.norm(strengths))[:, None] * axes
    for start in range(0, count, _BLOCK):
        size = min(_BLOCK, count - start)
        one = random.integers(len(real), size=size)
        other = near[one, random.integers(_NEIGHBOURS, size=size)]
        share = random.random((size, 1), np.float32)
        mixed = unit(share * real[one] + (1 - share) * real[other])
        noise = random.standard_normal((size, len(components)), np.float32) @ components
        strength = _SPREAD**2 * parted[random.integers(len(real), size=size)][:, None]
        yield unit(np.sqrt(1 - strength) * mixed + np.sqrt(strength) * noise).astype(np.float32)
