"""From a question to an answer: ranking, confidence, highlight, proof."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from retrieval.arrays import Vectors
from retrieval.documents import Answer, Passage, Quote, Span
from retrieval.encoding.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.index.parts.copies import Digests
from retrieval.language.glossary import Glossary, shipped_glossary
from retrieval.ranking.calibration import CONSERVATIVE, Calibration, load_calibration
from retrieval.ranking.comparison import Comparison
from retrieval.ranking.evidence import evidence
from retrieval.ranking.highlight import highlight
from retrieval.ranking.query import Query, QueryEncoder
from retrieval.ranking.question import checked_question
from retrieval.ranking.ranker import Ranking, rank
from retrieval.ranking.reranking import Reranker, rerank
from retrieval.ranking.stories import said_in, same_story, spans_saying
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
    ) -> None:
        """``calibration`` defaults to what is known of the model that the index was made with,
        ``glossary`` to the project's own, ``reranker`` to none.
        """
        self.generation = generation
        self.calibration = calibration or load_calibration(generation.record.recipe.model, reranker=reranker)
        self._queries = QueryEncoder(encoder, generation.centres, glossary or shipped_glossary())
        self._reranker = reranker
        # The products here are small; NumPy's threads would only wait in the way of the encoder's.
        threadpool_limits(1, user_api="blas")

    def answer(self, question: str, top: int = 3) -> Answer:
        """At most ``top`` quotes that come near the best one, or none, and the nearest passages.

        Raises QuestionError for a question that can't be asked, ProofError where a quote does not
        stand in its document.
        """
        (query,) = self.queries([checked_question(question)])
        return self.answer_from(self.rank(query), top)

    def answer_from(self, ranking: Ranking, top: int) -> Answer:
        """The answer that a ranking gives."""
        likely = self.calibration.confidence(evidence(self.generation, ranking))
        is_answer = likely >= self.calibration.answers_from
        least = _RUNNER_UP_SHARE * ranking.scores[0] if is_answer else -np.inf
        quotes = tuple(itertools.islice(self._quotes(ranking, least), top))
        return Answer(
            question=ranking.query.question,
            language=ranking.query.language,
            confidence=likely,
            quotes=quotes if is_answer else (),
            nearest=() if is_answer else quotes,
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
        numbers = generation.passages_of(quote.document.id)
        starts = [generation.passages[number].start for number in numbers]
        if quote.start not in starts or generation.documents[quote.document.id].text != quote.document.text:
            return None, None
        place = starts.index(quote.start)
        before, after = numbers[:place][-1:], numbers[place + 1 :][:1]
        return self._neighbour(before), self._neighbour(after)

    def queries(self, questions: Sequence[str]) -> list[Query]:
        """``questions`` as they are searched for, encoded in one call."""
        return self._queries(questions)

    def rank(self, query: Query, weights: Weights = ALL) -> Ranking:
        """Candidate passages for ``query``, best first. The re-ranker takes part where all features do."""
        ranking = rank(self.generation, query, weights)
        if self._reranker is None or weights != ALL:
            return ranking
        return rerank(self.generation, ranking, self._reranker)

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

    def _quotes(self, ranking: Ranking, least: float) -> Iterator[Quote]:
        """The passages that score ``least`` or more, each story once, by its earliest document."""
        generation, told = self.generation, dict[int, int]()
        for number, score in zip(ranking.passages.tolist(), ranking.scores.tolist(), strict=True):
            if score < least:
                return
            highlighted = highlight(generation.passages[number], self._compared(number, ranking))
            digests = said_in(generation, number, highlighted)
            if number in told and np.isin(digests, generation.copies.of_passage(told[number])).all():
                continue
            first, *others = story = same_story(generation, number, highlighted)
            if first in told.values():
                continue
            told |= dict.fromkeys(story, first)
            also = tuple(self._saying(other, digests, score) for other in others)
            yield replace(self._saying(first, digests, score), also=also)

    def _saying(self, number: int, digests: Digests, score: float) -> Quote:
        highlighted = spans_saying(self.generation, number, digests)
        return self._proven(self.generation.passages[number], highlighted, score)

    def _neighbour(self, numbers: range) -> Quote | None:
        """The passage with the one number in ``numbers``; None where there is none."""
        passages = [self.generation.passages[number] for number in numbers]
        return self._proven(passages[0], (), score=0.0) if passages else None

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
