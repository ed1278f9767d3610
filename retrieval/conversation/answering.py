"""The answer to a question as it was read after another."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from retrieval.caught import or_error
from retrieval.conversation.context import Reading, ReadingKind
from retrieval.conversation.naming import proper_part
from retrieval.documents import Answer, Quote
from retrieval.index.generation import Generation
from retrieval.periods import Period
from retrieval.ranking.continuation import NAMED, continued, named_near
from retrieval.ranking.question import checked_question
from retrieval.ranking.ranker import Ranking
from retrieval.ranking.retriever import Retriever

_NAME_NAMED = 0.7
"""How far an exchanged name must be named. A choice: in other forms, but not half of it."""


def answer_reading(retriever: Retriever, reading: Reading, top: int, within: Period | None = None) -> Answer:
    """The answer to a question as it was read, with the arguments and errors of `Retriever.answer`.

    What a follow-up says itself must be named near the sentence that answers: the other place or name, or
    what it asks of the thing that was carried over. Where the corpus has no such sentence, or it is the one
    that was shown already, the document of the shown quote may have one.
    """
    if not reading.is_changed:
        return retriever.answer(reading.question, top, within)
    questions = [checked_question(reading.question), reading.own or reading.question]
    whole, own = retriever.queries(questions, within=within)
    ranking = retriever.rank(whole)
    answer = retriever.answer_from(ranking, top)
    if _answers(answer, ranking, reading, retriever.generation):
        return answer
    refused = replace(answer, quotes=(), nearest=() if answer.answered else answer.nearest, newer=None)
    if reading.kind is not ReadingKind.CARRIED or reading.after is None:
        return refused
    found = continued(retriever.generation, reading.after, ranking, own, reading.asked)
    if found is None:
        return refused
    # No calibration covers it: no more is claimed than that it is good enough to be shown.
    likely = retriever.calibration.answers_from
    return replace(refused, confidence=likely, quotes=(found,), nearest=())


def answer_readings(
    retriever: Retriever, readings: Sequence[Reading], top: int
) -> "list[Answer | Exception]":
    """As `Retriever.answer_all`, of questions as they were read: those that lean on no other are encoded in
    one call.
    """
    whole = iter(retriever.answer_all([each.question for each in readings if not each.is_changed], top))
    return [
        or_error(partial(answer_reading, retriever, each, top)) if each.is_changed else next(whole)
        for each in readings
    ]


def _answers(answer: Answer, ranking: Ranking, reading: Reading, generation: Generation) -> bool:
    """Whether ``answer`` is one to what the follow-up says itself."""
    if not answer.answered:
        return False
    if reading.kind is ReadingKind.EXCHANGED:
        return named_near(generation, ranking, reading.asked, proper_part) >= _NAME_NAMED
    named = named_near(generation, ranking, reading.asked)
    return named >= NAMED and not _is_same(answer.quotes[0], reading.after)


def _is_same(found: Quote, shown: Quote | None) -> bool:
    """Whether the sentence that was found is the one that was shown already."""
    return shown is not None and (found.document.id, found.highlight) == (shown.document.id, shown.highlight)
