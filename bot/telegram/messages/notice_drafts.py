"""What is new on a followed question, as a message. Pure: values in, drafts out."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import MessageEntity

from bot.citation import shown
from bot.locale.chat_phrases import ChatPhrases
from bot.serving.subscriptions import News
from bot.telegram.messages import keyboards
from bot.telegram.messages.cutting import shortened, units
from bot.telegram.messages.draft import LONGEST, Draft, StyledText, compose
from bot.telegram.messages.excerpt import Excerpt, fitted
from bot.telegram.messages.source_drafts import citation
from retrieval.documents import Quote

_TOGETHER = 5
"""Quotes of one notice: more are no notice, but a list."""

_QUESTION_ROOM = 200
"""UTF-16 units of the question above a quote."""

_LEAST = 300
"""UTF-16 units that a quote has at least: with less, nobody could tell what it says."""

_CUT_MARK = 60
"""UTF-16 units for saying what was cut of a quote."""


@dataclass(frozen=True, slots=True)
class FollowedQuote:
    """The quote that tells ``news``."""

    news: News
    quote: Quote


def notice_draft(found: Sequence[FollowedQuote], phrases: ChatPhrases) -> tuple[Draft, int]:
    """A message with the first of ``found`` and as many of the others as fit, and how many it has."""
    count, room = next(
        (count, room)
        for count in range(min(_TOGETHER, len(found)), 0, -1)
        if (room := _room(found[:count], phrases)) >= _needed(found[:count]) or count == 1
    )
    parts: list[StyledText | Excerpt] = []
    for at, one in enumerate(found[:count]):
        parts += [StyledText("\n\n" if at else ""), *_head(one, phrases)]
        excerpt = fitted(one.quote, room // count)
        parts.append(excerpt)
        if excerpt.left_out:
            parts.append(StyledText(f"\n{phrases.cut.format(count=excerpt.left_out)}", MessageEntity.ITALIC))
        parts += citation(one.quote, phrases)
    ids = dict.fromkeys(one.news.subscription.id for one in found[:count])
    return compose(parts, keyboards.to_stop(list(ids), phrases)), count


def _room(found: Sequence[FollowedQuote], phrases: ChatPhrases) -> int:
    """UTF-16 units that are left for the quotes themselves."""
    said = [part.text for one in found for part in (*_head(one, phrases), *citation(one.quote, phrases))]
    return LONGEST - sum(map(units, said)) - _CUT_MARK * len(found)


def _needed(found: Sequence[FollowedQuote]) -> int:
    return sum(min(_LEAST, units(one.quote.text)) for one in found)


def _head(one: FollowedQuote, phrases: ChatPhrases) -> list[StyledText]:
    question = shortened(shown(one.news.subscription.question), _QUESTION_ROOM)
    return [StyledText(phrases.notice.format(question=question), MessageEntity.ITALIC), StyledText("\n")]
