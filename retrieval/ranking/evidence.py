"""What a ranking says about whether its first passage answers.

A similarity alone says little: a question about Kazakhstan is like all passages about Kazakhstan, and a
question that differs in one thing, another year or another region, is like the passage that answers its
neighbour. What tells more is whether each thing asked about is there, in the same words or in others, and
near the sentence that would answer.
"""

from dataclasses import dataclass

import numpy as np

from retrieval.arrays import Ids, Scores, Vectors
from retrieval.index.generation import Generation
from retrieval.language.detection import language_of
from retrieval.language.years import meant_years, stated_years
from retrieval.ranking.comparison import Comparison
from retrieval.ranking.highlight import sentence_scores
from retrieval.ranking.ranker import Ranking
from retrieval.ranking.reranking import RERANK

_NAMED_SHARE = 0.8
"""How far a topic counts as present where the passage names it but the token states match less well; chosen
on the calibration sets."""

_THIRD = 2
"""Place, counted from 0 at the highest, of what is compared with: the second passage may say the same."""

_MANY_THINGS = 8
"""Things asked about from which on their number says no more. A choice: few questions name as many."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Figures that are each roughly in [0, 1], and whether question and passage are in different languages.

    ``presence``: how well the passage matches what is asked about; rarer topics count more. ``absence``: how
    far it lacks what it lacks most of names, numbers and what the glossary knows. ``name_absent``: the same
    of names that the glossary knows, which would be found in any language. ``lead`` and ``margin``: how far
    the highest similarity, and the first score, stand above the third one of passages that say different
    things.

    Near the answering sentence (it and its neighbours, title, speaker, year): ``things_named``: the share of
    the things asked about that are named there. ``number_absent``: how far the number that is missed most is
    not. ``other_year``: 1 where years are named there and none of them is asked about. ``window``: the share
    of all that is asked about that the best two sentences name.

    ``things_asked``: how many things the question names, in eighths; the more there are, the less tells that
    one of them is missing.

    ``rerank``: what a re-ranker gives the first passage, 0 without one. ``margin`` is of the scores without
    it: where only the re-ranker puts a passage first, it is low, or below 0.
    """

    presence: float
    absence: float
    lead: float
    margin: float
    things_named: float
    name_absent: float
    number_absent: float
    other_year: float
    window: float
    things_asked: float
    rerank: float
    is_translated: bool


def evidence(generation: Generation, ranking: Ranking) -> Evidence | None:
    """The evidence that the first passage of ``ranking`` answers.

    None for a question that names no thing, which the corpus can't answer: a greeting, or one that leans on
    something unsaid, such as «А сколько он стоит?».
    """
    first = int(ranking.passages[0])
    comparison = ranking.comparison.only(first)
    topics = ranking.query.topics
    if comparison is None or not any(topic.is_thing for topic in topics):
        return None
    matches = comparison.matches.max(axis=1)
    seen = np.array([_seen(matches, topic.rows) for topic in topics])
    named = generation.lexicon.named(ranking.terms, ranking.passages[:1])[:, 0]
    weights = np.sqrt([term.weight for term in ranking.terms])
    is_particular, is_number, is_thing, is_name = (
        np.array([getattr(topic, name) for topic in topics])
        for name in ("is_particular", "is_number", "is_thing", "is_name")
    )
    near = near_the_answer(comparison)
    named_near = np.maximum(comparison.named[:, near].max(axis=1), by_context(named, comparison.named))
    passage = generation.passages[first]
    document = generation.documents[passage.document]
    window = document.text[passage.sentences[near.start][0] : passage.sentences[near.stop - 1][1]]
    years = stated_years(window) | meant_years(window, document.published)
    # A further copy of a passage must not make it look less sure.
    distinct = np.unique(ranking.likeness.first_alike(ranking.passages))
    reranked = ranking.features.get(RERANK, np.zeros(len(ranking.passages)))
    similarity, scores = ranking.features["similarity"][distinct], (ranking.scores - reranked)[distinct]
    whole = document.text[passage.start : passage.end]
    return Evidence(
        presence=float(weights @ np.maximum(seen, _NAMED_SHARE * named) / weights.sum()),
        absence=float(np.max((1 - named) * is_particular)),
        lead=_above_third(similarity.max(), similarity),
        margin=_above_third(scores[0], scores),
        things_named=float((weights * is_thing) @ named_near / (weights @ is_thing)),
        name_absent=float(np.max((1 - named) * is_name)),
        number_absent=float(np.max((1 - named_near) * is_number)),
        other_year=float(bool(ranking.query.years and years) and ranking.query.years.isdisjoint(years)),
        window=float(ranking.features["window_coverage"][0]),
        things_asked=min(1.0, float(is_thing.sum()) / _MANY_THINGS),
        rerank=float(reranked[0]),
        is_translated=language_of(whole) != ranking.query.language,
    )


def near_the_answer(comparison: Comparison) -> slice:
    """The sentence that would answer, and those beside it."""
    best = int(np.argmax(sentence_scores(comparison)))
    return slice(max(0, best - 1), min(comparison.named.shape[1], best + 2))


def by_context(in_passage: Scores, in_sentences: Scores) -> Scores:
    """How far title, speaker and year of a passage name each topic that its sentences name less.

    ``in_passage``: how far the whole passage names each, shape ``(topics,)``; ``in_sentences``: how far each
    of its sentences does, shape ``(topics, sentences)``.
    """
    return np.where(in_passage > in_sentences.max(axis=1) + 1e-9, in_passage, 0.0)


def _seen(matches: Vectors, rows: Ids) -> float:
    """How well a passage's tokens match those in ``rows``; 0 for a model without token states."""
    return float(matches[rows].mean()) if len(rows) else 0.0


def _above_third(value: float, values: Scores) -> float:
    return float(value - (np.sort(values)[-1 - _THIRD] if len(values) > _THIRD else 0.0))
