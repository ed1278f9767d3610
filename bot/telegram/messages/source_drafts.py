"""Sources as messages: cards of one or of many, and the lines below a quote. Pure: values in, drafts out."""

import itertools
import re
from collections.abc import Mapping

from telegram import MessageEntity

from bot.citation import also_shown, date_text, first_words, link_text, publisher_text, shown
from bot.locale.chat_phrases import ChatPhrases
from bot.telegram.messages import keyboards
from bot.telegram.messages.cutting import shortened, units
from bot.telegram.messages.draft import LONGEST, Draft, StyledText, compose
from retrieval.documents import Document, Quote

FACT_ROOM = 300
"""UTF-16 units that a fact of a source may take of a message: more than any honest title needs."""

_LINK_ROOM = 1000
"""UTF-16 units that a link may take of a message: addresses with Cyrillic letters in them grow long."""

_ALSO_ROOM = 150
"""UTF-16 units that the publisher, and the link, of a further source may take of a message."""

_ID_ROOM = 64
"""UTF-16 units of an id that is no command to tap: such ids are names of files."""

_SOURCES_A_PAGE = 5
"""Few enough for each card to have room for its title, publisher and link."""

_HEADING_ROOM = 200
"""UTF-16 units of a page of sources that are left for its heading."""

_SITE = re.compile(r"((?:[\w-]+\.)+[^\W\d_]{2,})")
"""What Telegram may turn into a link by itself: names with a dot and an ending of letters."""

_TAPPABLE = re.compile("[A-Za-z0-9_]{1,25}")
"""Ids that ``/source_`` and the id make a command of: the Bot API allows 32 signs, all of these kinds."""


def source_draft(quote: Quote, number: int, phrases: ChatPhrases) -> Draft:
    """The card of a quote's source, and where in its file the quote stands."""
    place = phrases.quote_at.format(start=quote.start, end=quote.end, path=_fact(quote.document.path))
    parts = [*_card(quote.document, phrases), StyledText(f"\n\n{place}")]
    return compose(parts, keyboards.back_to_quote(number, phrases))


def document_draft(document: Document, phrases: ChatPhrases) -> Draft:
    """The card of a source, with its file."""
    return compose([*_card(document, phrases), StyledText(f"\n\n{_fact(document.path)}")])


def sources_draft(documents: Mapping[str, Document], page: int, phrases: ChatPhrases) -> Draft:
    """One page of the cards of all sources, given by id; a page beyond the last one is the last one."""
    if not documents:
        return compose([StyledText(phrases.no_sources)])
    pages = -(-len(documents) // _SOURCES_A_PAGE)
    page = min(page, pages - 1)
    parts = [StyledText(phrases.sources.format(page=page + 1, pages=pages))]
    first = page * _SOURCES_A_PAGE
    room = (LONGEST - _HEADING_ROOM) // _SOURCES_A_PAGE
    for id_ in itertools.islice(documents, first, first + _SOURCES_A_PAGE):
        parts += _entry(documents[id_], room, phrases)
    return compose(parts, keyboards.to_pages(page, pages))


def citation(quote: Quote, phrases: ChatPhrases) -> list[StyledText]:
    """Who speaks in a quote, or its table's head, and where it comes from, on the lines below it."""
    label = label_text(quote, phrases)
    facts = facts_below(quote.document, phrases)
    return [*([StyledText(f"\n{label}")] if label else []), *facts, *_also_below(quote, phrases)]


def label_text(quote: Quote, phrases: ChatPhrases) -> str:
    """Who speaks in a quote, or what stands above the rows that it quotes; empty where neither is known."""
    if quote.speaker:
        return f"{phrases.common.speaker}: {_fact(quote.speaker)}"
    return f"{phrases.common.table}: {_fact(quote.header)}" if quote.header else ""


def facts_below(document: Document, phrases: ChatPhrases) -> list[StyledText]:
    """What is known about a document, on lines below what stands before."""
    return [part for line in _facts(document, phrases) for part in (StyledText("\n"), *line)]


def _also_below(quote: Quote, phrases: ChatPhrases) -> list[StyledText]:
    """The further sources that say the same, the earliest first, on the lines below a quote's own."""
    if not quote.also:
        return []
    common = phrases.common
    documents, more = also_shown(quote)
    parts = [StyledText(f"\n\n{common.also_in(len(quote.also))}:")]
    for document in documents:
        publisher = shortened(" ".join(shown(publisher_text(document, common)).split()), _ALSO_ROOM)
        facts = f" · {date_text(document, common)} · {_link(document, phrases, _ALSO_ROOM)}"
        parts += [StyledText("\n• "), *_unlinked(publisher), StyledText(facts)]
    return [*parts, StyledText(f"\n{common.also_more.format(count=more)}")] if more else parts


def _entry(document: Document, room: int, phrases: ChatPhrases) -> list[StyledText]:
    """A document among others: a short card of at most ``room`` units."""
    common = phrases.common
    title = document.title.value if document.title else first_words(document, common)
    publisher = shortened(shown(publisher_text(document, common)), room // 5)
    date, link = date_text(document, common), _link(document, phrases, room // 3)
    return [
        StyledText("\n\n"),
        *_id(document),
        StyledText(f"  {shortened(shown(title), room // 5)}\n"),
        *_unlinked(publisher),
        StyledText(f" · {date}\n{link}"),
    ]


def _id(document: Document) -> list[StyledText]:
    """A document's id, as a command to tap where it can be one."""
    if _TAPPABLE.fullmatch(document.id):
        return [StyledText(f"/source_{document.id}")]
    return [_bold_id(document)]


def _bold_id(document: Document) -> StyledText:
    return StyledText(shortened(shown(document.id), _ID_ROOM), MessageEntity.BOLD)


def _card(document: Document, phrases: ChatPhrases) -> list[StyledText]:
    head = [_bold_id(document)]
    if not document.title:
        head.append(StyledText(f"\n{_fact(first_words(document, phrases.common))}"))
    return head + facts_below(document, phrases)


def _facts(document: Document, phrases: ChatPhrases) -> list[list[StyledText]]:
    """Title, publisher and date, and link: the parts of each line."""
    lines = []
    if document.title:
        title = _fact(document.title.value) + phrases.common.of_basis(document.title.basis)
        lines.append([StyledText(title, MessageEntity.ITALIC)])
    published = StyledText(f" · {date_text(document, phrases.common)}")
    lines.append([*_unlinked(_fact(publisher_text(document, phrases.common))), published])
    return [*lines, [StyledText(_link(document, phrases, _LINK_ROOM))]]


def _unlinked(text: str) -> list[StyledText]:
    """``text`` with the names of sites styled so that Telegram makes no links of them, which would look like
    links to the article.
    """
    parts = _SITE.split(text)
    return [StyledText(part, MessageEntity.CODE if at % 2 else None) for at, part in enumerate(parts) if part]


def _link(document: Document, phrases: ChatPhrases, room: int) -> str:
    """A link is shown whole or not at all: a shortened one leads elsewhere."""
    link = link_text(document, phrases.common)
    return link if units(link) <= room else phrases.link_too_long


def _fact(text: str) -> str:
    return shortened(" ".join(shown(text).split()), FACT_ROOM)
