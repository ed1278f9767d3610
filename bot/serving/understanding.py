"""What a message to the bot means: a remark that gets a friendly word, or a question as it is to be read."""

from collections import Counter
from collections.abc import Callable, Iterable

from bot.citation import date_text, first_words, link_text, publisher_text, shown
from bot.locale.phrases import Phrases
from retrieval import Retriever
from retrieval.conversation import (
    AboutQuote,
    Reading,
    Remark,
    Said,
    Turn,
    read_in_context,
    remark_in,
    without_greeting,
)
from retrieval.documents import Document, PublicationDate, Quote


def understood(message: str, previous: Turn | None) -> Said | Reading:
    """A remark, or a question without its greeting, read after ``previous``."""
    return remark_in(message) or read_in_context(without_greeting(message), previous)


ASKS_FOR_MORE = (AboutQuote.MORE, AboutQuote.MORE_SAID)
"""What is answered by another passage, not by a word about the quote."""


def reply_to(remark: Remark, retriever: Retriever, phrases: Phrases) -> str:
    """A short answer to a remark, from figures of the corpus where it asks for them.

    Takes seconds where a large corpus is asked for its publishers.
    """
    said, generation = phrases.remarks[remark], retriever.generation
    facts: dict[str, Callable[[], object]] = {
        "documents": lambda: len(generation.documents),
        "span": lambda: _span(generation.first_and_last(), phrases),
        "newest": lambda: _newest(generation.first_and_last(), phrases),
        "publishers": lambda: _publishers(generation.documents.values(), phrases),
    }
    return said.format(**{name: fact() for name, fact in facts.items() if f"{{{name}}}" in said})


def said_next(retriever: Retriever, quote: Quote, about: AboutQuote) -> Quote | None:
    """The passage that follows ``quote`` in its document; for MORE_SAID the next one of the same speaker.

    None where there is none, or nobody knows who speaks.
    """
    _, following = retriever.neighbours(quote)
    if about is AboutQuote.MORE_SAID:
        while following and following.speaker != quote.speaker:
            _, following = retriever.neighbours(following)
        return following if quote.speaker else None
    return following


def nothing_next(quote: Quote, about: AboutQuote, phrases: Phrases) -> str:
    """Why `said_next` has found nothing."""
    return phrases.no_speaker if about is AboutQuote.MORE_SAID and not quote.speaker else phrases.no_more


def about_quote_text(about: AboutQuote, quote: Quote, phrases: Phrases) -> str:
    """What is known of who said a quote, when, or where it stands; to be shown above the quote again."""
    if about is AboutQuote.SPEAKER:
        return f"{phrases.speaker}: {shown(quote.speaker)}" if quote.speaker else phrases.no_speaker
    if about is AboutQuote.DATE:
        return phrases.published.format(date=date_text(quote.document, phrases))
    return f"{publisher_text(quote.document, phrases)}\n{link_text(quote.document, phrases)}"


def _span(dated: tuple[Document, Document] | None, phrases: Phrases) -> str:
    """From the first to the last date, without times of day."""
    if dated is None:
        return phrases.no_date
    dates = [phrases.date(_day(document.published)) for document in dated]
    return " – ".join(dict.fromkeys(dates))


def _day(published: PublicationDate | None) -> PublicationDate | None:
    if published is None:
        return None
    return PublicationDate(published.year, published.month, published.day, basis=published.basis)


def _newest(dated: tuple[Document, Document] | None, phrases: Phrases) -> str:
    """Title, publisher, date and link of the document with the latest date."""
    if dated is None:
        return phrases.no_date
    _, document = dated
    title = document.title
    named = shown(title.value) + phrases.of_basis(title.basis) if title else first_words(document, phrases)
    where = f"{publisher_text(document, phrases)} · {date_text(document, phrases)}"
    return f"{named}\n{where}\n{link_text(document, phrases)}"


_MOST_PUBLISHERS = 5
"""Publishers that are named. A choice: `/sources` lists them all."""


def _publishers(documents: Iterable[Document], phrases: Phrases) -> str:
    """The publishers of most documents, the most frequent first."""
    counts = Counter(shown(document.publisher.value) for document in documents if document.publisher)
    return ", ".join(name for name, _ in counts.most_common(_MOST_PUBLISHERS)) or phrases.no_publisher
