"""A question read together with what was said before it: «А в 2023 году?», "how much does it cost?".

Nothing is guessed: a question that is whole by itself is never changed, and what is carried over are words of
the last question or of the quote that was shown.
"""

import functools
import re
from dataclasses import dataclass
from enum import StrEnum

from retrieval.conversation.naming import Word, words_in
from retrieval.conversation.remarks import asked_about_quote, compiled
from retrieval.conversation.substitution import exchanged
from retrieval.documents import Quote
from retrieval.language.conversation import AboutQuote, ConversationWords
from retrieval.language.languages import LANGUAGES
from retrieval.language.normalisation import folded, plain_letters
from retrieval.language.reading import question_language
from retrieval.language.words import is_telling
from retrieval.language.years import stated_years

_MOST_CARRIED = 3
"""Phrases of what was said before that are carried over. A choice: more would drown the question."""

_LONGEST_LINK = 6
"""Characters of a preposition, with its spaces, that joins two words of one phrase."""

_REMEMBERED = 256
"""Questions of which it is remembered whether they lean: one is asked when it comes, and when it is answered.
A choice: more than are in work at once."""

_FEW = 2
"""Words that name something in a fragment such as «а цена билета?»: what has more is a whole sentence."""


class ReadingKind(StrEnum):
    """How a question was read."""

    WHOLE = "whole"  # by itself
    CARRIED = "carried"  # with what the last one was about
    EXCHANGED = "exchanged"  # as the last one, with another year, place or name
    ABOUT_QUOTE = "about quote"
    UNCLEAR = "unclear"  # it leans on something unsaid


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was read.

    ``question`` is what to search for, and ``shown`` the same for people. ``about_quote``: what is asked
    about the quote that was shown; there is nothing to search for then.

    Of a question that leans on another, ``own`` is what it says itself, and ``asked`` those of its words that
    an answer must name. ``after``: the quote that was shown before it.
    """

    question: str
    kind: ReadingKind
    shown: str = ""
    about_quote: AboutQuote | None = None
    own: str = ""
    asked: tuple[str, ...] = ()
    after: Quote | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the question that is searched for is another than was asked."""
        return self.kind in (ReadingKind.CARRIED, ReadingKind.EXCHANGED)


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said before: a question as it was read, and the quote that was shown for it, if any.

    ``selected`` is the part of it that a person marked to ask about. ``reading``: how the question was read,
    where more is kept of it than its words.
    """

    question: str
    quote: Quote | None = None
    selected: str = ""
    reading: Reading | None = None


def read_in_context(question: str, previous: Turn | None) -> Reading:
    """``question`` as it is meant after ``previous``; UNCLEAR where it leans on something unsaid."""
    about = asked_about_quote(question)
    if about and previous and previous.quote:
        return Reading(question, ReadingKind.ABOUT_QUOTE, about_quote=about)
    language = question_language(question)
    fragment = _fragment(question, LANGUAGES[language].conversation)
    leans_anyway = about is not None or _leans(question, fragment, language)
    if previous and (leans_anyway or _points_back(fragment, language)):
        return _read_after(previous, question, fragment, language)
    return Reading(question, ReadingKind.UNCLEAR if leans_anyway else ReadingKind.WHOLE)


def _read_after(previous: Turn, question: str, fragment: str, language: str) -> Reading:
    said = LANGUAGES[language].conversation
    naming = [word for word in words_in(fragment, language) if word.names]
    if _is_elliptic(fragment, naming, said) and not previous.selected:
        changed = exchanged(previous.question, fragment)
        if changed:
            new = words_in(fragment, language, starts_sentence=False)
            proper = tuple(word.text for word in new if word.is_proper)
            return Reading(
                changed, ReadingKind.EXCHANGED, changed, own=fragment, asked=proper, after=previous.quote
            )
    carried = _carried(previous, fragment)
    if not carried:
        return Reading(question, ReadingKind.UNCLEAR)
    asked = compiled(rf"\b(?:{said.pronouns})\b").sub("", fragment) if said.pronouns else fragment
    search = " ".join([asked.rstrip("?!. "), *carried])
    said_itself = tuple(word.text for word in words_in(asked, language) if word.says_something)
    return Reading(
        f"{' '.join(search.split())}?",
        ReadingKind.CARRIED,
        f"{question} + {', '.join(carried)}",
        own=" ".join(asked.split()),
        asked=said_itself,
        after=previous.quote,
    )


def leans(question: str) -> bool:
    """Whether ``question`` asks nothing by itself: what it is about was named before it, or nowhere."""
    return read_in_context(question, None).kind is ReadingKind.UNCLEAR


def _fragment(question: str, said: ConversationWords) -> str:
    """``question`` without the particles by which it goes on from another."""
    text = question.strip()
    shown = plain_letters(text.lower().replace("ё", "е"))
    if said.opening and len(shown) == len(text):
        match = compiled(rf"(?:{said.opening})[\s,]+").match(shown)
        text, shown = (text[match.end() :], shown[match.end() :]) if match else (text, shown)
        if said.closing:
            match = compiled(rf"[\s,-]+(?:{said.closing})\W*$").search(shown)
            text = f"{text[: match.start()]}?" if match else text
    return text


@functools.lru_cache(_REMEMBERED)
def _leans(question: str, fragment: str, language: str) -> bool:
    """Whether a question can't be understood alone: it names nothing, or is only a fragment of one."""
    said = LANGUAGES[language].conversation
    goes_on = fragment != question.strip()
    found = words_in(fragment, language, starts_sentence=not goes_on)
    naming = [word for word in found if word.names]
    if naming:
        return goes_on and _is_elliptic(fragment, naming, said)
    if sum(word.says_something for word in found) > _FEW:
        return False
    return goes_on or not stated_years(question)


def _points_back(fragment: str, language: str) -> bool:
    """Whether a pronoun stands for what a question is about: it names little, and nothing before that.

    It may be whole all the same, so it leans only on what was there.
    """
    naming = [word for word in words_in(fragment, language) if word.names]
    pronouns = LANGUAGES[language].conversation.pronouns
    if not pronouns or len(naming) > _FEW or any(word.is_proper for word in naming) or stated_years(fragment):
        return False
    before = fragment[: naming[0].start] if len(naming) > 1 else fragment
    return _has(pronouns, before)


def _is_elliptic(fragment: str, naming: list[Word], said: ConversationWords) -> bool:
    """Whether a fragment has few words, and no question word that would make it a sentence."""
    if len(naming) > _FEW or _has(said.asking, fragment):
        return False
    return all(word.is_proper for word in naming) or not _has(said.counting, fragment)


def _has(pattern: str, text: str) -> bool:
    return bool(pattern) and compiled(rf"\b(?:{pattern})\b").search(plain_letters(folded(text))) is not None


def _carried(previous: Turn, fragment: str) -> tuple[str, ...]:
    """The phrases that name what ``previous`` was about, less what ``fragment`` says itself."""
    text = previous.selected or previous.question
    own = {folded(word) for word in re.findall(r"\w+", fragment)}
    language = question_language(text)
    phrases: list[tuple[int, int]] = []
    gap = 0
    for word in words_in(text, language):
        is_year = stated_years(word.text) and not stated_years(fragment)
        if (word.names or is_year) and folded(word.text) not in own:
            joins = phrases and gap <= 1 and _is_one_phrase(text[phrases[-1][1] : word.start])
            phrases[-1:] = [(phrases[-1][0], word.end)] if joins else [*phrases[-1:], (word.start, word.end)]
            gap = 0
        else:
            gap += 1 if not is_telling(folded(word.text)) else 2
    found = (re.sub('[«»„“”"]', "", text[start:end]) for start, end in phrases)
    return tuple(dict.fromkeys(found))[:_MOST_CARRIED]


def _is_one_phrase(between: str) -> bool:
    """Whether what stands between two words is short and has no sign of a new clause."""
    return len(between) <= _LONGEST_LINK and not re.search("[,;:.!?–—]", between)
