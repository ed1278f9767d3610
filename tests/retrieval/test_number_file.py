"""Numbers in a file, against an array of them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.parts.number_file import NumberFile


@given(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=9), st.integers(0, 10), st.integers(0, 10))
def test_a_part_of_a_file_is_that_of_the_array(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], start: int, end: int
) -> None:
    path, array = tmp_path_factory.mktemp("numbers") / "file", np.array(numbers, np.int32)
    NumberFile.write(path, array)
    file = NumberFile(path)
    assert len(file) == len(numbers)
    for part in (slice(start, end), slice(None)):
        assert file[part].dtype == np.int32
        assert file[part].tolist() == array[part].tolist()


def test_a_file_that_was_cut_off_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    with pytest.raises(ValueError, match="5 bytes"):
        NumberFile(tmp_path / "file")


def test_a_file_that_is_cut_off_while_it_is_open_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file"
    NumberFile.write(path, np.arange(4, dtype=np.int32))
    file = NumberFile(path)
    with path.open("r+b") as opened:
        opened.truncate(8)
    assert file[:2].tolist() == [0, 1]
    with pytest.raises(OSError, match="cut off"):
        file[1:3]
