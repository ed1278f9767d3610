"""Which words of a question name something: people, places, things; not those that only ask or point."""

import re
from dataclasses import dataclass
from functools import cache

from retrieval.language.glossary import shipped_glossary
from retrieval.language.languages import LANGUAGES, alternatives
from retrieval.language.normalisation import folded, plain_letters
from retrieval.language.remarks import compiled
from retrieval.language.words import is_telling, stem, words
from retrieval.language.years import relative_spans

_SHORTEST_STEM = 4

_WORD = re.compile(r"\w+(?:[-–.’']\w+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word at ``[start, end)`` of its text.

    ``says_something``: whether it is more than a function word, a number, or a word that only points.
    ``names``: whether it names something by itself. ``is_proper``: whether it is a name, written with a
    capital or known as one to the glossary.
    """

    text: str
    start: int
    end: int
    says_something: bool
    names: bool
    is_proper: bool


def words_in(text: str, language: str, *, starts_sentence: bool = True) -> list[Word]:
    """The words of ``text``; without ``starts_sentence`` a capital on the first one makes a name too."""
    relative = relative_spans(text)
    found = []
    for number, match in enumerate(_WORD.finditer(text)):
        is_capital = match[0][:1].isupper() and (number > 0 or not starts_sentence)
        is_relative = any(start <= match.start() < end for start, end in relative)
        says_something = not is_relative and not _only_points(match[0], language)
        is_proper = says_something and (is_capital or stem(folded(match[0])) in _proper_stems(language))
        names = says_something and (is_proper or LANGUAGES[language].is_nominal(folded(match[0])))
        found.append(Word(match[0], *match.span(), says_something, names, is_proper))
    return found


def _only_points(written: str, language: str) -> bool:
    """Whether a word names nothing: a number, a function word, a pronoun, a measure, or a vague word."""
    profile = LANGUAGES[language]
    said, word = profile.conversation, folded(written)
    if word[:1].isdigit() or not any(map(is_telling, words(word))):
        return True
    empty = alternatives(said.vague, said.pronouns, said.asking, rf"(?:{profile.amounts})\w{{0,3}}")
    return compiled(empty).fullmatch(plain_letters(word)) is not None


@cache
def _proper_stems(language: str) -> frozenset[str]:
    """The stems of the words that the glossary writes only with a capital.

    Short ones are left out: «Газа» has the stem of «газ».
    """
    written = _WORD.findall(" ".join(shipped_glossary().names(language)))
    capitalised = {stem(folded(word)) for word in written if word[:1].isupper()}
    others = {stem(folded(word)) for word in written if not word[:1].isupper()}
    return frozenset(one for one in capitalised - others if len(one) >= _SHORTEST_STEM)
