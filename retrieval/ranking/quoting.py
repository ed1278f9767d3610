"""From a ranking to its quotes: each story once, by one of the documents that tell it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from retrieval.documents import Passage, Quote, Span
from retrieval.index.generation import Generation
from retrieval.index.parts.copies import Digests
from retrieval.index.parts.passage_dates import days_of
from retrieval.ranking.comparison import Comparison
from retrieval.ranking.highlight import highlight
from retrieval.ranking.ranker import Ranking
from retrieval.ranking.recency import Statement
from retrieval.ranking.stories import said_in, same_story, spans_saying

_NAMED = 0.5
"""How far a sentence must name a topic to be on it."""


class Quoting:
    """Makes the quotes of one ranking."""

    def __init__(self, generation: Generation, ranking: Ranking) -> None:
        self._generation = generation
        self._ranking = ranking

    def quotes(self, places: Iterable[int]) -> Iterator[Quote]:
        """The passages at these places of the ranking, each story once.

        It is quoted from its earliest document; where the newest is asked for, from its newest.
        """
        generation, told = self._generation, dict[int, int]()
        for place in places:
            number, score = int(self._ranking.passages[place]), float(self._ranking.scores[place])
            highlighted = self._highlight(number)
            digests = said_in(generation, number, highlighted)
            if number in told and np.isin(digests, generation.copies.of_passage(told[number])).all():
                continue
            first, *others = story = self._telling(number, highlighted)
            if first in told.values():
                continue
            told |= dict.fromkeys(story, first)
            also = tuple(self._saying(other, digests, score) for other in others)
            yield replace(self._saying(first, digests, score), also=also)

    def statement(self, number: int) -> Statement:
        """What the answering sentence of passage ``number`` says."""
        passage = self._generation.passages[number]
        highlighted = self._highlight(number)
        columns = [
            column
            for column, (start, end) in enumerate(passage.sentences)
            if any(first <= start and end <= last for first, last in highlighted)
        ]
        named = self._compared(number).named[:, columns].max(axis=1)
        text = self._generation.documents[passage.document].text
        sentences = " ".join(text[start:end] for start, end in highlighted)
        return Statement.of(np.flatnonzero(named >= _NAMED).tolist(), sentences)

    def story(self, number: int) -> list[int]:
        """The passages that say what passage ``number`` says, the one to quote first: where the newest is
        asked for, the newest.
        """
        return self._telling(number, self._highlight(number))

    def _telling(self, number: int, highlighted: tuple[Span, ...]) -> list[int]:
        """The passages that say the same, the one to quote first, then the earliest of the others.

        Only those of the period that is asked about, if ``number`` is of it.
        """
        story = same_story(self._generation, number, highlighted)
        query = self._ranking.query
        if query.period:
            fits = self._generation.fit(query.period, np.array(story))
            story = [each for each, fit in zip(story, fits, strict=True) if fit] or [number]
        if query.newest:
            newest = max(story, key=self._last_day)
            story = [newest, *(each for each in story if each != newest)]
        return story

    def _last_day(self, number: int) -> int:
        document = self._generation.passages[number].document
        return days_of(self._generation.documents[document].published)[1]

    def _saying(self, number: int, digests: Digests, score: float) -> Quote:
        highlighted = spans_saying(self._generation, number, digests)
        return proven(self._generation, self._generation.passages[number], highlighted, score)

    def _highlight(self, number: int) -> tuple[Span, ...]:
        return highlight(self._generation.passages[number], self._compared(number))

    def _compared(self, number: int) -> Comparison:
        """The comparison with passage ``number`` alone; made now where ranking did not get to it."""
        ranking = self._ranking
        found = ranking.comparison.only(number)
        return found or Comparison.of(self._generation, ranking.query, ranking.terms, np.array([number]))


def proven(
    generation: Generation, passage: Passage, highlighted: tuple[Span, ...] = (), score: float = 0.0
) -> Quote:
    """``passage`` as a quote; raises ProofError where it does not stand in its document."""
    document = generation.documents[passage.document]
    return Quote(
        document=document,
        start=passage.start,
        end=passage.end,
        text=document.text[passage.start : passage.end],
        highlight=highlighted,
        speaker=passage.speaker,
        score=score,
        header=passage.header,
    ).proven()
