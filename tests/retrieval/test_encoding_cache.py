from pathlib import Path

import numpy as np
import pytest

from retrieval.arrays import Vectors
from retrieval.index.encoding_cache import EncodingCache, forget
from retrieval.index.parts.token_codes import Block


def encoded(key: bytes, number: float, tokens: int) -> tuple[bytes, Vectors, Block]:
    return key, np.full(4, number, np.float32), np.full(tokens, int(number), np.uint8)


def test_an_encoding_comes_back(tmp_path: Path) -> None:
    with EncodingCache.at(tmp_path / "cache") as cache:
        cache.put([encoded(b"once", 1, 3), encoded(b"twice", 2, 0)])
    with EncodingCache.at(tmp_path / "cache") as cache:
        vector, states = cache.get(b"once")
        np.testing.assert_array_equal(vector, np.full(4, 1, np.float32))
        np.testing.assert_array_equal(states, np.full(3, 1, np.uint8))
        assert cache.get(b"twice")[1].shape == (0,)
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
