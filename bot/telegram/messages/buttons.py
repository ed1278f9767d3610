"""What a button under a message means, in the 64 bytes of ``callback_data`` that the Bot API allows.

A button names the quote that it was shown with by a digest, so that it never acts on another one, even when
the answer had to be found again after a restart.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from retrieval import LANGUAGES
from retrieval.documents import Quote

_PRESS = re.compile(r"([a-z]+):(\d{1,4}):([0-9a-f]{10}|)")
_PAGE = re.compile(r"page:(\d{1,6})")
_UNFOLLOW = re.compile(r"(stop|drop):(\d{1,18})")
_LANGUAGE = re.compile(r"language:([a-z]+)")


class Action(StrEnum):
    """What a button under an answer does; the values stand in messages already sent, so they never change."""

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


@dataclass(frozen=True, slots=True)
class PageTurn:
    """A press on a button that leads to another page of the sources, counted from 0."""

    page: int

    @property
    def data(self) -> str:
        return f"page:{self.page}"


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A press on the button of a language, or of ``auto``."""

    code: str

    @property
    def data(self) -> str:
        return f"language:{self.code}"


@dataclass(frozen=True, slots=True)
class Unfollow:
    """A press on the button that ends a subscription; ``is_in_list``: under the list of all of them."""

    subscription: int
    is_in_list: bool = False

    @property
    def data(self) -> str:
        return f"{'drop' if self.is_in_list else 'stop'}:{self.subscription}"


Button: TypeAlias = Press | PageTurn | LanguageChoice | Unfollow


def parse(data: str) -> Button | None:
    """What ``callback_data`` means; None for data that no button of ours can have."""
    if match := _PAGE.fullmatch(data):
        return PageTurn(int(match[1]))
    if match := _LANGUAGE.fullmatch(data):
        return LanguageChoice(match[1]) if match[1] in language_codes() else None
    if match := _UNFOLLOW.fullmatch(data):
        return Unfollow(int(match[2]), is_in_list=match[1] == "drop")
    match = _PRESS.fullmatch(data)
    if match is None or match[1] not in list(Action):
        return None
    return Press(Action(match[1]), int(match[2]), match[3])


def language_codes() -> list[str]:
    """What a chat can choose: the languages, and ``auto`` for that of each question."""
    return [*LANGUAGES, "auto"]


def digest(quote: Quote) -> str:
    """A short name of a quote, made of its document, place and text."""
    name = f"{quote.document.id}\0{quote.start}\0{quote.text}"
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
