"""Which of the passages that answer about as well are newest."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeAlias

import numpy as np

from retrieval.arrays import Ids
from retrieval.documents import Document, Precision, PublicationDate
from retrieval.index.generation import Generation
from retrieval.index.parts.passage_dates import days_of
from retrieval.ranking.ranker import Ranking

_ABOUT_AS_WELL = 0.8
"""Passages answer about as well when their scores are at least this share of the highest one. Of the
questions of the test set "times" that ask for the latest, the newest source comes first in 8 of 12 with 0.95,
in 10 with 0.9, and in 11 with 0.8 and with 0.7."""

_LOOKED_AT = 8
"""First passages among which newer ones are looked for. A choice: more than people look at."""

Story: TypeAlias = Callable[[int], Sequence[int]]
"""The passages that say what a passage says, the newest first: see `Quoting.story`."""

_NUMBER = re.compile(r"\d+(?:[.,\s]\d+)*")


@dataclass(frozen=True, slots=True)
class Statement:
    """What the answering sentence of a passage says: its ``numbers``, and which of the ``topics`` that are
    asked about it names, by their places in the query.
    """

    topics: frozenset[int]
    numbers: frozenset[str]

    @classmethod
    def of(cls, topics: Iterable[int], sentence: str) -> Self:
        numbers = (re.sub(r"\s", "", number) for number in _NUMBER.findall(sentence))
        return cls(frozenset(topics), frozenset(numbers))

    def differs_from(self, other: Self) -> bool:
        """Whether it is on the same, naming at least half of what ``other`` names of what is asked about, and
        has a number that the other has not.

        Other names tell too little: of nine newer passages that were found so among the questions over the
        seeds, seven said nothing else.
        """
        is_on_the_same = 2 * len(self.topics & other.topics) >= max(len(other.topics), 1)
        return is_on_the_same and bool(self.numbers - other.numbers)


def newest_first(generation: Generation, ranking: Ranking, story: Story) -> Ranking:
    """``ranking`` with those of its first passages that answer about as well newest first, each by the newest
    document that tells the same.

    Passages of unknown date stand behind the others.
    """
    order = np.arange(len(ranking.passages))
    published = _published(generation, _newest_told(ranking, story))
    order[_about_as_good(ranking)] = _newest_places(ranking, published)
    return _reordered(ranking, order)


def newest_of(generation: Generation, ranking: Ranking, story: Story) -> int | None:
    """Of how many documents that answer about as well the newest that tells what the first passage says is
    the newest; None where it is not, or their dates are not known.
    """
    places = _about_as_good(ranking)
    published = _published(generation, _newest_told(ranking, story))
    if not published[0] or published[0] < published[places].max():
        return None
    told = (each for number in ranking.passages[places].tolist() for each in story(number))
    return len({generation.passages[each].document for each in told})


def newer(
    generation: Generation,
    ranking: Ranking,
    answers: Callable[[Ranking], bool],
    statement: Callable[[int], Statement],
) -> int | None:
    """The place of a newer passage that answers about as well as the first one, and says something else.

    None where there is none. Newer: by a day or more, both dates being known to the day. It says something
    else where its ``statement`` differs from that of the first one. ``answers`` tells whether
    the first passage of a ranking answers.
    """
    published = _published(generation, ranking.passages[:_LOOKED_AT].tolist())
    first = int(ranking.passages[0])
    if not _is_to_the_day(generation, first):
        return None
    for place in _newest_places(ranking, published).tolist():
        passage = int(ranking.passages[place])
        if published[place] <= published[0] or not _is_to_the_day(generation, passage):
            continue
        order = np.concatenate([[place], np.delete(np.arange(len(ranking.passages)), place)])
        if statement(passage).differs_from(statement(first)) and answers(_reordered(ranking, order)):
            return int(place)
    return None


def is_newer(one: Document, other: Document) -> bool:
    """Whether ``one`` was published on a later day than ``other``, as far as that is known."""
    return days_of(other.published)[1] < days_of(one.published)[0] and one.published is not None


def _about_as_good(ranking: Ranking) -> Ids:
    """Places in the ranking of the passages that answer about as well as the best one."""
    scores = ranking.scores[: min(_LOOKED_AT, ranking.fitting)]
    return np.flatnonzero(scores >= _ABOUT_AS_WELL * scores.max(initial=0.0))


def _newest_places(ranking: Ranking, published: Ids) -> Ids:
    """The places of those that answer about as well, the newest first."""
    places = _about_as_good(ranking)
    newest: Ids = places[np.argsort(-published[places], kind="stable")]
    return newest


def _newest_told(ranking: Ranking, story: Story) -> list[int]:
    """For each of the first passages the newest one that says the same."""
    return [story(number)[0] for number in ranking.passages[:_LOOKED_AT].tolist()]


def _published(generation: Generation, passages: Sequence[int]) -> Ids:
    """The last day on which each of ``passages`` may have been published, as an ordinal; 0 where it is not
    known.
    """
    return np.array([days_of(_date(generation, number))[1] for number in passages], np.int64)


def _date(generation: Generation, passage: int) -> PublicationDate | None:
    return generation.documents[generation.passages[passage].document].published


def _is_to_the_day(generation: Generation, passage: int) -> bool:
    date = _date(generation, passage)
    return date is not None and date.precision is Precision.DAY


def _reordered(ranking: Ranking, order: Ids) -> Ranking:
    return replace(
        ranking,
        passages=ranking.passages[order],
        scores=ranking.scores[order],
        features={name: values[order] for name, values in ranking.features.items()},
    )
