"""Kazakh typed without its letters, by hand."""

import pytest

from retrieval.index.parts.lexicon import Lexicon
from retrieval.index.parts.passage_words import PassageWords
from retrieval.language.letters import likelihood_ratio
from retrieval.language.spelling import with_own_letters


@pytest.mark.parametrize(
    ("typed", "language", "spelled"),
    [
        ("Казакстан ким?", "kk", "Қазақстан кім?"),
        ("казак тили", "kk", "қазақ тілі"),
        ("Қазакстан тили", "kk", "Қазакстан тили"),  # who has the letters uses them
        ("казак тили", "ru", "казак тили"),
        ("18 300 абырвалг!", "kk", "18 300 абырвалг!"),
        ("", "kk", ""),
    ],
)
def test_words_of_the_glossary(typed: str, language: str, spelled: str) -> None:
    assert with_own_letters(typed, language, str) == spelled


def test_the_corpus_knows_more_words_and_comes_first() -> None:
    lexicon = Lexicon(
        [PassageWords.of([["Өсімдік өсті."], ["Өсімдік солды."], ["осімдік"], ["Канал мен қанал."]])]
    )
    assert lexicon.spelling("осимдик") == "өсімдік"  # two passages against one
    assert lexicon.spelling("канал") == "канал"  # as it stands there
    assert lexicon.spelling("тау") == "тау"
    assert with_own_letters("Осимдик ости, тау", "kk", lexicon.spelling) == "Өсімдік өсті, тау"


def test_the_ratio_turns_round_and_says_nothing_of_numbers() -> None:
    assert likelihood_ratio("жол апаты", "kk", "ru") == pytest.approx(
        -likelihood_ratio("жол апаты", "ru", "kk")
    )
    assert likelihood_ratio("2024", "kk", "ru") == 0.0
    assert likelihood_ratio("", "kk", "ru") == 0.0
