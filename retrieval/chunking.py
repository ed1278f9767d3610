"""From a document to the passages that are retrieved, and their sentences. Pure.

A passage is a run of whole sentences of one speaker: a paragraph; several short ones; or part of a
long one. It never exceeds the model's tokens, so nothing is cut off when it is embedded. Together the
passages of a document cover its paragraphs but for white space.
"""

import math
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from razdel import sentenize

from retrieval.documents import Document, Paragraph, Passage, Span
from retrieval.language.normalisation import plain_text
from retrieval.language.years import meant_years, stated_years

TokenCounter: TypeAlias = Callable[[str], int]
"""The number of a model's tokens in a text."""

_Fits: TypeAlias = Callable[[int, int], bool]

LONGEST_PASSAGE = 1200
"""Characters of a passage. A choice: what a person reads at a glance on a phone."""

_SHORT = 300
"""Characters below which a paragraph joins the next one of the same speaker. A choice: a few lines on a
phone, too little to be understood alone."""

_HEADING_SHARE = 0.25
"""The most of a passage's tokens that its heading may take. A choice: titles of news are far shorter, and a
longer one would crowd out what it heads."""

_BLOCK = 20_000
"""Characters: the splitter's time grows as the square of what it can't split."""

_LONGEST_ABBREVIATION = 8
"""Characters, full stop included, of the longest of `_UNFINISHED`, and some to spare."""

# The splitter ends a sentence at a capital after these; they rarely end one.
_UNFINISHED = re.compile(r"\b(?:млрд|млн|трлн|тыс|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.$")


def passages_of(document: Document, count_tokens: TokenCounter, limit: int) -> list[Passage]:
    """The passages of ``document``, in order, each of at most ``limit`` tokens under its heading."""
    heading = heading_of(document, count_tokens, limit)
    found: list[Passage] = []
    for group in _groups(document):
        above = heading + header_of(group[0].header or "", count_tokens, limit)
        fits = _room(document.text, above, count_tokens, limit)
        sentences = [span for paragraph in group for span in _sentences(document.text, paragraph)]
        found += [_passage(document, run, group[0]) for run in _cut(document.text, sentences, fits)]
    return found


def _cut(text: str, sentences: list[Span], fits: _Fits) -> list[list[Span]]:
    """``sentences`` in runs that fit; mostly they all do, and their tokens are counted once."""
    if fits(sentences[0][0], sentences[-1][1]):
        return [sentences]
    return list(_runs([piece for sentence in sentences for piece in _pieces(text, sentence, fits)], fits))


def _room(text: str, above: str, count_tokens: TokenCounter, limit: int) -> _Fits:
    """Whether a span of ``text`` may be a passage below ``above``."""

    def fits(start: int, end: int) -> bool:
        is_short = end - start <= LONGEST_PASSAGE
        return is_short and count_tokens(above + plain_text(text[start:end])) <= limit

    return fits


def heading_of(document: Document, count_tokens: TokenCounter, limit: int) -> str:
    """What a model reads before each passage of ``document``, to know what it is about: the title.

    Empty where there is none, or it would take too much of the ``limit``.
    """
    if not document.title:
        return ""
    heading = f"{plain_text(document.title.value).rstrip('.')}. "
    return heading if count_tokens(heading) <= limit * _HEADING_SHARE else ""


def header_of(header: str, count_tokens: TokenCounter, limit: int) -> str:
    """What a model reads, after the heading, before rows of a table that has ``header``.

    Empty where there is none, or it would take too much of the ``limit``.
    """
    above = f"{plain_text(header)}: " if header else ""
    return above if count_tokens(above) <= limit * _HEADING_SHARE else ""


def _sentences(text: str, paragraph: Paragraph) -> list[Span]:
    if paragraph.header is not None:
        return [(paragraph.start, paragraph.end)]
    return sentences_of(text, paragraph.start, paragraph.end)


def sentences_of(text: str, start: int, end: int) -> list[Span]:
    """Spans of the sentences in ``text[start:end]``, in offsets of ``text``."""
    spans: list[Span] = []
    for block, block_end in _blocks(text, start, end):
        for found in sentenize(text[block:block_end]):
            span = (block + found.start, block + found.stop)
            if spans and _UNFINISHED.search(
                text[max(spans[-1][0], spans[-1][1] - _LONGEST_ABBREVIATION) : spans[-1][1]]
            ):
                span = (spans.pop()[0], span[1])
            spans.append(span)
    return spans


def _passage(document: Document, sentences: list[Span], first: Paragraph) -> Passage:
    start, end = sentences[0][0], sentences[-1][1]
    text = document.text[start:end]
    years = stated_years(text) | meant_years(text, document.published)
    return Passage(document.id, start, end, tuple(sentences), first.speaker, years, first.header or "")


def _blocks(text: str, start: int, end: int) -> Iterator[Span]:
    """``text[start:end]`` cut at white space, because the splitter's time grows as the square of length."""
    while end - start > _BLOCK:
        cut = text.rfind(" ", start + 1, start + _BLOCK)
        cut = start + _BLOCK if cut < 0 else cut
        yield start, cut
        start = cut
    yield start, end


def _groups(document: Document) -> Iterator[list[Paragraph]]:
    """Paragraphs that may share a passage: one speaker or table, nothing but white space between."""
    group: list[Paragraph] = []
    for paragraph in document.paragraphs:
        if group and not _joins(document.text, group, paragraph):
            yield group
            group = []
        group.append(paragraph)
    if group:
        yield group


def _joins(text: str, group: list[Paragraph], paragraph: Paragraph) -> bool:
    last = group[-1]
    if last.is_title or last.speaker != paragraph.speaker or last.header != paragraph.header:
        return False
    if text[last.end : paragraph.start].strip():
        return False
    # A short paragraph mostly leads in to the one after it ("He added:"), so it joins forwards.
    leads_in = last.end - group[0].start < _SHORT or text[last.end - 1] == ":"
    return leads_in and paragraph.end - group[0].start <= LONGEST_PASSAGE


def _pieces(text: str, span: Span, fits: _Fits) -> list[Span]:
    """``span``, halved at white space until each piece fits."""
    start, end = span
    if end - start <= 1 or fits(start, end):
        return [span]
    middle = (start + end) // 2
    gaps = [gap.span() for gap in re.finditer(r"\s+", text[start:end])]
    nearest = min(gaps, key=lambda gap: abs(start + gap[0] - middle), default=None)
    if nearest:
        left, right = (start, start + nearest[0]), (start + nearest[1], end)
    else:
        left, right = (start, middle), (middle, end)
    return _pieces(text, left, fits) + _pieces(text, right, fits)


def _runs(sentences: list[Span], fits: _Fits) -> Iterator[list[Span]]:
    """Sentences in runs that fit, of about the same length."""
    total = sentences[-1][1] - sentences[0][0]
    even = total / math.ceil(total / LONGEST_PASSAGE)
    run: list[Span] = []
    for start, end in sentences:
        if run and (run[-1][1] - run[0][0] >= even or not fits(run[0][0], end)):
            yield run
            run = []
        run.append((start, end))
    yield run
