"""The kinds of arrays that the engine passes around."""

from typing import Any

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""Float32 rows. Where they are unit vectors, the inner product is the cosine: higher is more similar."""

Ids = npt.NDArray[np.int64]
"""Numbers of passages, sentences or tokens, counted from 0."""

Scores = npt.NDArray[np.float64]
"""One figure for each item; the name of the value says what it measures."""

Mask = npt.NDArray[np.bool_]
"""Of each item, whether it is meant."""


_FEW = 1 / 16
"""The share of all numbers up to which sorting a few costs less than looking through all: measured."""


def found_in(ascending: Any, values: Any) -> tuple[Ids, Mask]:
    """Where each of ``values`` stands in an ``ascending`` array, and whether it does."""
    places = np.searchsorted(ascending, values)
    is_there = places < len(ascending)
    is_there[is_there] = ascending[places[is_there]] == values[is_there]
    return places, is_there


def distinct(numbers: Any, size: int) -> tuple[Ids, Ids]:
    """The distinct ones of whole ``numbers`` below ``size``, ascending, and the place of each among them.

    As `np.unique` gives them, which takes many times as long where `numbers` are ascending runs.
    """
    if len(numbers) > _FEW * size:
        is_there = np.zeros(size, np.bool_)
        is_there[numbers] = True
        return np.flatnonzero(is_there), (np.cumsum(is_there) - 1)[numbers]
    ordered = np.sort(numbers, kind="stable")
    is_first = np.ones(len(ordered), np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    found: Ids = ordered[is_first].astype(np.int64)
    return found, np.searchsorted(found, numbers)
