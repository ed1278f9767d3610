"""How a question was meant: as it was typed, or in another keyboard layout or script.

«Rnj nfrjq Njrftd?» was typed on a Russian keyboard that was set to English; "Kto takoi Tokayev?" is
Russian in Latin letters.
"""

from collections.abc import Iterator

from retrieval.language.detection import language_of
from retrieval.language.languages import LANGUAGES, of_script
from retrieval.language.letters import likelihood_ratio
from retrieval.language.normalisation import folded, plain_letters
from retrieval.language.profile import Script
from retrieval.language.transliteration import cyrillic
from retrieval.language.words import words


def _function_words(script: Script) -> frozenset[str]:
    known = (word for language in of_script(script) for word in language.function_words)
    return frozenset(plain_letters(word) for word in known)


_LATIN_WORDS = _function_words(Script.LATIN)
_CYRILLIC_WORDS = frozenset(word for word in _function_words(Script.CYRILLIC) if len(word) > 1)

_LEAST_IN_LAYOUT, _LEAST_IN_SCRIPT = 1, 2
"""Function words that show another reading to be meant. One alone may be chance in another script («нет» in
"net profit"), but hardly in another layout."""

_LEAST_WORDS, _LIKELIER = 3, 0.5
"""Words, and how much likelier they are in a Cyrillic language, that show one without function words. So 1377
of 1464 Kazakh texts in Latin letters are told (before, by function words alone, 735), and of 819 English
questions none is mistaken; with 0.3 in 1391 and none, but names come near."""


def meant(question: str) -> str:
    """``question`` as it was meant.

    That is another reading of it where it has no Cyrillic letters, and more function words in that reading
    than as it stands, or words that are spelled like those of a Cyrillic language.
    """
    if _is_cyrillic(question):
        return question
    as_typed = _count(question, _LATIN_WORDS)
    for reading, least in _readings(question):
        if _count(reading, _CYRILLIC_WORDS) >= max(least, as_typed + 1):
            return reading
    return cyrillic(folded(question)) if not as_typed and _sounds_cyrillic(question) else question


def other_readings(text: str) -> list[str]:
    """What ``text`` may also have been meant to say, where it has no Cyrillic letters."""
    return [] if _is_cyrillic(text) else [reading for reading, _ in _readings(text)]


def question_language(question: str) -> str:
    """The code of the language that ``question`` was meant in."""
    return language_of(meant(question))


def _is_cyrillic(text: str) -> bool:
    return any("а" <= letter <= "ӿ" for letter in text.casefold())


def _sounds_cyrillic(question: str) -> bool:
    """Whether the words of ``question``, as they sound, are far more like those of a Cyrillic language than
    like those of any Latin one. Two words are too few: they may be a foreign name.
    """
    return len(words(question)) >= _LEAST_WORDS and any(
        all(likelihood_ratio(question, one.code, other.code) > _LIKELIER for other in of_script(Script.LATIN))
        for one in of_script(Script.CYRILLIC)
    )


def _readings(question: str) -> Iterator[tuple[str, int]]:
    """Each other reading, with how many function words it needs."""
    for language in LANGUAGES.values():
        if language.keyboard:
            yield question.translate(dict(language.keyboard)), _LEAST_IN_LAYOUT
    yield cyrillic(folded(question)), _LEAST_IN_SCRIPT


def _count(text: str, known: frozenset[str]) -> int:
    return sum(plain_letters(word) in known for word in words(text))
