from pathlib import Path

import numpy as np
import pytest

from retrieval.encoding.centring import Centre, Centres, CentreSum
from retrieval.encoding.encoder import Encoding, unit


def encoded(vector: list[float], *tokens: list[float]) -> Encoding:
    rows = np.array(tokens, np.float32).reshape(-1, len(vector))
    return Encoding(np.array(vector, np.float32), rows)


def test_unit_rows_and_the_zero_row() -> None:
    rows = unit(np.array([[3, 4], [0, 0]], np.float32))
    assert rows == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))


def test_a_centred_text_is_its_difference_from_the_centre() -> None:
    centre = Centre(np.array([1, 0], np.float32), np.array([0, 1], np.float32))
    text = centre.centred(encoded([1, 2], [3, 1], [0, 0]))
    assert text.vector == pytest.approx(np.array([0, 1]))
    assert text.tokens == pytest.approx(np.array([[1, 0], [0, -1]]))


def test_a_sum_weighs_texts_and_their_tokens() -> None:
    total = CentreSum(2).add(encoded([1, 0], [2, 0], [4, 0])).add(encoded([0, 1], [0, 8]), weight=3)
    centre = total.centre()
    assert centre.vector == pytest.approx(np.array([1 / 4, 3 / 4]))
    assert centre.token == pytest.approx(np.array([6 / 5, 24 / 5]))


def test_typical_texts_count_for_ten_passages() -> None:
    passages = CentreSum(2)
    for _ in range(30):
        passages.add(encoded([1, 0], [1, 0]))
    typical = [encoded([0, 1], [0, 1])] * 4
    centres = Centres.of(passages, typical, dict.fromkeys(("ru", "kk"), typical))
    assert centres.passages.vector == pytest.approx(np.array([0.75, 0.25]))
    assert centres.questions["kk"].vector == pytest.approx(np.array([0, 1]))


def test_centres_come_back_from_disk(tmp_path: Path) -> None:
    def some(start: float) -> Centre:
        return Centre(np.array([start, start + 1], np.float32), np.array([start + 2, start + 3], np.float32))

    Centres(some(0), {"ru": some(10), "tt": some(20)}).save(tmp_path / "centres.npz")
    again = Centres.load(tmp_path / "centres.npz")
    assert again.passages.token.tolist() == [2, 3]
    assert {code: centre.vector.tolist() for code, centre in again.questions.items()} == {
        "ru": [10, 11],
        "tt": [20, 21],
    }
