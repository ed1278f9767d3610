"""The layout of answers and sources in a terminal. Pure: values in, `rich` text out."""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import fill

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.citation import (
    also_shown,
    date_text,
    first_words,
    link_text,
    publisher_text,
    shown,
    time_text,
)
from bot.locale.phrases import Phrases
from retrieval.documents import UTF8, Answer, Document, Quote

_CONTEXT, _ANSWERING = "│ ", "┃ "

_NARROWEST = 20
"""Columns below which text is not wrapped any narrower: most words would be broken."""


def answer_text(answer: Answer, phrases: Phrases, width: int | None) -> Text:
    """All quotes of ``answer``, or a statement that there is none, with the nearest passages.

    ``width``: columns to wrap at; None leaves lines whole, for pipes and files.
    """
    quotes = answer.found
    parts = [] if answer.answered else [no_answer_text(answer, phrases)]
    if answer.answered and (said := time_text(answer, phrases)):
        parts.append(Text("\n").join(_wrapped(Text(said, style="dim"), width)))
    for number, quote in enumerate(quotes, 1):
        parts.append(quote_text(quote, phrases, width, number=number, total=len(quotes)))
    return Text("\n\n").join(parts)


def no_answer_text(answer: Answer, phrases: Phrases) -> Text:
    """A statement that there is no answer, and a heading for the nearest passages, if there are any."""
    text = Text(phrases.no_answer, style="bold")
    if answer.time:
        text.append(f"\n{time_text(answer, phrases)}", style="not bold")
    return text.append(f"\n{phrases.nearest}", style="dim") if answer.nearest else text


def quote_text(quote: Quote, phrases: Phrases, width: int | None, *, number: int, total: int) -> Text:
    """One quote, the answering sentence set off, and where it comes from.

    Raises ProofError where the quote does not stand in its document.
    """
    quote = quote.proven()
    lines = []
    if total > 1:
        lines.append(Text(phrases.answer_of.format(number=number, total=total), style="dim"))
    if quote.header:
        lines += _wrapped(Text(f"{phrases.table}: {shown(quote.header)}", style="dim"), width)
    lines += _gutter_lines(quote, width)
    if quote.speaker:
        lines.append(Text(f"{phrases.speaker}: ").append(shown(quote.speaker), style="bold"))
    return Text("\n").join([*lines, *source_lines(quote.document, phrases, width), *_also(quote, phrases)])


def source_lines(document: Document, phrases: Phrases, width: int | None) -> list[Text]:
    """Title, publisher and date, and the link or a note that there is none."""
    lines: list[Text] = []
    if document.title:
        title = Text(shown(document.title.value), style="bold")
        lines += _wrapped(title.append(phrases.of_basis(document.title.basis), "not bold"), width)
    facts = f"{publisher_text(document, phrases)} · {date_text(document, phrases)}"
    lines += _wrapped(Text(facts, style="cyan"), width)
    return [*lines, Text(link_text(document, phrases), "dim")]  # an address stays in one piece


def _also(quote: Quote, phrases: Phrases) -> Iterator[Text]:
    """The further sources that say the same, the earliest first: publisher, date and link of each."""
    if not quote.also:
        return
    documents, more = also_shown(quote)
    yield Text(f"{phrases.also_in(len(quote.also))}:", "dim")
    for document in documents:
        facts = publisher_text(document, phrases), date_text(document, phrases), link_text(document, phrases)
        yield Text(f"  {' · '.join(facts)}", "dim")
    if more:
        yield Text(f"  {phrases.also_more.format(count=more)}", "dim")


def sources_text(documents: list[Document], phrases: Phrases, replaced: Mapping[str, str]) -> Text:
    """One entry a document: id, date, title or first words, publisher, link.

    ``replaced``: the ids of documents that a newer version replaces, with the id of that version.
    """
    entries = []
    for document in documents:
        indent = " " * (cell_len(document.id) + 2)
        head = Text(shown(document.id), style="bold").append("  ")
        head.append(date_text(document, phrases), style="cyan")
        title = shown(document.title.value) if document.title else first_words(document, phrases)
        rest = f"{title}\n{publisher_text(document, phrases)} · {link_text(document, phrases)}"
        if document.encoding != UTF8:
            rest += f" · {phrases.encoding.format(encoding=document.encoding)}"
        if document.id in replaced:
            rest += f" · {phrases.replaced.format(id=shown(replaced[document.id]))}"
        entries.append(head.append("\n" + indent + rest.replace("\n", "\n" + indent), "not bold"))
    return Text("\n").join(entries)


def document_text(document: Document, phrases: Phrases) -> Text:
    """A whole document, unchanged, under a heading with what is known about it."""
    heading = Text("\n").join(source_lines(document, phrases, width=None))
    return heading.append("\n\n").append(shown(document.text.strip()), style="not bold not dim")


def wrapped(text: str, width: int | None) -> str:
    """``text`` in lines of at most ``width`` columns; a longer word, such as an address, stays whole."""
    if width is None:
        return text
    columns = max(_NARROWEST, width)
    lines = text.split("\n")
    return "\n".join(fill(line, columns, break_long_words=False, break_on_hyphens=False) for line in lines)


def _gutter_lines(quote: Quote, width: int | None) -> Iterator[Text]:
    """The quote's text behind a bar: thin for context, thick for the answering sentence."""
    at = quote.start
    for start, end in quote.highlight:
        yield from _barred(quote, at, start, width, is_answer=False)
        yield from _barred(quote, start, end, width, is_answer=True)
        at = end
    yield from _barred(quote, at, quote.end, width, is_answer=False)


def _barred(quote: Quote, start: int, end: int, width: int | None, *, is_answer: bool) -> Iterator[Text]:
    bar, style, bar_style = (_ANSWERING, "bold", "green") if is_answer else (_CONTEXT, "", "dim")
    for line in shown(quote.document.text[start:end]).split("\n"):
        if line.strip():
            text = Text(line.strip(" \t\r"), style=style)
            for part in _wrapped(text, width and width - len(bar)):
                yield Text(bar, style=bar_style).append_text(part)


def _wrapped(text: Text, width: int | None) -> Iterable[Text]:
    return [text] if width is None else text.wrap(_PLAIN_CONSOLE, max(_NARROWEST, width))


_PLAIN_CONSOLE = Console(file=None, width=80, color_system=None)
"""Only measures text; nothing is printed to it."""
