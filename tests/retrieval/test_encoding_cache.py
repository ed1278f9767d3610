from pathlib import Path

import numpy as np
import pytest

from retrieval.arrays import Vectors
from retrieval.index.encoding_cache import EncodingCache, forget
from retrieval.index.parts.tokens import States


def encoded(key: bytes, number: float, tokens: int) -> tuple[bytes, Vectors, States]:
    states = np.full((tokens, 4), -int(number), np.int8), np.full(tokens, number / 2, np.float32)
    return key, np.full(4, number, np.float32), states


def test_an_encoding_comes_back(tmp_path: Path) -> None:
    with EncodingCache.at(tmp_path / "cache") as cache:
        cache.put([encoded(b"once", 1, 3), encoded(b"twice", 2, 0)])
    with EncodingCache.at(tmp_path / "cache") as cache:
        vector, (states, scales) = cache.get(b"once")
        np.testing.assert_array_equal(vector, np.full(4, 1, np.float32))
        np.testing.assert_array_equal(states, np.full((3, 4), -1, np.int8))
        np.testing.assert_array_equal(scales, np.full(3, 0.5, np.float32))
        assert cache.get(b"twice")[1][0].shape == (0, 4)
        assert (cache.has(b"once"), cache.has(b"thrice")) == (True, False)
        with pytest.raises(KeyError):
            cache.get(b"thrice")


def test_a_cache_that_was_forgotten_is_empty(tmp_path: Path) -> None:
    with EncodingCache.at(tmp_path / "cache") as cache:
        cache.put([encoded(b"once", 1, 3)])
    forget(tmp_path / "cache")
    assert list(tmp_path.iterdir()) == []
    with EncodingCache.at(tmp_path / "cache") as cache:
        assert not cache.has(b"once")


@pytest.mark.parametrize("damage", [b"not a database at all" * 50, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_cache_starts_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "cache").write_bytes(damage)
    with EncodingCache.at(tmp_path / "cache") as cache:
        assert not cache.has(b"once")
        cache.put([encoded(b"once", 1, 1)])
        assert cache.has(b"once")


def test_a_cache_that_cannot_be_opened_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open"), EncodingCache.at(tmp_path / "no" / "cache"):
        pytest.fail("it was opened")
