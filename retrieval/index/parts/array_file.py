"""Several named arrays in one file, mapped into memory when it is opened: nothing is read before it is used.

The file: the length of the head in eight bytes; the head, JSON that gives for each name the type, shape and
place of its array; the arrays, each at a multiple of 64 bytes behind the head.
"""

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[Any]]

_LENGTH = 8
_STEP = 64


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Writes ``arrays`` of numbers, one after another."""
    head: dict[str, Any] = {}
    place = 0
    for name, array in arrays.items():
        head[name] = [array.dtype.str, array.shape, place]
        place += -(-array.nbytes // _STEP) * _STEP
    encoded = json.dumps(head).encode()
    encoded += b" " * (-(_LENGTH + len(encoded)) % _STEP)
    with path.open("wb") as file:
        file.write(len(encoded).to_bytes(_LENGTH, "little") + encoded)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data.cast("B") if array.size else b"")
            file.write(bytes(-array.nbytes % _STEP))


def open_arrays(path: Path) -> Arrays:
    """The arrays of a file, read-only; raises ValueError or KeyError for a damaged one."""
    content = _mapped(path)
    start = _LENGTH + int.from_bytes(content[:_LENGTH], "little")
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name, (type_, shape, place) in json.loads(bytes(content[_LENGTH:start])).items():
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(content, np.dtype(type_), count, start + place).reshape(shape)
    return arrays


def _mapped(path: Path) -> memoryview:
    """The bytes of a file, which stay readable when it is deleted."""
    with path.open("rb") as file:
        if path.stat().st_size == 0:  # an empty file can't be mapped
            return memoryview(b"")
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
