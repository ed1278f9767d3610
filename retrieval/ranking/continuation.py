"""What the document of a quote says on a question that leans on the quote."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np

from retrieval.arrays import Ids, Scores
from retrieval.documents import Quote, Span
from retrieval.index.generation import Generation
from retrieval.index.parts.lexicon import SearchTerm
from retrieval.language.glossary import Name
from retrieval.language.words import words
from retrieval.ranking.comparison import Comparison
from retrieval.ranking.evidence import by_context, near_the_answer
from retrieval.ranking.highlight import sentence_scores
from retrieval.ranking.query import Query
from retrieval.ranking.quoting import proven
from retrieval.ranking.ranker import Ranking

NAMED = 0.35
"""The share of what a follow-up asks itself that a sentence which answers it must name, at least; chosen, as
the figures below, on the tune half of the test dialogues."""

_LEAD = 0.15
"""How far that sentence must stand out among the others of its document. With 0.1 one more follow-up is
answered rightly, and two more wrongly."""

_CARRIED_WEIGHT = 0.5
"""What the whole question counts beside the words of the follow-up itself."""

_REACH = 20
"""Passages before and after the quote that are looked at. A choice: an article is shorter, a book is not."""


def named_near(
    generation: Generation, ranking: Ranking, asked: Collection[str], part: Callable[[Name], Name] = tuple
) -> float:
    """How far the sentence that would answer, or one beside it, names what the words ``asked`` ask about.

    The mean of their topics in the first passage, by their IDF, in [0, 1]; 1 where they ask about nothing.
    ``part``: the words of a name that must be there.
    """
    first = ranking.passages[:1]
    comparison = ranking.comparison.only(int(first[0]))
    chosen = _topics_of(ranking.query, asked)
    if comparison is None or not chosen:
        return float(not chosen)
    names = [tuple(map(part, ranking.query.topics[number].names)) for number in chosen]
    terms = generation.lexicon.terms(names)
    named, _ = generation.lexicon.sentences_naming(terms, first)
    in_passage = generation.lexicon.named(terms, first)[:, 0]
    near = named[:, near_the_answer(comparison)].max(axis=1)
    # Title and speaker count, and the passage's other sentences do not.
    named_here = np.maximum(near, by_context(in_passage, named))
    return float(_share(named_here[:, None], terms)[0])


def continued(
    generation: Generation, quote: Quote, ranking: Ranking, own: Query, asked: Collection[str]
) -> Quote | None:
    """The passage around the sentence of the quote's document that answers ``own``; None where none does.

    ``ranking``: of the whole question; ``own``: the follow-up alone, whose words ``asked`` say what is asked.
    """
    chosen = _topics_of(own, asked)
    numbers = _around(generation, quote)
    if not chosen or not len(numbers):
        return None
    names = [own.topics[number].names for number in chosen]
    terms = tuple(generation.lexicon.terms(names))
    own = replace(own, topics=tuple(own.topics[number] for number in chosen))
    alone = Comparison.of(generation, own, terms, numbers)
    whole = Comparison.of(generation, ranking.query, ranking.terms, numbers)
    scores = sentence_scores(alone) + _CARRIED_WEIGHT * sentence_scores(whole)
    places = [(number, span) for number in numbers for span in generation.passages[int(number)].sentences]
    best, *others = np.argsort(-scores, kind="stable")
    number, span = places[best]
    stands_out = not others or scores[best] - scores[others[0]] >= _LEAD
    if not stands_out or _share(alone.named, terms)[best] < NAMED or _is_shown(span, quote):
        return None
    return proven(generation, generation.passages[int(number)], (span,), float(scores[best]))


def _topics_of(query: Query, asked: Collection[str]) -> list[int]:
    """The places of the topics that are called by one of the words ``asked``."""
    found = {word for each in asked for word in words(each)}
    return [number for number, topic in enumerate(query.topics) if not found.isdisjoint(topic.names[0])]


def _share(named: Scores, terms: Sequence[SearchTerm]) -> Scores:
    weights = np.sqrt([term.weight for term in terms])
    share: Scores = weights @ named / weights.sum()
    return share


def _around(generation: Generation, quote: Quote) -> Ids:
    """The numbers of the passages around a quote, if this generation has its document unchanged."""
    numbers = generation.passages_in(quote.document)
    if not numbers:
        return np.array([], np.int64)
    shown = next((n for n in numbers if generation.passages[n].start >= quote.start), numbers[-1])
    return np.array([n for n in numbers if abs(n - shown) <= _REACH], np.int64)


def _is_shown(span: Span, quote: Quote) -> bool:
    return any(start < span[1] and span[0] < end for start, end in quote.highlight)
