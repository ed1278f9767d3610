"""The language of a question: Russian, Kazakh or English, by its function words, else by its letters.

Three languages in two scripts need no model. Names are no evidence: «Кто такой Қасым-Жомарт Тоқаев?» is
Russian, "Who is Токаев?" English.
"""

import re
from enum import StrEnum

from retrieval import function_words
from retrieval.normalisation import folded, folded_letters


class Language(StrEnum):
    """A language that questions are asked in and answers are framed in."""

    RUSSIAN = "ru"
    KAZAKH = "kk"
    ENGLISH = "en"


LANGUAGES = {language.value: language for language in Language}
"""Every language that is spoken, by its code."""

_KAZAKH_LETTER = re.compile("[әғқңөұүһі]")
_CYRILLIC = re.compile("[а-яё]")
_LATIN = re.compile("[a-z]")

# Kazakh is often typed on a Russian keyboard: «канша» for «қанша».
_TYPED_KAZAKH = {folded_letters(word) for word in function_words.KAZAKH}
_FUNCTION_WORDS = {
    Language.RUSSIAN: function_words.RUSSIAN,
    Language.KAZAKH: function_words.KAZAKH | _TYPED_KAZAKH,
    Language.ENGLISH: function_words.ENGLISH,
}


def language_of(question: str) -> Language:
    """The language of ``question``; Russian where nothing tells."""
    text = folded(question)
    words = re.findall(r"\w+", text)
    found = {language: sum(word in known for word in words) for language, known in _FUNCTION_WORDS.items()}
    most = max(found.values())
    likely = [language for language in Language if found[language] == most]
    if len(likely) == 1:
        return likely[0]
    if len(_LATIN.findall(text)) > len(_CYRILLIC.findall(text)):
        return Language.ENGLISH
    return Language.KAZAKH if _KAZAKH_LETTER.search(text) else Language.RUSSIAN
