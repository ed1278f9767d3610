"""Answers and sources as drafts of messages. Pure: values in, drafts out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup, MessageEntity

from bot.citation import first_words, link_text, publisher_text, shown
from bot.locale import ChatFrame
from bot.telegram import buttons
from bot.telegram.draft import LONGEST, Draft, Excerpt, Words, compose, fitted, shortened, units
from retrieval.documents import Answer, Document, Quote, Span

_FACT = 300
_LINK = 1000
"""UTF-16 units that a fact of the source, or its link, may take of a message."""

_CUT_MARKS = 200
"""UTF-16 units kept free for saying what was cut."""

_SOURCES_A_PAGE = 5

_SITE = re.compile(r"((?:[\w-]+\.)+[^\W\d_]{2,})")

_TAPPABLE = re.compile("[A-Za-z0-9_]{1,25}")

BOLD, CODE, ITALIC = MessageEntity.BOLD, MessageEntity.CODE, MessageEntity.ITALIC


def answer_draft(answer: Answer, words: ChatFrame) -> Draft:
    """The first quote of an answer, or that there is none."""
    if answer.answered:
        return quote_draft(answer, 0, words)
    return compose([Words(words.frame.no_answer)], buttons.to_nearest(answer, words))


def quote_draft(answer: Answer, number: int, words: ChatFrame) -> Draft:
    """Quote ``number`` of an answer, or of the nearest passages, which are said to be no answer."""
    quotes = answer.found
    quote = quotes[number]
    head = [] if answer.answered else [Words(f"{words.frame.no_answer}\n{words.frame.nearest}\n")]
    tail = _citation(quote, words)
    if len(quotes) > 1:
        count = words.frame.answer_of.format(number=number + 1, total=len(quotes))
        tail.append(Words(f"\n\n{count}"))
    keyboard = buttons.under_quote(answer, number, words)
    return _around(head, [_Shown(quote)], tail, words, keyboard)


def inline_draft(answer: Answer, number: int, words: ChatFrame) -> Draft:
    """Quote ``number`` as it stands alone in a chat of others, under the question."""
    quote = answer.quotes[number]
    head = [Words(shortened(shown(answer.question), _FACT), ITALIC), Words("\n")]
    return _around(head, [_Shown(quote)], _citation(quote, words), words)


def context_draft(
    before: Quote | None, quote: Quote, after: Quote | None, number: int, words: ChatFrame
) -> Draft:
    """The quote between the passages that stand beside it in its document, each with its speaker."""
    shown_quotes = [_Shown(quote)]
    if before:
        shown_quotes.insert(0, _Shown(before, keep=(before.end, before.end)))
    if after:
        shown_quotes.append(_Shown(after, keep=(after.start, after.start)))
    labelled = [replace(each, label=_speaker(each.quote, words)) for each in shown_quotes]
    head, keyboard = [Words(words.context + "\n")], buttons.back_to_quote(number, words)
    return _around(head, labelled, _below(quote.document, words), words, keyboard)


def source_draft(quote: Quote, number: int, words: ChatFrame) -> Draft:
    """The card of a quote's source, and where in its file the quote stands."""
    place = words.quote_at.format(start=quote.start, end=quote.end, path=_fact(quote.document.path))
    parts = [*_card(quote.document, words), Words(f"\n\n{place}")]
    return compose(parts, buttons.back_to_quote(number, words))


def document_draft(document: Document, words: ChatFrame) -> Draft:
    """The card of a source, with its file."""
    return compose([*_card(document, words), Words(f"\n\n{_fact(document.path)}")])


def sources_draft(documents: Sequence[Document], page: int, words: ChatFrame) -> Draft:
    """One page of the cards of all sources; a page beyond the last one is the last one."""
    if not documents:
        return compose([Words(words.no_sources)])
    pages = -(-len(documents) // _SOURCES_A_PAGE)
    page = min(page, pages - 1)
    parts = [Words(words.sources.format(page=page + 1, pages=pages))]
    first = page * _SOURCES_A_PAGE
    # Cards of five sources with long titles and links would not fit.
    room = (LONGEST - _CUT_MARKS) // _SOURCES_A_PAGE
    for document in documents[first : first + _SOURCES_A_PAGE]:
        title = document.title.value if document.title else first_words(document, words.frame)
        publisher = shortened(shown(publisher_text(document, words.frame)), room // 5)
        parts += [Words("\n\n"), *_id(document), Words("  ")]
        parts += [Words(f"{shortened(shown(title), room // 5)}\n"), *_unlinked(publisher)]
        parts += [Words(f" · {words.frame.date(document.published)}\n{_link(document, words, room // 3)}")]
    return compose(parts, buttons.to_pages(page, pages))


def plain_draft(text: str, keyboard: InlineKeyboardMarkup | None = None) -> Draft:
    """A message without a quotation."""
    return compose([Words(shortened(text, LONGEST))], keyboard)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A quote to show under ``label``; ``keep`` is what a cut keeps, by default the answering sentence."""

    quote: Quote
    keep: Span | None = None
    label: str = ""


def _around(
    head: list[Words],
    quotes: Sequence[_Shown],
    tail: list[Words],
    words: ChatFrame,
    keyboard: InlineKeyboardMarkup | None = None,
) -> Draft:
    """Quotations between words; what does not fit is cut, and each cut is said after its quotation."""
    taken = [f"\n{each.label}\n" for each in quotes] + [part.text for part in (*head, *tail)]
    excerpts = _fitted(quotes, LONGEST - sum(map(units, taken)) - _CUT_MARKS)
    parts: list[Words | Excerpt] = [*head]
    for at, (each, excerpt) in enumerate(zip(quotes, excerpts, strict=True)):
        label = ("\n" if at else "") + (f"{each.label}\n" if each.label else "")
        parts += [Words(label), excerpt] if label else [excerpt]
        if excerpt.left_out:
            parts.append(Words(f"\n{words.cut.format(count=excerpt.left_out)}", ITALIC))
    return compose([*parts, *tail], keyboard)


def _fitted(quotes: Sequence[_Shown], room: int) -> list[Excerpt]:
    """An excerpt of each quote; a short one leaves its room to the longer ones."""
    excerpts: dict[int, Excerpt] = {}
    shortest_first = sorted(range(len(quotes)), key=lambda at: units(quotes[at].quote.text))
    for done, at in enumerate(shortest_first):
        excerpts[at] = fitted(quotes[at].quote, room // (len(quotes) - done), quotes[at].keep)
        room -= units(excerpts[at].text)
    return [excerpts[at] for at in range(len(quotes))]


def _id(document: Document) -> list[Words]:
    """A document's id, as a command to tap where it can be one."""
    if _TAPPABLE.fullmatch(document.id):
        return [Words(f"/source_{document.id}")]
    return [_bold_id(document)]


def _bold_id(document: Document) -> Words:
    return Words(shortened(shown(document.id), 64), BOLD)


def _speaker(quote: Quote, words: ChatFrame) -> str:
    return f"{words.frame.speaker}: {_fact(quote.speaker)}" if quote.speaker else ""


def _citation(quote: Quote, words: ChatFrame) -> list[Words]:
    """Who speaks in a quote, and where it comes from, on the lines below it."""
    speaker = [Words("\n" + _speaker(quote, words))] if quote.speaker else []
    return speaker + _below(quote.document, words)


def _below(document: Document, words: ChatFrame) -> list[Words]:
    """What is known of a document, on lines below what stands before."""
    return [part for line in _source(document, words) for part in (Words("\n"), *line)]


def _card(document: Document, words: ChatFrame) -> list[Words]:
    head = [_bold_id(document)]
    if not document.title:
        head.append(Words(f"\n{_fact(first_words(document, words.frame))}"))
    return head + _below(document, words)


def _source(document: Document, words: ChatFrame) -> list[list[Words]]:
    """Title, publisher and date, and link: the parts of each line."""
    lines = []
    if document.title:
        title = _fact(document.title.value) + words.frame.of_basis(document.title.basis)
        lines.append([Words(title, ITALIC)])
    published = Words(f" · {words.frame.date(document.published)}")
    lines.append([*_unlinked(_fact(publisher_text(document, words.frame))), published])
    return [*lines, [Words(_link(document, words, _LINK))]]


def _unlinked(text: str) -> list[Words]:
    """``text`` with site names set so that Telegram makes no links of them: they would pass for the
    article's.
    """
    parts = _SITE.split(text)
    return [Words(part, CODE if at % 2 else None) for at, part in enumerate(parts) if part]


def _link(document: Document, words: ChatFrame, room: int) -> str:
    """A link is shown whole or not at all: a shortened one leads elsewhere."""
    link = link_text(document, words.frame)
    return link if units(link) <= room else words.link_too_long


def _fact(text: str) -> str:
    return shortened(" ".join(shown(text).split()), _FACT)
