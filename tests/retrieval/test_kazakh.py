"""Kazakh forms: pairs made by hand."""

import pytest

from retrieval.language.normalisation import plain_letters
from retrieval.language.profiles.kazakh.words import is_form


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("мектеп", "мектеп"),
        ("мектептерінде", "мектеп"),
        ("мектебінің", "мектеп"),
        ("кітабымыздағы", "кітап"),
        ("қалаларынан", "қала"),
        ("Ресейдің", "Ресей"),
        ("Қазақстандағы", "Қазақстан"),
        ("Казакстаннын", "Қазақстан"),
        ("айналымы", "айналым"),
        ("ұйымдары", "ұйым"),
        ("сатты", "сату"),
        ("сатылған", "сату"),
        ("жоспарлануда", "жоспарлау"),
        ("құрды", "құру"),
        ("теміржолшылар", "теміржол"),
        ("алды", "алу"),
        ("өсті", "өсу"),
        ("етілген", "ету"),
        ("атты", "ату"),
        ("қойылды", "қою"),
        ("тыйылған", "тыю"),
    ],
)
def test_a_form_is_its_base_with_endings(word: str, base: str) -> None:
    assert is_form(plain_letters(word.casefold()), plain_letters(base.casefold()))


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("жасушаларды", "жас"),  # "cells", not "young"
        ("айналым", "ай"),  # "turnover", not "month"
        ("әскери", "әске"),
        ("мектеп", "мектептер"),
        ("газеттер", "газ"),
        ("тапты", "тау"),
        ("жарды", "жау"),
        ("Ресей", "рес"),
        ("сот", "сотқа"),
        ("", "сот"),
    ],
)
def test_another_word_is_no_form(word: str, base: str) -> None:
    assert not is_form(plain_letters(word.casefold()), plain_letters(base.casefold()))
