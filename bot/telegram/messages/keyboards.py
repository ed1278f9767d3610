"""The rows of buttons under a message."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.locale import lookup
from bot.locale.chat_phrases import ChatPhrases
from bot.telegram.messages.buttons import Action, Button, LanguageChoice, PageTurn, Press, Unfollow, digest
from retrieval import LANGUAGES
from retrieval.documents import Answer

_A_ROW = 5
"""Small buttons in a row, which a phone shows whole."""


def under_quote(answer: Answer, number: int, phrases: ChatPhrases) -> InlineKeyboardMarkup:
    """The buttons under quote ``number`` of an answer, or of the nearest passages."""
    quotes = answer.found
    named = digest(quotes[number])
    moves = []
    if number > 0:
        moves.append(_button(f"◀ {number}/{len(quotes)}", Press(Action.QUOTE, number - 1)))
    if number + 1 < len(quotes):
        label = phrases.next_quote.format(number=number + 2, total=len(quotes))
        moves.append(_button(label, Press(Action.QUOTE, number + 1)))
    looks = [
        _button(phrases.context_button, Press(Action.CONTEXT, number, named)),
        _button(phrases.source_button, Press(Action.SOURCE, number, named)),
    ]
    verdicts = [
        _button("👍", Press(Action.UP, number, named)),
        _button("👎", Press(Action.DOWN, number, named)),
    ]
    return InlineKeyboardMarkup([row for row in (moves, looks, verdicts) if row])


def back_to_quote(number: int, phrases: ChatPhrases) -> InlineKeyboardMarkup:
    """The button under a quote's context or its source."""
    return InlineKeyboardMarkup([[_button(phrases.back_button, Press(Action.QUOTE, number))]])


def to_nearest(answer: Answer, phrases: ChatPhrases) -> InlineKeyboardMarkup | None:
    """The button under the statement that there is no answer; None where nothing is near."""
    if not answer.nearest:
        return None
    label = phrases.nearest_button.format(count=len(answer.nearest))
    return InlineKeyboardMarkup([[_button(label, Press(Action.QUOTE, 0))]])


def to_pages(page: int, pages: int) -> InlineKeyboardMarkup | None:
    """The buttons to the pages before and after ``page``, counted from 0; None where it is the only one."""
    buttons = []
    if page > 0:
        buttons.append(_button(f"◀ {page}/{pages}", PageTurn(page - 1)))
    if page + 1 < pages:
        buttons.append(_button(f"{page + 2}/{pages} ▶", PageTurn(page + 1)))
    return InlineKeyboardMarkup([buttons]) if buttons else None


def to_languages(phrases: ChatPhrases) -> InlineKeyboardMarkup:
    """One button for each language, under its own name."""
    names = {code: lookup.chat_phrases(code).language_name for code in LANGUAGES}
    names["auto"] = phrases.question_language_name
    return InlineKeyboardMarkup([[_button(name, LanguageChoice(code))] for code, name in names.items()])


def to_stop(subscriptions: Sequence[int], phrases: ChatPhrases) -> InlineKeyboardMarkup:
    """The buttons under a notice, in the order of what it tells."""
    if len(subscriptions) == 1:
        return InlineKeyboardMarkup([[_button(phrases.stop_button, Unfollow(subscriptions[0]))]])
    return InlineKeyboardMarkup(
        [
            [_button(f"{phrases.stop_button} {number}", Unfollow(id_))]
            for number, id_ in enumerate(subscriptions, start=1)
        ]
    )


def to_stop_some(subscriptions: Sequence[int]) -> InlineKeyboardMarkup:
    """The buttons under the list of all that is followed, by its numbers."""
    buttons = [
        _button(f"✕ {number}", Unfollow(id_, is_in_list=True))
        for number, id_ in enumerate(subscriptions, start=1)
    ]
    return InlineKeyboardMarkup([buttons[at : at + _A_ROW] for at in range(0, len(buttons), _A_ROW)])


def _button(label: str, button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=button.data)
