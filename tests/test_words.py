import pytest

from retrieval.normalisation import folded, plain_text
from retrieval.words import passage_words, question_words, telling_words


def test_plain_text_is_what_a_reader_sees() -> None:
    assert plain_text(" &lt;…&gt;\u00a0\u00abда\u00bb\n\tне\u00adт \u200bR&amp;D ") == "<…> «да» нет R&D"


def test_folded_text_joins_spellings() -> None:
    assert folded("Ёлка ＡＢＣ ﬁn ТОКАЕВ") == "елка abc fin токаев"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("инвестиции", "инвестициями"),
        ("18,3", "18.3"),
        ("Всё", "все"),
        ("companies", "company"),
        ("филиалов", "ФИЛИАЛАХ"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert passage_words(one) == passage_words(other)


def test_passages_keep_all_words_and_questions_only_the_telling_ones() -> None:
    assert passage_words("Что он сказал о мире и о мире?") == [
        "что",
        "он",
        "сказа",
        "о",
        "мир",
        "и",
        "о",
        "мир",
    ]
    assert question_words("Что он сказал о мире и о мире?") == ["мир"]


@pytest.mark.parametrize("greeting", ["привет", "Спасибо!", "hello", "Thank you", "сәлем", "Рахмет", "как?"])
def test_a_greeting_asks_nothing(greeting: str) -> None:
    assert telling_words(greeting) == []
