from pathlib import Path

import numpy as np
import pytest

from retrieval.encoding.encoder import Encoding, TextKind
from retrieval.index.encoding_cache import EncodingCache, Key


def passage(text: str) -> Key:
    return TextKind.PASSAGE, text


def encoded(number: float, tokens: int) -> Encoding:
    return Encoding(np.full(4, number, np.float32), np.full((tokens, 4), number / 2, np.float32))


def test_an_encoding_comes_back(tmp_path: Path) -> None:
    with EncodingCache.at(tmp_path / "cache", "model") as cache:
        cache.put([passage("раз"), passage("два")], [encoded(1, 3), encoded(2, 0)])
    with EncodingCache.at(tmp_path / "cache", "model") as cache:
        once, twice = cache.get(passage("раз")), cache.get(passage("два"))
        np.testing.assert_array_equal(once.vector, np.full(4, 1, np.float32))
        np.testing.assert_array_equal(once.tokens, np.full((3, 4), 0.5, np.float32))
        assert twice.tokens.shape == (0, 4)
        assert (cache.has(passage("раз")), cache.has(passage("три"))) == (True, False)
        assert not cache.has((TextKind.QUESTION, "раз"))
        with pytest.raises(KeyError):
            cache.get(passage("три"))


def test_a_cache_that_was_cleared_is_empty_and_can_be_filled_again(tmp_path: Path) -> None:
    with EncodingCache.at(tmp_path / "cache", "model") as cache:
        cache.put([passage("раз"), passage("два")], [encoded(1, 3), encoded(2, 0)])
        cache.clear()
        assert not cache.has(passage("раз"))
        cache.put([passage("два")], [encoded(2, 1)])
    with EncodingCache.at(tmp_path / "cache", "model") as cache:
        assert (cache.has(passage("раз")), cache.has(passage("два"))) == (False, True)


def test_another_model_has_other_encodings(tmp_path: Path) -> None:
    with EncodingCache.at(tmp_path / "cache", "model") as cache:
        cache.put([passage("раз")], [encoded(1, 1)])
    with EncodingCache.at(tmp_path / "cache", "other") as cache:
        assert not cache.has(passage("раз"))


@pytest.mark.parametrize("damage", [b"not a database at all" * 50, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_cache_starts_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "cache").write_bytes(damage)
    with EncodingCache.at(tmp_path / "cache", "model") as cache:
        assert not cache.has(passage("раз"))
        cache.put([passage("раз")], [encoded(1, 1)])
        assert cache.has(passage("раз"))


def test_a_cache_that_cannot_be_opened_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open"), EncodingCache.at(tmp_path / "no" / "cache", "model"):
        pytest.fail("it was opened")
