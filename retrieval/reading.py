"""How a question was meant: as it was typed, or in another layout or script.

«Rnj nfrjq Njrftd?» was typed on a Russian keyboard that was set to English, "Kto takoi Tokayev?" is
Russian in Latin letters.
"""

from retrieval import function_words
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
    """``question`` as it was meant: as it stands, unless it has no Cyrillic letters and more function words
    in another reading than English ones in this.
    """
    if any("а" <= letter <= "ӿ" for letter in question.casefold()):
        return question
    readings = [question.translate(_RUSSIAN_KEYBOARD), cyrillic(folded(question))]
    best = max(readings, key=lambda reading: _count(reading, _CYRILLIC_FUNCTION_WORDS))
    is_better = _count(best, _CYRILLIC_FUNCTION_WORDS) > _count(question, function_words.ENGLISH)
    return best if is_better else question


def _count(text: str, known: frozenset[str] | set[str]) -> int:
    return sum(folded_letters(word) in known for word in words(text))
