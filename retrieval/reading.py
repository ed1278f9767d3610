"""How a question was meant: as it was typed, or in another layout or script.

«Rnj nfrjq Njrftd?» was typed on a Russian keyboard that was set to English, "Kto takoi Tokayev?" is
Russian in Latin letters.
"""

from retrieval import function_words
from retrieval.language import language_of
from retrieval.normalisation import folded, folded_letters
from retrieval.transliteration import cyrillic
from retrieval.words import words

_ENGLISH_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?&"
_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,?"
_RUSSIAN_KEYBOARD = str.maketrans(_ENGLISH_KEYS, _RUSSIAN_KEYS)

_CYRILLIC_FUNCTION_WORDS = {
    folded_letters(word) for word in function_words.RUSSIAN | function_words.KAZAKH if len(word) > 1
}


def meant(question: str) -> str:
    """``question`` as it was meant: as it stands, unless it has no Cyrillic letters, and function words in
    another reading that outnumber the English ones in this.

    One word alone is chance in another script («нет» in "net profit"), but hardly in another layout.
    """
    if any("а" <= letter <= "ӿ" for letter in question.casefold()):
        return question
    english = _count(question, function_words.ENGLISH)
    for reading, least in ((question.translate(_RUSSIAN_KEYBOARD), 1), (cyrillic(folded(question)), 2)):
        if _count(reading, _CYRILLIC_FUNCTION_WORDS) >= max(least, english + 1):
            return reading
    return question


def question_language(question: str) -> str:
    """The code of the language that ``question`` was meant in."""
    return language_of(meant(question))


def _count(text: str, known: frozenset[str] | set[str]) -> int:
    return sum(folded_letters(word) in known for word in words(text))
