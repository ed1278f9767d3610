"""Which words of a question name something: people, places, things; not those that only ask or point."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from retrieval.conversation.remarks import compiled
from retrieval.language.glossary import shipped_glossary
from retrieval.language.languages import LANGUAGES, alternatives
from retrieval.language.normalisation import folded, plain_letters
from retrieval.language.words import is_telling, stem, words
from retrieval.language.years import relative_spans

_SHORTEST_STEM = 4
"""Letters; «Газа» and «газ» have a shorter one in common."""

_WORD = re.compile(r"\w+(?:[-–.’']\w+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word at ``[start, end)`` of its text.

    ``says_something``: whether it is more than a function word, a number, or a word that only points.
    ``names``: whether it names something by itself. ``is_proper``: whether it is a name, written with a
    capital or known as one to the glossary; ``is_whole_name``: whether it is one there without other words.
    """

    text: str
    start: int
    end: int
    says_something: bool
    names: bool
    is_proper: bool
    is_whole_name: bool


def words_in(text: str, language: str, *, starts_sentence: bool = True) -> list[Word]:
    """The words of ``text``; without ``starts_sentence`` a capital on the first one makes a name too."""
    relative = relative_spans(text)
    found = []
    for number, match in enumerate(_WORD.finditer(text)):
        is_capital = match[0][:1].isupper() and (number > 0 or not starts_sentence)
        is_relative = any(start <= match.start() < end for start, end in relative)
        says_something = not is_relative and not _only_points(match[0], language)
        is_proper = says_something and (is_capital or _is_among(match[0], _proper_forms(language), language))
        is_whole = is_proper and _is_among(match[0], _single_forms(language), language)
        names = says_something and (is_proper or LANGUAGES[language].is_nominal(folded(match[0])))
        found.append(Word(match[0], *match.span(), says_something, names, is_proper, is_whole))
    return found


def proper_part(name: Sequence[str]) -> tuple[str, ...]:
    """Those of its folded words that are proper: «атырауской» of «атырауской области»; else all."""
    return tuple(word for word in name if _is_proper_anywhere(word)) or tuple(name)


def _is_proper_anywhere(word: str) -> bool:
    return any(_is_among(word, _proper_forms(code), code) for code in LANGUAGES)


def _only_points(written: str, language: str) -> bool:
    """Whether a word names nothing: a number, a function word, a pronoun, a measure, or a vague word."""
    profile = LANGUAGES[language]
    said, word = profile.conversation, folded(written)
    if word[:1].isdigit() or not any(map(is_telling, words(word))):
        return True
    empty = alternatives(said.vague, said.pronouns, said.asking, rf"(?:{profile.amounts})\w{{0,3}}")
    return compiled(empty).fullmatch(plain_letters(word)) is not None


def _is_among(written: str, forms: frozenset[str], language: str) -> bool:
    inflection = LANGUAGES[language].inflection
    whole, stemmed = _forms(written)
    if whole in forms or (len(stemmed) > _SHORTEST_STEM and stemmed in forms):
        return True
    if inflection is None:
        return False
    beginning = whole[: inflection.kept_letters]
    return any(
        inflection.is_form(whole, base) for base in _by_beginning(forms, len(beginning)).get(beginning, ())
    )


@cache
def _by_beginning(forms: frozenset[str], letters: int) -> dict[str, list[str]]:
    """``forms`` that may have other ones, by their first ``letters``."""
    found = defaultdict[str, list[str]](list)
    for base in forms:
        if len(base) >= _SHORTEST_STEM:
            found[base[:letters]].append(base)
    return found


@cache
def _proper_forms(language: str) -> frozenset[str]:
    """The words that the glossary writes only with a capital, whole and as stems."""
    written = _WORD.findall(" ".join(shipped_glossary().names(language)))
    proper = {form for word in written if word[:1].isupper() for form in _forms(word)}
    return frozenset(proper - {form for word in written if not word[:1].isupper() for form in _forms(word)})


@cache
def _single_forms(language: str) -> frozenset[str]:
    """Those of them that are a whole name by themselves."""
    names = ";".join(shipped_glossary().names(language)).split(";")
    single = {form for name in names if len(_WORD.findall(name)) == 1 for form in _forms(name.strip())}
    return _proper_forms(language) & single


def _forms(word: str) -> tuple[str, str]:
    """A word with plain letters, and its stem, which ends in a hyphen."""
    plain = plain_letters(folded(word))
    return plain, f"{stem(plain)}-"
