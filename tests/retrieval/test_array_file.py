import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from retrieval.index.parts.array_file import open_arrays, write_arrays
from retrieval.index.parts.texts import Texts, write_texts

_ARRAYS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.text(max_size=5),
    hnp.arrays(
        st.sampled_from([*map(np.dtype, ("i1", "i8", "u8", "f4", "?", "S16"))]),
        hnp.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=5),
    ),
    max_size=5,
)


@given(_ARRAYS)
def test_arrays_come_back(arrays: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_arrays(Path(folder) / "file", arrays)
        again = open_arrays(Path(folder) / "file")
    assert list(again) == list(arrays)
    for name, array in arrays.items():
        np.testing.assert_array_equal(again[name], array)
        assert (again[name].dtype, again[name].shape) == (array.dtype, array.shape)


@pytest.mark.parametrize("content", [b"", b"\xff" * 100, b"\x08" + bytes(7) + b"{broken}"])
def test_what_is_no_file_of_arrays_is_a_value_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(ValueError, match=r"."):
        open_arrays(tmp_path / "file")


@given(st.lists(st.binary(max_size=9), max_size=6))
def test_texts_come_back(texts: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        starts = write_texts(Path(folder) / "file", texts)
        again = Texts.open(Path(folder) / "file", starts)
    assert list(again) == texts
    assert again[1:3] == texts[1:3]
    with pytest.raises(IndexError):
        again[len(texts)]
