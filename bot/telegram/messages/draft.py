"""A message before it is sent: text, and entities whose offsets count UTF-16 units, as Telegram does.

Nothing is ever parsed as markup, so no sign of a source can break a message.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from telegram import InlineKeyboardMarkup, MessageEntity

from bot.telegram.messages.cutting import coded, shortened, units
from bot.telegram.messages.excerpt import Excerpt
from retrieval.errors import ProofError

LONGEST = 4096
"""UTF-16 units of a message, as the Bot API allows."""

_EXPANDABLE_FROM = 700
"""UTF-16 units beyond which a quotation is folded: it would fill the screen of a phone."""

QUOTATIONS = (MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE)


@dataclass(frozen=True, slots=True)
class StyledText:
    """A text that is no quotation; ``style`` is the type of an entity, None for plain text."""

    text: str
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A message; ``excerpts`` are what its quotations hold, in their order."""

    text: str
    entities: tuple[MessageEntity, ...]
    excerpts: tuple[Excerpt, ...]
    keyboard: InlineKeyboardMarkup | None = None

    def proven(self) -> Self:
        """This draft, once it is checked: it can be sent, and each quotation in it stands in its document.

        Raises ProofError where not.
        """
        text = coded(self.text)
        if not 0 < len(text) // 2 <= LONGEST:
            raise ProofError(f"A message of {len(text) // 2} UTF-16 units can't be sent.")
        if any("\ud800" <= character <= "\udfff" for character in self.text):
            raise ProofError("A message with half characters can't be sent.")
        quotations = [entity for entity in self.entities if entity.type in QUOTATIONS]
        if len(quotations) != len(self.excerpts):
            raise ProofError(f"{len(quotations)} quotations stand for {len(self.excerpts)} quotes.")
        for entity, excerpt in zip(quotations, self.excerpts, strict=True):
            quote = excerpt.quote.proven()
            sent = text[2 * entity.offset : 2 * (entity.offset + entity.length)]
            if not quote.start <= excerpt.start < excerpt.end <= quote.end or sent != coded(excerpt.text):
                raise ProofError(f"A quotation differs from {quote.document.path}.")
        return self


def compose(parts: Sequence[StyledText | Excerpt], keyboard: InlineKeyboardMarkup | None = None) -> Draft:
    """A message of all parts in a row; an excerpt becomes a quotation with its answering sentence in bold."""
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


def plain_draft(text: str, keyboard: InlineKeyboardMarkup | None = None) -> Draft:
    """A message without a quotation."""
    return compose([StyledText(shortened(text, LONGEST))], keyboard)


def _highlights(excerpt: Excerpt, at: int) -> Iterator[MessageEntity]:
    text = excerpt.quote.document.text
    for start, end in excerpt.quote.highlight:
        first, last = max(start, excerpt.start), min(end, excerpt.end)
        if first < last:
            offset = at + units(text[excerpt.start : first])
            yield MessageEntity(MessageEntity.BOLD, offset, units(text[first:last]))
