"""What each passage gives to the parts of the index: one record a passage."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.chunking import header_of, heading_of, passages_of
from retrieval.documents import Document, Passage
from retrieval.encoding.encoder import Encoder
from retrieval.language.detection import language_of
from retrieval.language.languages import page_pattern
from retrieval.language.normalisation import plain_text
from retrieval.language.years import meant_years, stated_years

_RELATIVE_DAY = re.compile(rf"\b(?:{page_pattern(lambda page: page.relative_day)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PassageTexts:
    """One passage and its texts.

    ``read``: what the model reads, the passage under the heading of its document and of its table.
    ``before``: for each sentence, how many of the model's tokens stand before it in ``read``; before the
    first one stands the heading. ``sentences``: what counts as the words of each sentence, with the years
    that they mean. ``context``: what counts as words of the passage, but of no sentence: title, header of the
    table, speaker, year, month. ``said``: what each sentence says, to find it in other documents: its words,
    the table's header, and the year or day that it means.
    """

    passage: Passage
    read: str
    before: tuple[int, ...]
    sentences: tuple[str, ...]
    context: str
    said: tuple[str, ...]


def texts_of(document: Document, encoder: Encoder) -> Iterator[PassageTexts]:
    """The passages of ``document``, cut for ``encoder``, in order."""
    heading = heading_of(document, encoder.count_tokens, encoder.limit)
    for passage in passages_of(document, encoder.count_tokens, encoder.limit):
        header = header_of(passage.header, encoder.count_tokens, encoder.limit)
        yield _texts(document, passage, heading, header, encoder)


def _texts(document: Document, passage: Passage, heading: str, header: str, encoder: Encoder) -> PassageTexts:
    text = plain_text(document.text[passage.start : passage.end])
    if text.startswith(heading.rstrip(". ")):
        heading = ""
    heading += header
    ends = [end for _, end in passage.sentences[:-1]]
    before = (heading, *(heading + plain_text(document.text[passage.start : end]) for end in ends))
    sentences = tuple(_with_years(document.text[slice(*span)], document) for span in passage.sentences)
    return PassageTexts(
        passage=passage,
        read=heading + text,
        # A space at the end would be counted as a token of its own; it belongs to the next word's.
        before=tuple(encoder.count_tokens(text.rstrip()) for text in before),
        sentences=sentences,
        context=f"{heading}{passage.speaker or ''} {_date_words(document, passage)}",
        said=tuple(_said(sentence, document, passage) for sentence in sentences),
    )


def _date_words(document: Document, passage: Passage) -> str:
    """Year and month of publication, the month by its name in the language of the passage."""
    from babel.dates import get_month_names

    published = document.published
    if published is None:
        return ""
    if published.month is None:
        return str(published.year)
    language = language_of(document.text[passage.start : passage.end])
    return f"{published.year} {get_month_names('wide', locale=language)[published.month]}"


def _said(sentence: str, document: Document, passage: Passage) -> str:
    published = document.published
    day = published.isoformat() if published and _RELATIVE_DAY.search(sentence) else ""
    return " ".join(filter(None, [passage.header, sentence, day]))


def _with_years(sentence: str, document: Document) -> str:
    text = plain_text(sentence)
    meant = meant_years(text, document.published) - stated_years(text)
    return " ".join([text, *map(str, sorted(meant))])
