"""Words of a language that were typed without its own letters, as the language spells them."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from retrieval.language.glossary import shipped_glossary
from retrieval.language.languages import LANGUAGES
from retrieval.language.normalisation import folded, plain_letters
from retrieval.language.words import words

_WORD = re.compile(r"\w+")


def with_own_letters(text: str, language: str, in_corpus: Callable[[str], str]) -> str:
    """``text`` with each word as it is spelled in its ``language``: «казак тили» as «қазақ тілі».

    ``in_corpus`` gives the spelling that a corpus has of a folded word, or the word itself. Where that is
    nothing new the spelling of the glossary counts. A text that has some of the letters is left as it is.
    """
    own = LANGUAGES[language].own_letters
    if not own or any(letter in folded(text) for letter in own):
        return text

    def spelled(found: re.Match[str]) -> str:
        word = folded(found[0])
        spelling = in_corpus(word)
        if spelling == word:
            spelling = _spellings(language).get(word, word)
        if spelling == word:
            return found[0]
        return spelling.capitalize() if found[0][0].isupper() else spelling

    return _WORD.sub(spelled, text)


@cache
def _spellings(language: str) -> dict[str, str]:
    """By their plain letters the words that the glossary and the profile of ``language`` have."""
    return {plain_letters(word): word for word in _known(language)}


def _known(language: str) -> Iterator[str]:
    """The commonest words last."""
    profile = LANGUAGES[language]
    yield from words(" ".join(profile.typical_questions))
    yield from reversed(words(" ".join(shipped_glossary().names(language))))
    yield from profile.function_words
