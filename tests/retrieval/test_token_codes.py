from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.arrays import Vectors
from retrieval.encoding.encoder import unit
from retrieval.index.parts.token_codes import coded, rotated, similarities


def _states(tokens: int, dimensions: int, seed: int, in_common: float = 0) -> Vectors:
    """``in_common``: how long the part that all have in common is beside the others."""
    random = np.random.default_rng(seed)
    shared = unit(np.random.default_rng(0).standard_normal((1, dimensions), np.float32))
    own = unit(random.standard_normal((tokens, dimensions), np.float32))
    return unit(np.float32(in_common) * shared + own)


@given(dimensions=st.integers(1, 70), seed=st.integers(0, 1_000))
def test_a_rotation_keeps_every_inner_product(dimensions: int, seed: int) -> None:
    rows = np.random.default_rng(seed).standard_normal((5, dimensions)).astype(np.float32)
    turned = rotated(rows)
    np.testing.assert_allclose(turned @ turned.T, rows @ rows.T, atol=1e-4)


def test_the_rotation_is_always_the_same() -> None:
    """What is on disk was turned by it: the table is by hand, the signs were drawn once."""
    hartley = np.array([[1, 1, 1, 1], [1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]]) / 2  # cos + sin
    signs = np.array([[-1], [-1], [1], [1]])
    np.testing.assert_allclose(rotated(np.eye(4, dtype=np.float32)), signs * hartley, atol=1e-6)


@pytest.mark.parametrize("in_common", [0, 1])
def test_inner_products_are_right_on_average_and_near(in_common: float) -> None:
    """Of difference d, an inner product is off by √(.1175 / .8825 / 384) · |d| = .0186 · |d|: .1175 is Max's
    error of four levels. Without what passages have in common |d| is near 1, with as much of it √½.
    """
    blocks = [_states(200, 384, seed, in_common) for seed in range(1, 6)]
    question = np.concatenate([_states(40, 384, 9, in_common), blocks[0][::5]])
    exact = question @ np.concatenate(blocks).T
    error = similarities(question, list(map(coded, blocks))) - exact
    expected = 0.0186 * (np.sqrt(0.5) if in_common else 1)
    assert error.std() == pytest.approx(expected, rel=0.1)
    assert abs(error.mean()) < 0.1 * expected
    # Not even for states that are compared with themselves, where the nearest code alone would give .88.
    own = np.diag(similarities(blocks[0], [coded(blocks[0])]))
    assert own.mean() == pytest.approx(1, abs=0.002)


@given(
    sizes=st.lists(st.integers(0, 4), max_size=4),
    dimensions=st.integers(1, 40),
    seed=st.integers(0, 1_000),
)
def test_passages_are_compared_as_if_alone(sizes: list[int], dimensions: int, seed: int) -> None:
    blocks = [coded(_states(size, dimensions, seed + place)) for place, size in enumerate(sizes)]
    question = _states(3, dimensions, seed + 100)
    with patch("retrieval.index.parts.token_codes._AT_A_TIME", 3):
        found = similarities(question, blocks)
    assert found.shape == (3, sum(sizes))
    one_by_one = [similarities(question, [block]) for block in blocks]
    np.testing.assert_allclose(found, np.concatenate([np.zeros((3, 0)), *one_by_one], axis=1), atol=1e-6)


@pytest.mark.parametrize(("dimensions", "size"), [(384, 98), (16, 6), (17, 7), (1, 3)])
def test_a_state_takes_two_bits_a_number_and_two_bytes(dimensions: int, size: int) -> None:
    assert len(coded(_states(5, dimensions, 1))) == 2 * dimensions + 5 * size
    assert len(coded(_states(0, dimensions, 1))) == 0


def test_a_state_alone_is_its_mean_and_nothing_stays_nothing() -> None:
    alone = _states(1, 16, 1)
    np.testing.assert_allclose(similarities(alone, [coded(alone)]), [[1]], atol=1e-3)
    np.testing.assert_array_equal(similarities(alone, [coded(np.zeros((2, 16), np.float32))]), [[0, 0]])


def test_a_number_that_outweighs_all_others_is_kept() -> None:
    """States of some models have one: mixed with the others, it needs no range of its own."""
    states = np.full((2, 384), 0.01, np.float32)
    states[0, 7], states[1, 7] = 1, -1
    states = unit(states)
    np.testing.assert_allclose(similarities(states, [coded(states)]), states @ states.T, atol=0.06)
