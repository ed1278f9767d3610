"""The same story in several documents: which passages say, word for word, what a quote says.

A sentence is the same where its words and the year or day that it means are the same, and the passages or the
documents around it nearly repeat each other. It is not where different people are known to say it, or where
another sentence of the passage was edited so that a number, a month or a name differs: one may correct the
other.
"""

import datetime
import functools
import itertools
from collections.abc import Iterator

import numpy as np

from retrieval.arrays import Ids
from retrieval.documents import LinkKind, Span
from retrieval.index.generation import Generation
from retrieval.index.parts.copies import Digests
from retrieval.language.languages import LANGUAGES
from retrieval.language.normalisation import folded
from retrieval.language.words import stem, words

_UNKNOWN = 9999
"""Stands for a part of a date that is not known: it sorts last."""

_VERSION = 0.5
"""The share of their words in common from which two sentences are versions of one. A choice: a sentence
that was edited keeps most of them."""

_REMEMBERED = 1 << 12
"""Sentences whose words are remembered: those of a story are compared in each question that finds it."""

_LONG_NAME = 4
"""Letters from which the name of a month is told by its beginning, with any ending."""


def same_story(generation: Generation, number: int, highlighted: tuple[Span, ...]) -> list[int]:
    """The passages that say what passage ``number`` says in ``highlighted``: itself and one of each other
    document, the earliest first.
    """
    digests = said_in(generation, number, highlighted)
    saying = functools.reduce(np.intersect1d, map(generation.copies.saying, digests))
    others = saying[saying != number]
    found = {int(generation.runs_of(np.array([number]))[0][0]): number}
    for document, other in _told_by(generation, number, others):
        if document not in found and _is_same(generation, number, other):
            found[document] = other
    # Of equally old ones, those with the whole text that was found come first.
    return sorted(
        found.values(),
        key=lambda each: (
            _date(generation, each),
            not generation.copies.is_same(number, each),
            _standing(generation, each),
        ),
    )


def said_in(generation: Generation, number: int, highlighted: tuple[Span, ...]) -> Digests:
    """The digests of the sentences of passage ``number`` that lie in ``highlighted``."""
    inside = [
        any(start <= first and last <= end for start, end in highlighted)
        for first, last in generation.passages[number].sentences
    ]
    return generation.copies.of_passage(number)[inside]


def spans_saying(generation: Generation, number: int, digests: Digests) -> tuple[Span, ...]:
    """The sentences of passage ``number`` that have one of ``digests``, adjacent ones as one span."""
    spans: list[Span] = []
    was_one = False
    is_one = np.isin(generation.copies.of_passage(number), digests).tolist()
    for span, is_it in zip(generation.passages[number].sentences, is_one, strict=True):
        if is_it:
            spans.append((spans.pop()[0], span[1]) if was_one else span)
        was_one = is_it
    return tuple(spans)


def _told_by(generation: Generation, number: int, others: Ids) -> Iterator[tuple[int, int]]:
    """Those of ``others`` that have the text of passage ``number``, nearly repeat it, or stand in a document
    that nearly repeats its document; with the number of the first passage of their document.

    All are looked at at once, because many documents may have one sentence in common.
    """
    if not len(others):
        return
    copies, alone = generation.copies, np.array([number])
    (first,), (count,) = generation.runs_of(alone)
    firsts, counts = generation.runs_of(others)
    is_told = copies.texts[others] == copies.texts[alone]
    is_told |= copies.nearly_repeating(alone, others, np.ones(len(others), np.int64))
    documents, places, of_others = np.unique(firsts, return_index=True, return_inverse=True)
    is_told |= copies.nearly_repeating(np.arange(first, first + count), documents, counts[places])[of_others]
    yield from zip(firsts[is_told].tolist(), others[is_told].tolist(), strict=True)


def _is_same(generation: Generation, one: int, other: int) -> bool:
    """Whether nothing in two passages, of two documents that are nearly the same, speaks against it."""
    if generation.copies.is_same(one, other):
        return True
    if len({generation.passages[each].speaker for each in (one, other)} - {None}) > 1:
        return False
    pairs = ((one, other), (other, one))
    left, right = (list(_lacked(generation, each, instead)) for each, instead in pairs)
    return not any(_differ(*pair) for pair in itertools.product(left, right))


def _lacked(generation: Generation, number: int, other: int) -> Iterator[str]:
    """The sentences of passage ``number`` that are nowhere in the document of passage ``other``."""
    passage = generation.passages[number]
    text = generation.documents[passage.document].text
    (first,), (count,) = generation.runs_of(np.array([other]))
    there = np.concatenate([generation.copies.of_passage(each) for each in range(first, first + count)])
    for (start, end), digest in zip(passage.sentences, generation.copies.of_passage(number), strict=True):
        if digest not in there:
            yield text[start:end]


def _differ(one: str, other: str) -> bool:
    """Whether two sentences are versions of one that differ in a number, a month or a name."""
    left, right = _stems(one), _stems(other)
    is_version = len(left & right) >= _VERSION * len(left | right)
    return is_version and not (_particulars(one) <= right and _particulars(other) <= left)


@functools.lru_cache(_REMEMBERED)
def _particulars(sentence: str) -> frozenset[str]:
    """The stems of the numbers, months and names in ``sentence``."""
    return frozenset(
        stem(word)
        for place, piece in enumerate(sentence.split())
        for word in words(piece)
        if word[0].isdigit() or _is_month(word) or (place and piece.lstrip("«\"'(“„")[:1].isupper())
    )


@functools.lru_cache(_REMEMBERED)
def _stems(sentence: str) -> frozenset[str]:
    return frozenset(stem(word) for piece in sentence.split() for word in words(piece))


def _is_month(word: str) -> bool:
    whole, beginnings = _months()
    return word in whole or word.startswith(beginnings)


@functools.cache
def _months() -> tuple[frozenset[str], tuple[str, ...]]:
    """The names of the months in all languages, and those that are told by their beginnings."""
    from babel.dates import get_month_names

    names = {
        folded(name)
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for name in get_month_names("wide", context, language).values()
    }
    return frozenset(names), tuple(name for name in names if len(name) >= _LONG_NAME)


def _date(generation: Generation, number: int) -> tuple[int, int, int, datetime.time]:
    """When the document of passage ``number`` was published, for sorting; what is not known sorts last."""
    published = generation.documents[generation.passages[number].document].published
    parts = (published.year, published.month, published.day) if published else (None, None, None)
    year, month, day = (_UNKNOWN if part is None else part for part in parts)
    return year, month, day, (published and published.time) or datetime.time.max


def _standing(generation: Generation, number: int) -> tuple[bool, str]:
    """Puts a document first that can be read on the web."""
    document = generation.documents[generation.passages[number].document]
    return document.link.kind is not LinkKind.ARTICLE, document.id
