"""Messages that are no question to a corpus: greetings, thanks, and what people ask a bot about itself."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple, TypeVar

from retrieval.language.conversation import AboutQuote, ConversationWords, Remark
from retrieval.language.detection import language_of
from retrieval.language.languages import LANGUAGES
from retrieval.language.normalisation import folded, plain_letters
from retrieval.language.reading import other_readings

__all__ = ["AboutQuote", "Remark", "Said", "asked_about_quote", "compiled", "remark_in", "without_greeting"]

_Meaning = TypeVar("_Meaning", Remark, AboutQuote)


class Said(NamedTuple):
    """A remark, and the code of the language that it was made in."""

    remark: Remark
    language: str


def remark_in(message: str) -> Said | None:
    """What the whole of ``message`` says to a bot, if it greets what it says after the greeting; None for
    anything that asks or says more. It may be typed in another keyboard layout or script: "spasibo".
    """
    for text in (message, without_greeting(message), *other_readings(message)):
        if found := _whole(text, _remarks):
            return Said(*found)
    return None


def asked_about_quote(message: str) -> AboutQuote | None:
    """What the whole of ``message`` asks about the quote that was just shown; None for anything else."""
    found = _whole(message, lambda words: words.about_quote)
    return found[0] if found else None


def without_greeting(message: str) -> str:
    """``message`` without the greeting in front of it, if it says more."""
    for code in _by_likelihood(message):
        greeting = LANGUAGES[code].conversation.greeting_before
        match = compiled(greeting).match(_compared(message)) if greeting else None
        if match and any(character.isalnum() for character in message[match.end() :]):
            return message[match.end() :]
    return message


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """``pattern`` with plain letters, for text that was folded and has them too."""
    return re.compile(plain_letters(pattern), re.IGNORECASE)


def _bare(message: str) -> str:
    """``message`` as patterns see it: folded, with plain letters, without the signs around it."""
    return re.sub(r"^\W+|\W+$", "", plain_letters(folded(message)))


def _compared(message: str) -> str:
    """As `_bare`, but letter for letter, so that places in it are places in ``message``."""
    return plain_letters(message.lower().replace("ё", "е")) if len(message.lower()) == len(message) else ""


def _whole(
    message: str, patterns: Callable[[ConversationWords], Mapping[_Meaning, str]]
) -> tuple[_Meaning, str] | None:
    said = _bare(message)
    for code in _by_likelihood(message):
        for meaning, pattern in patterns(LANGUAGES[code].conversation).items():
            if compiled(pattern).fullmatch(said):
                return meaning, code
    return None


def _remarks(words: ConversationWords) -> Mapping[Remark, str]:
    return words.remarks


def _by_likelihood(message: str) -> list[str]:
    """The languages, first the one that ``message`` seems to be in: a short one may not show it."""
    likeliest = language_of(message)
    return sorted(LANGUAGES, key=lambda code: code != likeliest)
