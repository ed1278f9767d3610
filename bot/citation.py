"""What is said of a source, the same in a terminal and in a chat. Pure: values in, plain text out."""

from bot.locale import Frame
from retrieval.documents import Document

_FIRST_WORDS = 70
# A source must not be able to drive a terminal: control characters are shown, not sent.
_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def publisher_text(document: Document, frame: Frame) -> str:
    """Who published it, and whom they cite."""
    publisher, cites = document.publisher, document.cites
    named = shown(publisher.value) + frame.of_basis(publisher.basis) if publisher else ""
    text = named or frame.no_publisher
    return f"{text}, {frame.cites.format(source=shown(cites.value))}" if cites else text


def link_text(document: Document, frame: Frame) -> str:
    """The address, said to be the publisher's where it is not the article's; or that it is missing."""
    link = document.link
    if link.url is None:
        return frame.no_link
    note = f" ({frame.publisher_link})" if link.kind == "publisher" else ""
    return shown(link.url) + note + frame.of_basis(link.basis)


def first_words(document: Document, frame: Frame) -> str:
    """How a document without a title is told from others."""
    paragraph = document.paragraphs[0]
    words = " ".join(document.text[paragraph.start : paragraph.end].split())
    cut = words if len(words) <= _FIRST_WORDS else words[:_FIRST_WORDS].rsplit(" ", 1)[0] + "…"
    return f"{frame.untitled}: «{shown(cut)}»"


def shown(text: str) -> str:
    """``text`` with its control characters made visible."""
    return text.translate(_CONTROLS)
