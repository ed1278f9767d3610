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


_FEW = 1 / 64
"""The share of all numbers up to which sorting a few takes less time than going through all: measured."""


def found_in(ascending: Any, values: Any) -> tuple[Ids, Mask]:
    """Where each of ``values`` stands in an ``ascending`` array, and whether it does."""
    places = ascending.searchsorted(values)
    is_there = places < len(ascending)
    is_there[is_there] = ascending[places[is_there]] == values[is_there]
    return places, is_there


def counted(numbers: Any) -> tuple[Any, Ids]:
    """The distinct ``numbers``, ascending, and how often each is there.

    As `np.unique` gives them, which takes many times as long where ``numbers`` are a few ascending rows.
    """
    ordered = numbers.copy()
    ordered.sort(kind="stable")
    (starts,) = _is_first(ordered).nonzero()
    bounds = np.concatenate([starts, [len(ordered)]])
    return ordered[starts], bounds[1:] - bounds[:-1]


def distinct(numbers: Any, size: int) -> tuple[Any, npt.NDArray[np.int32]]:
    """The distinct ones of whole ``numbers`` below ``size``, ascending, and where each stands among them."""
    if len(numbers) > _FEW * size:
        is_there = np.zeros(size, np.bool_)
        is_there[numbers] = True
        found = np.flatnonzero(is_there).astype(numbers.dtype)
        place_of = np.empty(size, np.int32)
        place_of[found] = np.arange(len(found), dtype=np.int32)
        return found, place_of[numbers]
    order = numbers.argsort(kind="stable")
    ordered = numbers[order]
    is_first = _is_first(ordered)
    places = np.empty(len(order), np.int32)
    places[order] = is_first.cumsum() - 1
    return ordered[is_first], places


def _is_first(ascending: Any) -> Mask:
    is_first = np.ones(len(ascending), np.bool_)
    is_first[1:] = ascending[1:] != ascending[:-1]
    return is_first
