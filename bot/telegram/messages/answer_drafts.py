"""Answers as messages: a quote alone, in a list of others, or in its context. Pure: values in, drafts out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup, MessageEntity

from bot.citation import shown, time_text
from bot.locale.chat_phrases import ChatPhrases
from bot.telegram.messages import keyboards
from bot.telegram.messages.cutting import shortened, units
from bot.telegram.messages.draft import LONGEST, Draft, StyledText, compose
from bot.telegram.messages.excerpt import Excerpt, fitted
from bot.telegram.messages.source_drafts import FACT_ROOM, citation, facts_below, label_text
from retrieval.documents import Answer, Quote, Span

_CUT_MARKS = 200
"""UTF-16 units kept free for saying what was cut: room for a note below each of three quotations."""


def answer_draft(answer: Answer, phrases: ChatPhrases, note: str = "") -> Draft:
    """The first quote of an answer, or a statement that there is none, below ``note``."""
    if answer.answered:
        return quote_draft(answer, 0, phrases, note)
    said = "\n".join(filter(None, [phrases.common.no_answer, time_text(answer, phrases.common)]))
    return compose([*_note(note), StyledText(said)], keyboards.to_nearest(answer, phrases))


def quote_draft(answer: Answer, number: int, phrases: ChatPhrases, note: str = "") -> Draft:
    """Quote ``number`` of an answer, or of the nearest passages, which are said to be no answer."""
    quotes = answer.found
    quote = quotes[number]
    head = _note(note)
    if not answer.answered:
        head.append(StyledText(f"{phrases.common.no_answer}\n{phrases.common.nearest}\n"))
    tail = citation(quote, phrases)
    said = time_text(answer, phrases.common) if answer.answered and not number else ""
    if said:
        tail.append(StyledText(f"\n\n{shortened(said, FACT_ROOM)}", MessageEntity.ITALIC))
    if len(quotes) > 1:
        count = phrases.common.answer_of.format(number=number + 1, total=len(quotes))
        tail.append(StyledText(f"\n\n{count}"))
    keyboard = keyboards.under_quote(answer, number, phrases)
    return _around(head, [_Exhibit(quote)], tail, phrases, keyboard)


def inline_draft(answer: Answer, number: int, phrases: ChatPhrases) -> Draft:
    """Quote ``number`` as it stands alone in a chat of others, under the question."""
    quote = answer.quotes[number]
    head = [StyledText(shortened(shown(answer.question), FACT_ROOM), MessageEntity.ITALIC), StyledText("\n")]
    return _around(head, [_Exhibit(quote)], citation(quote, phrases), phrases)


def context_draft(
    before: Quote | None, quote: Quote, after: Quote | None, number: int, phrases: ChatPhrases
) -> Draft:
    """The quote between the passages that stand beside it in its document, each with its speaker."""
    shown_quotes = [_Exhibit(quote)]
    if before:
        shown_quotes.insert(0, _Exhibit(before, keep=(before.end, before.end)))
    if after:
        shown_quotes.append(_Exhibit(after, keep=(after.start, after.start)))
    labelled = [replace(each, label=label_text(each.quote, phrases)) for each in shown_quotes]
    head, keyboard = [StyledText(phrases.context + "\n")], keyboards.back_to_quote(number, phrases)
    return _around(head, labelled, facts_below(quote.document, phrases), phrases, keyboard)


def _note(note: str) -> list[StyledText]:
    return [StyledText(f"{shortened(note, FACT_ROOM)}\n", MessageEntity.ITALIC)] if note else []


@dataclass(frozen=True, slots=True)
class _Exhibit:
    """A quote to show under ``label``; ``keep`` is what a cut keeps, by default the answering sentence."""

    quote: Quote
    keep: Span | None = None
    label: str = ""


def _around(
    head: list[StyledText],
    quotes: Sequence[_Exhibit],
    tail: list[StyledText],
    phrases: ChatPhrases,
    keyboard: InlineKeyboardMarkup | None = None,
) -> Draft:
    """Quotations between other text; what does not fit is cut, with a note after the quotation."""
    taken = [f"\n{each.label}\n" for each in quotes] + [part.text for part in (*head, *tail)]
    excerpts = _fitted(quotes, LONGEST - sum(map(units, taken)) - _CUT_MARKS)
    parts: list[StyledText | Excerpt] = [*head]
    for at, (each, excerpt) in enumerate(zip(quotes, excerpts, strict=True)):
        label = ("\n" if at else "") + (f"{each.label}\n" if each.label else "")
        parts += [StyledText(label), excerpt] if label else [excerpt]
        if excerpt.left_out:
            parts.append(StyledText(f"\n{phrases.cut.format(count=excerpt.left_out)}", MessageEntity.ITALIC))
    return compose([*parts, *tail], keyboard)


def _fitted(quotes: Sequence[_Exhibit], room: int) -> list[Excerpt]:
    """An excerpt of each quote; a short one leaves its room to the longer ones."""
    excerpts: dict[int, Excerpt] = {}
    shortest_first = sorted(range(len(quotes)), key=lambda at: units(quotes[at].quote.text))
    for done, at in enumerate(shortest_first):
        excerpts[at] = fitted(quotes[at].quote, room // (len(quotes) - done), quotes[at].keep)
        room -= units(excerpts[at].text)
    return [excerpts[at] for at in range(len(quotes))]
