"""Words and their likeness: pairs made by hand, in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.normalisation import folded, plain_letters, plain_text
from retrieval.language.transliteration import cyrillic
from retrieval.language.words import letter_runs, stem, telling_words, words


def test_plain_text_is_what_a_reader_sees() -> None:
    assert plain_text(" &lt;…&gt;\u00a0\u00abда\u00bb\n\tне\u00adт \u200bR&amp;D ") == "<…> «да» нет R&D"


def test_folded_text_joins_spellings() -> None:
    assert folded("Ёлка ＡＢＣ ﬁn ТОКАЕВ") == "елка abc fin токаев"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("инвестиции", "инвестициями"),
        ("Всё", "все"),
        ("филиалов", "ФИЛИАЛАХ"),
        ("companies", "company"),
        ("exported", "Exports"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert [stem(word) for word in words(one)] == [stem(word) for word in words(other)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18,3 млрд", ["18.3", "млрд"]),
        ("18.3 billion", ["18.3", "billion"]),
        ("18,3 миллиард", ["18.3", "миллиард"]),
        ("18 300 тонн", ["18300", "тонн"]),
        ("18,300 tonnes", ["18300", "tonnes"]),
        ("1\u00a0250\u00a0000 теңге", ["1250000", "теңге"]),
        ("0,125", ["0.125"]),
        ("в 2024 300 человек", ["в", "2024", "300", "человек"]),
        ("12%", ["12", "%"]),
        ("24.12.2021", ["24.12.2021"]),
    ],
)
def test_numbers_are_the_same_in_every_spelling(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_questions_are_searched_for_by_their_telling_words() -> None:
    assert words("Что он сказал о мире?") == ["что", "он", "сказал", "о", "мире"]
    assert telling_words("Что он сказал о мире?") == ["мире"]


@pytest.mark.parametrize("greeting", ["привет", "Спасибо!", "hello", "Thank you", "сәлем", "Рахмет", "как?"])
def test_a_greeting_asks_nothing(greeting: str) -> None:
    assert telling_words(greeting) == []


@pytest.mark.parametrize(
    ("word", "runs"),
    [
        ("газ", ["газ "]),
        ("ес", ["ес "]),
        ("мұнай", ["муна", "унай", "най "]),
        ("gaz", ["газ "]),
        ("2024", []),
        ("18.3", []),
        ("тттттт", ["тттт", "ттт "]),
    ],
)
def test_letter_runs_by_hand(word: str, runs: list[str]) -> None:
    assert letter_runs(word) == runs


@pytest.mark.parametrize(
    ("latin", "expected"),
    [
        ("nazarbayev", "назарбаев"),
        ("tokayev", "токаев"),
        ("putin", "путин"),
        ("shymkent", "шымкент"),
        ("baikonur", "байконур"),
        ("khrushchev", "хрущев"),
        ("qazaqstan", "казакстан"),
        ("aqtöbe", "актобе"),
        ("astana", "астана"),
    ],
)
def test_latin_names_sound_as_cyrillic_ones(latin: str, expected: str) -> None:
    assert cyrillic(latin) == expected


def test_kazakh_letters_as_typed_on_a_russian_keyboard() -> None:
    assert plain_letters("әуежай ғылым қаңтар өнім ұйым үкімет һәм") == (
        "ауежай гылым кантар оним уйым укимет хам"
    )


@given(st.text())
def test_any_text_has_folded_words_that_stay_as_they_are(text: str) -> None:
    for word in words(text):
        assert words(word) == [word]
        assert all(len(run) <= 4 for run in letter_runs(word))
