"""Words as the lexicon counts and compares them: folded, stemmed, cut into runs of letters."""

import itertools
import re
import threading
from collections.abc import Sequence
from typing import Any

import Stemmer

from retrieval.documents import Span
from retrieval.language.languages import LANGUAGES, of_script
from retrieval.language.normalisation import folded, plain_letters
from retrieval.language.profile import Script
from retrieval.language.transliteration import cyrillic

_WORD = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,]\d+)+|\w+|%")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+|\d{1,3}(?: \d{3})+")
_LATIN = re.compile(r"[a-z]")
_RUN = 4

_FUNCTION_WORDS = frozenset().union(*(language.function_words for language in LANGUAGES.values()))


def words(text: str) -> list[str]:
    """All words of ``text``, folded, in order; numbers without separators and with a decimal point."""
    return [_plain_number(word) for word in _WORD.findall(folded(text))]


def whole_words(text: str, span: Span) -> Span:
    """``span`` with all of the words that it begins and ends in: «до 2022» of «до 2022стоил»."""
    start, end = span
    cut = [word.span() for word in _WORD.finditer(text) if word.start() < end and word.end() > start]
    return min([start, *(first for first, _ in cut)]), max([end, *(last for _, last in cut)])


def first_word(text: str) -> str:
    """The first of the `words` of a folded ``text``; empty where it has none."""
    found = _WORD.search(text)
    return _plain_number(found[0]) if found else ""


def telling_words(question: str) -> list[str]:
    """The words of ``question`` that say what is asked; none in a greeting, say."""
    return [word for word in words(question) if is_telling(word)]


def is_telling(word: str) -> bool:
    """Whether a folded word says what is asked, not only how."""
    return word not in _FUNCTION_WORDS


def is_latin(word: str) -> bool:
    """Whether a folded word has Latin letters."""
    return bool(_LATIN.search(word))


def stem(word: str) -> str:
    """The Snowball stem of a folded word, by the stemmer of its script."""
    return str(_STEMMERS.by_script[Script.LATIN if is_latin(word) else Script.CYRILLIC].stemWord(word))


def letter_runs(word: str) -> list[str]:
    """The distinct runs of four letters of a folded word, in Cyrillic, its end counting as a letter.

    Forms and misspellings of a word have most of them in common, Kazakh ones too, whose endings no stemmer
    here knows. Letters count as they are typed on another language's keyboard. None for numbers.
    """
    if not word.isalpha():
        return []
    ended = f"{plain_letters(cyrillic(word))} "
    return list(dict.fromkeys(ended[start : start + _RUN] for start in range(max(1, len(ended) - _RUN + 1))))


def common_start(one: Sequence[Any], other: Sequence[Any]) -> int:
    """How many items, letters or others, two sequences begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def _plain_number(word: str) -> str:
    if not word[0].isdigit():
        return word
    if _THOUSANDS.fullmatch(word):
        return word.replace(",", "").replace(" ", "")
    return word.replace(",", ".")


def _algorithm(script: Script) -> str:
    return next(language.stemmer for language in of_script(script) if language.stemmer)


class _Stemmers(threading.local):
    """One set a thread: Snowball stemmers keep state between calls."""

    def __init__(self) -> None:
        self.by_script = {script: Stemmer.Stemmer(_algorithm(script)) for script in Script}


_STEMMERS = _Stemmers()
