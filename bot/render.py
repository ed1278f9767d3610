"""Answers and sources as terminal text. Pure: values in, `rich` text out."""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.citation import first_words, link_text, publisher_text, shown
from bot.locale import Frame
from retrieval.documents import Answer, Document, Quote

_CONTEXT, _ANSWERING = "│ ", "┃ "


def answer_text(answer: Answer, frame: Frame, width: int | None) -> Text:
    """All quotes of ``answer``, or that there is none and what is nearest.

    ``width``: columns to wrap at; None leaves lines whole, for pipes and files.
    """
    quotes = answer.found
    parts = [] if answer.answered else [no_answer_text(answer, frame)]
    for number, quote in enumerate(quotes, 1):
        parts.append(quote_text(quote, frame, width, number=number, total=len(quotes)))
    return Text("\n\n").join(parts)


def no_answer_text(answer: Answer, frame: Frame) -> Text:
    """That there is no answer, and a heading for what is nearest, if anything."""
    text = Text(frame.no_answer, style="bold")
    return text.append(f"\n{frame.nearest}", style="dim") if answer.nearest else text


def quote_text(quote: Quote, frame: Frame, width: int | None, *, number: int, total: int) -> Text:
    """One quote, the answering sentence set off, and where it comes from.

    Raises ProofError where the quote does not stand in its document.
    """
    quote = quote.proven()
    lines = []
    if total > 1:
        lines.append(Text(frame.answer_of.format(number=number, total=total), style="dim"))
    lines += _gutter_lines(quote, width)
    if quote.speaker:
        lines.append(Text(f"{frame.speaker}: ").append(shown(quote.speaker), style="bold"))
    return Text("\n").join([*lines, *source_lines(quote.document, frame, width)])


def source_lines(document: Document, frame: Frame, width: int | None) -> list[Text]:
    """Title, publisher and date, and the link or that there is none."""
    lines: list[Text] = []
    if document.title:
        title = Text(shown(document.title.value), style="bold")
        lines += _wrapped(title.append(frame.of_basis(document.title.basis), "not bold"), width)
    facts = f"{publisher_text(document, frame)} · {frame.date(document.published)}"
    lines += _wrapped(Text(facts, style="cyan"), width)
    return [*lines, Text(link_text(document, frame), "dim")]  # an address stays in one piece


def sources_text(documents: list[Document], frame: Frame) -> Text:
    """One entry a document: id, date, title or first words, publisher, link."""
    entries = []
    for document in documents:
        indent = " " * (cell_len(document.id) + 2)
        head = Text(shown(document.id), style="bold").append("  ")
        head.append(frame.date(document.published), style="cyan")
        title = shown(document.title.value) if document.title else first_words(document, frame)
        rest = f"{title}\n{publisher_text(document, frame)} · {link_text(document, frame)}"
        entries.append(head.append("\n" + indent + rest.replace("\n", "\n" + indent), "not bold"))
    return Text("\n").join(entries)


def document_text(document: Document, frame: Frame) -> Text:
    """A whole document as its file has it, under what is known of it."""
    heading = Text("\n").join(source_lines(document, frame, width=None))
    return heading.append("\n\n").append(shown(document.text.strip()), style="not bold not dim")


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
    return [text] if width is None else text.wrap(_PLAIN_CONSOLE, max(20, width))


_PLAIN_CONSOLE = Console(file=None, width=80, color_system=None)
"""Only for its measuring of text; nothing is ever printed to it."""
