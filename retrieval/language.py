"""The language of a question: Russian, Kazakh or English, by its letters and small words.

Three languages in two scripts need no model: Kazakh has nine letters that Russian lacks, and a
Kazakh question without any of them mostly has a small word that no Russian one has.
"""

import re
from enum import StrEnum

from retrieval.normalisation import folded


class Language(StrEnum):
    """A language that questions are asked in and answers are framed in."""

    RUSSIAN = "ru"
    KAZAKH = "kk"
    ENGLISH = "en"


_KAZAKH_LETTER = re.compile("[әғқңөұүһі]")
_CYRILLIC = re.compile("[а-яё]")
_LATIN = re.compile("[a-z]")
# Kazakh words without Kazakh letters, or as typed without a Kazakh keyboard; none is a Russian word.
_KAZAKH_WORDS = frozenset(
    """
    айтты айтылды арасында болады болды бойынша деген деди дейди екен емес жайлы жайында
    жатыр жылы кайда кайдан калай калайсын кандай канша кашан келди кимге кимнин нешинши неге неше
    немесе осы пен рахмет салем сауда туралы ушин шарт
    """.split()
)


def language_of(question: str) -> Language:
    """The language of ``question``; Russian where nothing tells."""
    text = folded(question)
    if len(_LATIN.findall(text)) > len(_CYRILLIC.findall(text)):
        return Language.ENGLISH
    is_kazakh = _KAZAKH_LETTER.search(text) or _KAZAKH_WORDS.intersection(re.findall(r"\w+", text))
    return Language.KAZAKH if is_kazakh else Language.RUSSIAN
