"""From a question to an answer: ranking, confidence, highlight, proof."""

import datetime
from collections.abc import Callable, Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from retrieval.arrays import Vectors
from retrieval.documents import Answer, Passage, Quote, Span, TimeApplied
from retrieval.encoding.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.language.glossary import Glossary, shipped_glossary
from retrieval.periods import Period
from retrieval.ranking.calibration import CONSERVATIVE, Calibration, load_calibration
from retrieval.ranking.comparison import Comparison
from retrieval.ranking.evidence import evidence
from retrieval.ranking.highlight import highlight
from retrieval.ranking.query import Query, QueryEncoder
from retrieval.ranking.question import checked_question
from retrieval.ranking.ranker import Ranking, rank
from retrieval.ranking.recency import Statement, newer, newest_first, newest_of
from retrieval.ranking.reranking import Reranker, rerank
from retrieval.ranking.weights import ALL, Weights

_RUNNER_UP_SHARE = 0.75
"""A further quote is shown when its score is at least this share of the first one's. A choice: more quotes
than one where several passages answer, and none that is only about the same things."""

_NAMED = 0.5
"""How far a sentence must name a topic to be on it."""


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
        self._queries = QueryEncoder(encoder, generation.centres, glossary or shipped_glossary())
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
        """The answer that a ranking gives."""
        likely = self._confidence(ranking)
        fits = ranking.fitting > 0
        is_answer = fits and likely >= self.calibration.answers_from
        places = np.arange(len(ranking.passages))
        later = self._newer(ranking) if is_answer else None
        if is_answer:
            places = places[: ranking.fitting]
            places = places[ranking.scores[places] >= _RUNNER_UP_SHARE * ranking.scores[places].max()]
            if later is not None:
                places = np.array([0, later, *np.setdiff1d(places, [0, later])])
        quotes = tuple(self._quote(int(place), ranking) for place in places[:top])
        query = ranking.query
        newest = newest_of(self.generation, ranking) if query.newest and is_answer else None
        return Answer(
            question=query.question,
            language=query.language,
            confidence=likely,
            quotes=quotes if is_answer else (),
            nearest=() if is_answer else quotes,
            time=TimeApplied(query.period, fits, newest) if query.period or newest else None,
            newer=None if later is None else self._quote(later, ranking),
        )

    def answer_all(self, questions: Sequence[str], top: int) -> "list[Answer | Exception]":
        """One answer a question, all encoded in one call; an error stands in the place of one that failed.

        The questions have passed `checked_question`.
        """
        try:
            queries = self.queries(questions)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - native code raises errors that are no Exception
            return [_as_exception(error)] * len(questions)
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
        number = generation.numbers.get((quote.document.id, quote.start))
        if number is None or generation.documents[quote.document.id].text != quote.document.text:
            return None, None
        return self._neighbour(number, -1), self._neighbour(number, 1)

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
        try:
            return self.answer_from(self.rank(query), top)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - as above
            return _as_exception(error)

    def _newest_first(self, ranking: Ranking) -> Ranking:
        """``ranking`` with the newest passage first, unless only an older one answers."""
        newest = newest_first(self.generation, ranking)
        return newest if self._answers(newest) or not self._answers(ranking) else ranking

    def _newer(self, ranking: Ranking) -> int | None:
        """The place of a newer passage that says something else; None where the newest is first anyway."""
        if ranking.query.newest:
            return None
        return newer(self.generation, ranking, self._answers, lambda number: self._statement(number, ranking))

    def _statement(self, number: int, ranking: Ranking) -> Statement:
        passage = self.generation.passages[number]
        highlighted = self._highlight(number, ranking)
        columns = [
            column
            for column, (start, end) in enumerate(passage.sentences)
            if any(first <= start and end <= last for first, last in highlighted)
        ]
        named = self._compared(number, ranking).named[:, columns].max(axis=1)
        text = self.generation.documents[passage.document].text
        sentences = " ".join(text[start:end] for start, end in highlighted)
        return Statement.of(np.flatnonzero(named >= _NAMED).tolist(), sentences)

    def _answers(self, ranking: Ranking) -> bool:
        return ranking.fitting > 0 and self._confidence(ranking) >= self.calibration.answers_from

    def _confidence(self, ranking: Ranking) -> float:
        """How likely the first passage answers; 0 where none fits the time that is asked about."""
        return self.calibration.confidence(evidence(self.generation, ranking)) if ranking.fitting else 0.0

    def _quote(self, place: int, ranking: Ranking) -> Quote:
        number = int(ranking.passages[place])
        score = float(ranking.scores[place])
        return self._proven(self.generation.passages[number], self._highlight(number, ranking), score)

    def _highlight(self, number: int, ranking: Ranking) -> tuple[Span, ...]:
        return highlight(self.generation.passages[number], self._compared(number, ranking))

    def _neighbour(self, number: int, step: int) -> Quote | None:
        passages = self.generation.passages
        if not 0 <= number + step < len(passages):
            return None
        passage = passages[number + step]
        if passage.document != passages[number].document:
            return None
        return self._proven(passage, (), score=0.0)

    def _proven(self, passage: Passage, highlighted: tuple[Span, ...], score: float) -> Quote:
        document = self.generation.documents[passage.document]
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

    def _compared(self, number: int, ranking: Ranking) -> Comparison:
        """The comparison with passage ``number`` alone; made now where ranking did not get to it."""
        found = ranking.comparison.only(number)
        return found or Comparison.of(self.generation, ranking.query, ranking.terms, np.array([number]))


def _as_exception(error: BaseException) -> Exception:
    """Native code raises errors that no ``except Exception`` catches; they must not end a worker."""
    return error if isinstance(error, Exception) else RuntimeError(type(error).__name__)
