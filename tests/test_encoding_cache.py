from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder import Encoded
from retrieval.index.encoding_cache import EncodingCache


def encoded(number: float, tokens: int) -> Encoded:
    return Encoded(np.full(4, number, np.float32), np.full((tokens, 4), number / 2, np.float32))


def test_an_encoding_comes_back(tmp_path: Path) -> None:
    with EncodingCache.at(tmp_path / "cache", "model") as cache:
        cache.put(["раз", "два"], [encoded(1, 3), encoded(2, 0)])
    with EncodingCache.at(tmp_path / "cache", "model") as cache:
        once, twice = cache.get("раз"), cache.get("два")
        assert once is not None
        assert twice is not None
        np.testing.assert_array_equal(once.vector, np.full(4, 1, np.float32))
        np.testing.assert_array_equal(once.tokens, np.full((3, 4), 0.5, np.float32))
        assert twice.tokens.shape == (0, 4)
        assert (cache.has("раз"), cache.has("три"), cache.get("три")) == (True, False, None)


def test_another_model_has_other_encodings(tmp_path: Path) -> None:
    with EncodingCache.at(tmp_path / "cache", "model") as cache:
        cache.put(["раз"], [encoded(1, 1)])
    with EncodingCache.at(tmp_path / "cache", "other") as cache:
        assert not cache.has("раз")


def test_what_is_not_kept_is_forgotten(tmp_path: Path) -> None:
    with EncodingCache.at(tmp_path / "cache", "model") as cache:
        cache.put(["раз", "два", "три"], [encoded(n, 1) for n in (1, 2, 3)])
        cache.keep_only(["два", "два", "нет"])
        assert [cache.has(text) for text in ("раз", "два", "три")] == [False, True, False]


@pytest.mark.parametrize("damage", [b"not a database at all" * 50, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_cache_starts_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "cache").write_bytes(damage)
    with EncodingCache.at(tmp_path / "cache", "model") as cache:
        assert not cache.has("раз")
        cache.put(["раз"], [encoded(1, 1)])
        assert cache.has("раз")


def test_a_cache_that_cannot_be_opened_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open"), EncodingCache.at(tmp_path / "no" / "cache", "model"):
        pytest.fail("it was opened")
