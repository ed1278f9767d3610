"""What is shown of a quote where the whole does not fit."""

from dataclasses import dataclass

from bot.telegram.messages.cutting import fitting_length, units
from retrieval.documents import Quote, Span


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
        return Excerpt(quote, start, start + max(1, fitting_length(kept, room)))
    spare = room - units(kept)
    before, after = text[quote.start : start][::-1], text[end : quote.end]
    left = before[: fitting_length(before, spare // 2)]
    right = after[: fitting_length(after, spare - units(left))]
    left = before[: fitting_length(before, spare - units(right))]
    return Excerpt(quote, start - len(left), end + len(right))
