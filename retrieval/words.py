"""Words as the lexicon counts them: folded, stemmed, function words left out of questions."""

import re
import threading

import Stemmer

from retrieval import function_words
from retrieval.normalisation import folded

_WORD = re.compile(r"\d+(?:[.,]\d+)+|\w+")
_LATIN = re.compile(r"[a-z]")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")

_FUNCTION_WORDS = function_words.RUSSIAN | function_words.KAZAKH | function_words.ENGLISH


def passage_words(text: str) -> list[str]:
    """Stems of all words of a passage, in order."""
    return [_stem(word) for word in _words(text)]


def telling_words(question: str) -> list[str]:
    """The words of ``question`` that say what is asked; none in a greeting, say."""
    return [word for word in _words(question) if word not in _FUNCTION_WORDS]


def question_words(question: str) -> list[str]:
    """Distinct stems of the telling words of a question, in order."""
    return list(dict.fromkeys(_stem(word) for word in telling_words(question)))


def _words(text: str) -> list[str]:
    return [_DECIMAL_COMMA.sub(".", word) for word in _WORD.findall(folded(text))]


class _Stemmers(threading.local):
    """One pair a thread: Snowball stemmers keep state between calls."""

    def __init__(self) -> None:
        self.english = Stemmer.Stemmer("english")
        self.russian = Stemmer.Stemmer("russian")


_STEMMERS = _Stemmers()


def _stem(word: str) -> str:
    stemmer = _STEMMERS.english if _LATIN.search(word) else _STEMMERS.russian
    return str(stemmer.stemWord(word))
