"""Buttons under a message, and what a pressed one says: at most 64 bytes of ``callback_data``.

A button names the quote that it was shown with by a digest, so it never acts on another one, also when
the answer had to be found again after a restart.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.locale import ChatFrame
from retrieval.documents import Answer, Quote
from retrieval.language import Language

_PRESS = re.compile(r"([a-z]+):(\d{1,4}):([0-9a-f]{10}|)")


class Action(StrEnum):
    """What a button under an answer does; the values stand in sent messages, so they never change."""

    QUOTE = "quote"
    CONTEXT = "context"
    SOURCE = "source"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Press:
    """A press on a button under an answer: on its quote number ``number``, counted from 0.

    ``digest`` tells that quote from any other; it is empty where the button moves to another quote.
    """

    action: Action
    number: int
    digest: str = ""

    @property
    def data(self) -> str:
        return f"{self.action}:{self.number}:{self.digest}"

    @classmethod
    def parse(cls, data: str) -> Self | None:
        """What ``callback_data`` says; None for what no button of ours can have said."""
        match = _PRESS.fullmatch(data)
        if match is None or match[1] not in list(Action):
            return None
        return cls(Action(match[1]), int(match[2]), match[3])


def digest(quote: Quote) -> str:
    """A short name of a quote: its document, place and text."""
    name = f"{quote.document.id}\0{quote.start}\0{quote.text}"
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def under_quote(answer: Answer, number: int, words: ChatFrame) -> InlineKeyboardMarkup:
    """Under quote ``number`` of an answer, or of the nearest passages."""
    quotes = answer.found
    named = digest(quotes[number])
    moves = []
    if number > 0:
        moves.append(_button(f"◀ {number}/{len(quotes)}", Press(Action.QUOTE, number - 1)))
    if number + 1 < len(quotes):
        label = words.next_quote.format(number=number + 2, total=len(quotes))
        moves.append(_button(label, Press(Action.QUOTE, number + 1)))
    looks = [
        _button(words.context_button, Press(Action.CONTEXT, number, named)),
        _button(words.source_button, Press(Action.SOURCE, number, named)),
    ]
    verdicts = [
        _button("👍", Press(Action.UP, number, named)),
        _button("👎", Press(Action.DOWN, number, named)),
    ]
    return InlineKeyboardMarkup([row for row in (moves, looks, verdicts) if row])


def back_to_quote(number: int, words: ChatFrame) -> InlineKeyboardMarkup:
    """Under a quote's context or its source."""
    return InlineKeyboardMarkup([[_button(words.back_button, Press(Action.QUOTE, number))]])


def to_nearest(answer: Answer, words: ChatFrame) -> InlineKeyboardMarkup | None:
    """Under the word that there is no answer."""
    if not answer.nearest:
        return None
    label = words.nearest_button.format(count=len(answer.nearest))
    return InlineKeyboardMarkup([[_button(label, Press(Action.QUOTE, 0))]])


PAGE_DATA = re.compile(r"page:(\d{1,6})")
LANGUAGE_DATA = re.compile(rf"language:({'|'.join(Language)}|auto)")


def to_pages(page: int, pages: int) -> InlineKeyboardMarkup | None:
    """To the pages before and after ``page``, counted from 0."""
    buttons = []
    if page > 0:
        buttons.append(InlineKeyboardButton(f"◀ {page}/{pages}", callback_data=f"page:{page - 1}"))
    if page + 1 < pages:
        buttons.append(InlineKeyboardButton(f"{page + 2}/{pages} ▶", callback_data=f"page:{page + 1}"))
    return InlineKeyboardMarkup([buttons]) if buttons else None


def to_languages(words: ChatFrame) -> InlineKeyboardMarkup:
    """One button a language."""
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(name, callback_data=f"language:{code}")]
            for code, name in words.language_names.items()
        ]
    )


def _button(label: str, press: Press) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=press.data)
