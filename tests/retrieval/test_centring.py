from pathlib import Path

import numpy as np
import pytest

from retrieval.encoding.centring import Centre, Centres
from retrieval.encoding.encoder import Encoding, TextKind, unit
from retrieval.language.languages import LANGUAGES
from tests.tiny_encoder import TinyEncoder


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


def test_a_centre_is_the_mean_of_texts_and_of_all_their_tokens() -> None:
    centre = Centre.of([encoded([1, 0], [2, 0], [4, 0]), encoded([0, 1], [0, 9])])
    assert centre.vector == pytest.approx(np.array([1 / 2, 1 / 2]))
    assert centre.token == pytest.approx(np.array([2, 3]))


def test_the_centres_are_those_of_typical_texts(tiny: TinyEncoder) -> None:
    centres = Centres.of(tiny)
    assert set(centres.questions) == set(LANGUAGES)
    vectors = [text.vector for text in tiny.encode(LANGUAGES["kk"].typical_questions, TextKind.QUESTION)]
    assert centres.questions["kk"].vector == pytest.approx(np.mean(vectors, axis=0))
    vectors = [text.vector for text in tiny.encode(LANGUAGES["ru"].typical_passages, TextKind.PASSAGE)]
    assert centres.of_passage("В городе открыли школу.").vector == pytest.approx(np.mean(vectors, axis=0))


def test_centres_come_back_from_disk(tmp_path: Path) -> None:
    def some(start: float) -> Centre:
        return Centre(np.array([start, start + 1], np.float32), np.array([start + 2, start + 3], np.float32))

    Centres({"ru": some(0)}, {"ru": some(10), "tt": some(20)}).save(tmp_path / "centres.npz")
    again = Centres.load(tmp_path / "centres.npz")
    assert again.passages["ru"].token.tolist() == [2, 3]
    assert {code: centre.vector.tolist() for code, centre in again.questions.items()} == {
        "ru": [10, 11],
        "tt": [20, 21],
    }
