"""A message before it is sent: text, and entities whose offsets count UTF-16 units, as Telegram does.

Nothing is ever parsed as markup, so no sign of a source can break a message.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from telegram import InlineKeyboardMarkup, MessageEntity

from retrieval.documents import Quote, Span
from retrieval.errors import ProofError

LONGEST = 4096
"""UTF-16 units of a message, as the Bot API allows."""

_EXPANDABLE_FROM = 700
_WORD = 100
"""How far back, in characters, a cut looks for the end of a word."""

QUOTATIONS = (MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE)


@dataclass(frozen=True, slots=True)
class Words:
    """Words around a quotation; ``style`` is the type of an entity."""

    text: str
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a quote: ``[start, end)`` of its document, inside the quote."""

    quote: Quote
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.quote.document.text[self.start : self.end]

    @property
    def left_out(self) -> int:
        """Characters of the quote that are not shown."""
        return len(self.quote.text) - (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message; ``excerpts`` are what its quotations hold, in order."""

    text: str
    entities: tuple[MessageEntity, ...]
    excerpts: tuple[Excerpt, ...]
    keyboard: InlineKeyboardMarkup | None = None

    def proven(self) -> Self:
        """This draft, checked: it can be sent, and each quotation in it stands in its document.

        Raises ProofError where not.
        """
        coded = _coded(self.text)
        if not 0 < len(coded) // 2 <= LONGEST:
            raise ProofError(f"A message of {len(coded) // 2} UTF-16 units can't be sent.")
        if any("\ud800" <= character <= "\udfff" for character in self.text):
            raise ProofError("A message with half characters can't be sent.")
        quotations = [entity for entity in self.entities if entity.type in QUOTATIONS]
        if len(quotations) != len(self.excerpts):
            raise ProofError(f"{len(quotations)} quotations stand for {len(self.excerpts)} quotes.")
        for entity, excerpt in zip(quotations, self.excerpts, strict=True):
            quote = excerpt.quote.proven()
            sent = coded[2 * entity.offset : 2 * (entity.offset + entity.length)]
            if not quote.start <= excerpt.start < excerpt.end <= quote.end or sent != _coded(excerpt.text):
                raise ProofError(f"A quotation differs from {quote.document.path}.")
        return self


def compose(parts: Sequence[Words | Excerpt], keyboard: InlineKeyboardMarkup | None = None) -> Draft:
    """The parts in a row; an excerpt becomes a quotation with its answering sentence in bold."""
    entities: list[MessageEntity] = []
    at = 0
    for part in parts:
        length = units(part.text)
        if isinstance(part, Excerpt):
            long = length > _EXPANDABLE_FROM
            style = MessageEntity.EXPANDABLE_BLOCKQUOTE if long else MessageEntity.BLOCKQUOTE
            entities.append(MessageEntity(style, at, length))
            entities += _highlights(part, at)
        elif part.style and part.text.strip():
            entities.append(MessageEntity(part.style, at, length))
        at += length
    excerpts = tuple(part for part in parts if isinstance(part, Excerpt))
    return Draft("".join(part.text for part in parts), tuple(entities), excerpts, keyboard)


def units(text: str) -> int:
    """UTF-16 units of ``text``; a lone surrogate is one."""
    return len(_coded(text)) // 2


def shortened(text: str, room: int) -> str:
    """``text``, or as much of it as ``room`` units hold, with a mark at its end."""
    return text if units(text) <= room else text[: _reach(text, room - 1)] + "…"


def fitted(quote: Quote, room: int, keep: Span | None = None) -> Excerpt:
    """As much of ``quote`` as ``room`` UTF-16 units hold, around the span ``keep``.

    ``keep`` defaults to the answering sentence; cuts fall between words where there are any.
    """
    text = quote.document.text
    if units(quote.text) <= room:
        return Excerpt(quote, quote.start, quote.end)
    start, end = keep or (quote.highlight[0] if quote.highlight else (quote.start, quote.start))
    kept = text[start:end]
    if units(kept) >= room:
        return Excerpt(quote, start, start + max(1, _reach(kept, room)))
    spare = room - units(kept)
    before, after = text[quote.start : start][::-1], text[end : quote.end]
    left = before[: _reach(before, spare // 2)]
    right = after[: _reach(after, spare - units(left))]
    left = before[: _reach(before, spare - units(right))]
    return Excerpt(quote, start - len(left), end + len(right))


def _highlights(excerpt: Excerpt, at: int) -> Iterator[MessageEntity]:
    text = excerpt.quote.document.text
    for start, end in excerpt.quote.highlight:
        first, last = max(start, excerpt.start), min(end, excerpt.end)
        if first < last:
            offset = at + units(text[excerpt.start : first])
            yield MessageEntity(MessageEntity.BOLD, offset, units(text[first:last]))


def _reach(text: str, room: int) -> int:
    """How many characters of ``text`` fit into ``room`` units, back to the end of a word if one is near."""
    reach = len(_coded(text)[: 2 * max(0, room)].decode("utf-16-le", "surrogatepass"))
    if units(text[:reach]) > room:  # the last character was split
        reach -= 1
    if reach < len(text):
        for end in range(reach, max(0, reach - _WORD), -1):
            if text[end].isspace() and not text[end - 1].isspace():
                return end
    return reach


def _coded(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")
