"""The vectors of passages: the nearest ones, of all or of some."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.parts.vectors import FaissVectors


@given(st.integers(1, 40), st.integers(1, 50), st.data())
def test_the_nearest_among_some_are_those_of_a_full_comparison(
    size: int, count: int, data: st.DataObject
) -> None:
    rows = np.random.default_rng(size).standard_normal((size, 8)).astype(np.float32)
    marks = data.draw(st.none() | st.lists(st.booleans(), min_size=size, max_size=size))
    among = None if marks is None else np.array(marks)
    allowed = np.arange(size) if among is None else np.flatnonzero(among)
    expected = allowed[np.argsort(-(rows[allowed] @ rows[0]), kind="stable")][:count]
    assert FaissVectors.of(rows).search(rows[0], count, among).tolist() == expected.tolist()
