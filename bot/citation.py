"""What is said about a source, in a terminal and in a chat alike. Pure: values in, plain text out."""

from collections.abc import Sequence

from bot.locale.phrases import Phrases
from retrieval.documents import Answer, Document, Quote

_ALSO = 3
"""Further sources of a quote that are named: a choice, so that they take less room than the quote."""

_FIRST_WORDS = 70
"""Characters that stand for a missing title: about a line of a terminal with its indent."""

# A source must not be able to control a terminal: control characters are replaced by a visible sign.
_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def publisher_text(document: Document, phrases: Phrases) -> str:
    """Who published the document, who wrote it, and whom the publisher cites."""
    publisher, author, cites = document.publisher, document.author, document.cites
    said = [shown(publisher.value) + phrases.of_basis(publisher.basis) if publisher else phrases.no_publisher]
    if author:
        said.append(phrases.author.format(author=shown(author.value)) + phrases.of_basis(author.basis))
    if cites:
        said.append(phrases.cites.format(source=shown(cites.value)))
    return ", ".join(said)


def date_text(document: Document, phrases: Phrases) -> str:
    """When the document was published, and when it was last changed if it says so."""
    published = phrases.date(document.published)
    if document.updated is None:
        return published
    return f"{published}, {phrases.updated.format(date=phrases.date(document.updated))}"


def link_text(document: Document, phrases: Phrases) -> str:
    """The address, with a note where it is only the publisher's; or that there is none."""
    link = document.link
    if link.url is None:
        return phrases.no_link
    note = f" ({phrases.publisher_link})" if link.kind == "publisher" else ""
    return shown(link.url) + note + phrases.of_basis(link.basis)


def also_shown(quote: Quote) -> tuple[Sequence[Document], int]:
    """The earliest of the further sources that say the same, and how many more there are."""
    documents = [other.document for other in quote.also]
    return documents[:_ALSO], len(documents[_ALSO:])


def time_text(answer: Answer, phrases: Phrases) -> str:
    """How the time that was asked for was applied, and whether there is a newer source; empty where neither
    is to be said.
    """
    said = []
    time, newer = answer.time, answer.newer
    if time and time.period:
        said.append(
            (phrases.time if time.fits else phrases.no_time).format(period=phrases.period(time.period))
        )
    if time and time.newest_of and time.newest_of > 1:
        date = phrases.date(answer.quotes[0].document.published)
        said.append(phrases.newest.format(count=time.newest_of, date=date))
    if newer:
        date = phrases.date(newer.document.published)
        said.append(phrases.newer.format(date=date, title=_named(newer.document, phrases)))
    return "\n".join(said)


def _named(document: Document, phrases: Phrases) -> str:
    return f"«{shown(document.title.value)}»" if document.title else first_words(document, phrases)


def first_words(document: Document, phrases: Phrases) -> str:
    """The first words of a document without a title, to tell it from others."""
    paragraph = document.paragraphs[0]
    words = " ".join(document.text[paragraph.start : paragraph.end].split())
    cut = words if len(words) <= _FIRST_WORDS else words[:_FIRST_WORDS].rsplit(" ", 1)[0] + "…"
    return f"{phrases.untitled}: «{shown(cut)}»"


def shown(text: str) -> str:
    """``text`` with its control characters made visible."""
    return text.translate(_CONTROLS)
