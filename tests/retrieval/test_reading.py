"""How questions are meant, by hand."""

import pytest

from retrieval.language.reading import meant


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Rnj nfrjq Njrftd&", "Кто такой Токаев?"),
        ("Rfrjq njdfhjj,jhjn c Hjccbtq&", "Какой товарооборот с Россией?"),
        ("Kto takoi Tokayev?", "кто такой токаев?"),
        ("Kto i gde podpisal dogovor?", "кто и где подписал договор?"),
        ("qazaqstan prezidenti kim", "казакстан президенти ким"),
        ("kompaniya Rossiya Kazahstan torgovlya", "компания россия казахстан торговля"),
        ("Resei men Qazaqstan saudasy qansha?", "ресей мен казакстан саудасы канша?"),
    ],
)
def test_another_layout_or_script_is_read_as_it_was_meant(typed: str, expected: str) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Какой товарооборот?",
        "Что такое CSTO?",
        "Қазақстан туралы не айтылды?",
        "Who is Tokayev?",
        "What did Putin say to Tokayev on trade?",
        "Duty to Russia",
        "CSTO 2023",
        "Tokayev",
        "Al-Farabi University students",
        "Net profit Kazakhtelecom 2023",
        "my taxes",
        "no taxes",
        "Men boxing champions",
        "Bar association Kazakhstan",
        "Pen Club",
        "De facto border",
        "Nazarbayev Tokayev Astana",
        "Baikonur cosmodrome rent price",
        "Kassym-Jomart Tokayev biography",
        "",
        "2024",
    ],
)
def test_any_other_question_stays_as_it_is(question: str) -> None:
    assert meant(question) == question
