"""BM25 and coverage against numbers worked out by hand."""

from math import log
from pathlib import Path

import numpy as np
import pytest

from retrieval.index.lexicon import Lexicon

# Three passages of 3, 2 and 1 words: mean length 2. "газ" is in two, "нефть" in one, "уран" in none.
PASSAGES = ["газ газ нефть", "газ вода", "лес"]
IDF_GAS = log(1 + (3 - 2 + 0.5) / (2 + 0.5))
IDF_OIL = log(1 + (3 - 1 + 0.5) / (1 + 0.5))
IDF_UNSEEN = log(1 + (3 - 0 + 0.5) / (0 + 0.5))


@pytest.fixture
def lexicon() -> Lexicon:
    return Lexicon.of(PASSAGES)


def test_bm25_by_hand(lexicon: Lexicon) -> None:
    # saturation k1 * (1 - b + b * length / mean) with k1 = 1.2, b = 0.75: 1.65, 1.2 and 0.75
    expected = [IDF_GAS * 2 / (2 + 1.65) + IDF_OIL * 1 / (1 + 1.65), IDF_GAS * 1 / (1 + 1.2), 0]
    assert lexicon.bm25("газ или нефть?") == pytest.approx(expected)


def test_coverage_by_hand(lexicon: Lexicon) -> None:
    mass = IDF_GAS + IDF_OIL + IDF_UNSEEN
    expected = [(IDF_GAS + IDF_OIL) / mass, IDF_GAS / mass, 0]
    assert lexicon.coverage("газ, нефть, уран") == pytest.approx(expected)


def test_coverage_of_a_part_of_a_passage(lexicon: Lexicon) -> None:
    mass = IDF_GAS + IDF_OIL + IDF_UNSEEN
    assert lexicon.coverage_of("газ, нефть, уран", "Нефть!") == pytest.approx(IDF_OIL / mass)


def test_full_coverage_is_one(lexicon: Lexicon) -> None:
    assert lexicon.coverage("нефть газ")[0] == pytest.approx(1)


@pytest.mark.parametrize("question", ["уран", "и или о", "…"])
def test_words_that_no_passage_has_find_nothing(lexicon: Lexicon, question: str) -> None:
    assert lexicon.bm25(question).tolist() == [0, 0, 0]
    assert lexicon.coverage(question).tolist() == [0, 0, 0]
    assert lexicon.coverage_of(question, "газ") == 0


def test_a_lexicon_comes_back_from_disk(lexicon: Lexicon, tmp_path: Path) -> None:
    lexicon.save(tmp_path)
    again = Lexicon.load(tmp_path)
    for question in ("газ нефть", "вода уран", "лес"):
        np.testing.assert_array_equal(again.bm25(question), lexicon.bm25(question))
        np.testing.assert_array_equal(again.coverage(question), lexicon.coverage(question))


def test_passages_without_words_are_no_trouble() -> None:
    lexicon = Lexicon.of(["…", "!"])
    assert lexicon.bm25("газ").tolist() == [0, 0]
    assert lexicon.coverage("газ").tolist() == [0, 0]
