"""From a question to an answer: ranking, confidence, highlight, proof."""

import datetime
import itertools
from collections.abc import Callable, Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from retrieval.arrays import Vectors
from retrieval.caught import or_error
from retrieval.conversation.context import leans
from retrieval.conversation.remarks import remark_in
from retrieval.documents import Answer, Quote, TimeApplied
from retrieval.encoding.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.language.glossary import Glossary, shipped_glossary
from retrieval.periods import Period
from retrieval.ranking.calibration import CONSERVATIVE, Calibration, load_calibration
from retrieval.ranking.evidence import evidence
from retrieval.ranking.query import Query, QueryEncoder
from retrieval.ranking.question import checked_question
from retrieval.ranking.quoting import Quoting, proven
from retrieval.ranking.ranker import Ranking, rank
from retrieval.ranking.recency import is_newer, newer, newest_first, newest_of
from retrieval.ranking.reranking import Reranker, rerank
from retrieval.ranking.weights import ALL, Weights

_RUNNER_UP_SHARE = 0.75
"""A further quote is shown when its score is at least this share of the first one's. A choice: more quotes
than one where several passages answer, and none that is only about the same things."""


class Retriever:
    """Answers questions from one generation. Safe to use from several threads."""

    def __init__(
        self,
        generation: Generation,
        encoder: Encoder,
        calibration: Calibration | None = None,
        glossary: Glossary | None = None,
        reranker: Reranker | None = None,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        """``calibration`` defaults to what is known of the model that the index was made with,
        ``glossary`` to the project's own, ``reranker`` to none. ``today`` is the day from which "last year"
        in a question is seen.
        """
        self.generation = generation
        self.calibration = calibration or load_calibration(generation.record.recipe.model, reranker=reranker)
        self._queries = QueryEncoder(
            encoder, generation.centres, glossary or shipped_glossary(), generation.lexicon.spelling
        )
        self._reranker = reranker
        self._today = today
        # The products here are small; NumPy's threads would only wait in the way of the encoder's.
        threadpool_limits(1, user_api="blas")

    def answer(self, question: str, top: int = 3, within: Period | None = None) -> Answer:
        """At most ``top`` quotes that come near the best one, or none, and the nearest passages.

        ``within``: the only days that count; the question itself may ask for fewer.

        Raises QuestionError for a question that can't be asked, ProofError where a quote does not
        stand in its document.
        """
        (query,) = self.queries([checked_question(question)], within=within)
        return self.answer_from(self.rank(query), top)

    def answer_from(self, ranking: Ranking, top: int) -> Answer:
        """The answer that a ranking gives; none to a greeting, or to what leans on something unsaid."""
        question, fits = ranking.query.question, ranking.fitting > 0
        asks = remark_in(question) is None and not leans(question)
        likely = self._confidence(ranking) if asks else 0.0
        is_answer = fits and likely >= self.calibration.answers_from
        quoting = Quoting(self.generation, ranking)
        later = self._newer(ranking, quoting) if is_answer else None
        first = [0, later[0]] if later else [0]
        places = _answering(ranking, first) if is_answer else range(len(ranking.passages))
        quotes = tuple(itertools.islice(quoting.quotes(places), top))
        query = ranking.query
        is_newest = query.newest and is_answer
        newest = newest_of(self.generation, ranking, quoting.story) if is_newest else None
        return Answer(
            question=query.question,
            language=query.language,
            confidence=likely,
            quotes=quotes if is_answer else (),
            nearest=() if is_answer else quotes,
            time=TimeApplied(query.period, fits, newest) if query.period or newest else None,
            newer=later[1] if later else None,
        )

    def answer_all(self, questions: Sequence[str], top: int) -> "list[Answer | Exception]":
        """One answer a question, all encoded in one call; an error stands in the place of one that failed.

        The questions have passed `checked_question`.
        """
        queries = or_error(lambda: self.queries(questions))
        if isinstance(queries, Exception):
            return [queries] * len(questions)
        return [self._answer_or_error(query, top) for query in queries]

    @property
    def is_calibrated(self) -> bool:
        """Whether the confidence was fitted for this model; otherwise it follows a conservative rule."""
        return self.calibration is not CONSERVATIVE

    def neighbours(self, quote: Quote) -> tuple[Quote | None, Quote | None]:
        """The passages before and after a quote in its document, without highlights.

        None where there is no such passage, or where this index holds another text of the document.
        """
        generation = self.generation
        numbers = generation.passages_in(quote.document)
        starts = [generation.passages[number].start for number in numbers]
        if quote.start not in starts:
            return None, None
        place = starts.index(quote.start)
        before, after = numbers[:place][-1:], numbers[place + 1 :][:1]
        return self._neighbour(before), self._neighbour(after)

    def queries(
        self,
        questions: Sequence[str],
        *,
        today: datetime.date | None = None,
        within: Period | None = None,
    ) -> list[Query]:
        """``questions`` as they are searched for, encoded in one call.

        ``today``: the day on which they are asked, if not on this one. ``within``: the only days that count.
        """
        return self._queries(questions, today or self._today(), within)

    def rank(self, query: Query, weights: Weights = ALL) -> Ranking:
        """Candidate passages for ``query``, best first. The re-ranker takes part where all features do."""
        ranking = rank(self.generation, query, weights)
        if self._reranker is not None and weights == ALL:
            ranking = rerank(self.generation, ranking, self._reranker)
        return self._newest_first(ranking) if query.newest else ranking

    def question_vector(self, question: str) -> Vectors:
        """The centred vector of the question as it is, shape ``(dimensions,)``."""
        return self._queries.vector(question)

    def _answer_or_error(self, query: Query, top: int) -> "Answer | Exception":
        return or_error(lambda: self.answer_from(self.rank(query), top))

    def _newest_first(self, ranking: Ranking) -> Ranking:
        """``ranking`` with the newest passage first, unless only an older one answers."""
        newest = newest_first(self.generation, ranking, Quoting(self.generation, ranking).story)
        return newest if self._answers(newest) or not self._answers(ranking) else ranking

    def _newer(self, ranking: Ranking, quoting: Quoting) -> tuple[int, Quote] | None:
        """The place and the quote of a newer source that says something else.

        None where there is none, or the newest is first anyway.
        """
        if ranking.query.newest:
            return None
        place = newer(self.generation, ranking, self._answers, quoting.statement)
        if place is None:
            return None
        first, *later = quoting.quotes([0, place])
        # A story is quoted from its earliest source, which need not be newer.
        return next(((place, each) for each in later if is_newer(each.document, first.document)), None)

    def _answers(self, ranking: Ranking) -> bool:
        return ranking.fitting > 0 and self._confidence(ranking) >= self.calibration.answers_from

    def _confidence(self, ranking: Ranking) -> float:
        """How likely the first passage answers; 0 where none fits the time that is asked about."""
        return self.calibration.confidence(evidence(self.generation, ranking)) if ranking.fitting else 0.0

    def _neighbour(self, numbers: range) -> Quote | None:
        """The passage with the one number in ``numbers``; None where there is none."""
        passages = [self.generation.passages[number] for number in numbers]
        return proven(self.generation, passages[0]) if passages else None


def _answering(ranking: Ranking, first: Sequence[int]) -> list[int]:
    """The places of the passages that come near the best one, those in ``first`` before the others."""
    scores = ranking.scores[: ranking.fitting]
    near = np.flatnonzero(scores >= _RUNNER_UP_SHARE * scores.max()).tolist()
    return list(dict.fromkeys([*first, *near]))
