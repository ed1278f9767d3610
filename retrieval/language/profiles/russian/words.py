"""The parts of speech of Russian words, from pymorphy3."""

from functools import cache
from typing import Any

from retrieval.language.russian_phrase import analyser

_NOMINAL = {"NOUN", "ADJF", "PRTF", "NUMR", None}
"""Parts of speech as pymorphy3 calls them; None for words in other letters."""


@cache
def is_nominal(word: str) -> bool:
    """Whether the likeliest reading of a folded word is a noun, an adjective or a participle."""
    tag = _likeliest(word)
    return tag is None or tag.POS in _NOMINAL


def form_of(word: str) -> str:
    """Part of speech, gender, number and case of the likeliest reading of a folded word."""
    tag = _likeliest(word)
    return f"{tag.POS} {tag.gender} {tag.number} {tag.case} {tag.animacy}" if tag else ""


def _likeliest(word: str) -> Any:
    """The grammar of the likeliest reading; None for a word with a letter that Unicode gives no name, which
    the analyser asks for.
    """
    try:
        return analyser().parse(word)[0].tag
    except ValueError:
        return None
