"""From a question to an answer: candidates, fusion, highlight, confidence, proof.

The score of a passage is::

    (passage similarity + best window similarity) / 2
        + 0.2 * coverage
        + late interaction

Similarities are cosines of centred vectors; a window is one or two sentences; coverage is the share
of the question's IDF mass that the passage holds. All are bounded, so each adds where it has something
to say and stays silent where it has not: coverage across languages, for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from retrieval.calibration import Calibration, Evidence, load_calibration
from retrieval.chunking import windows_of
from retrieval.documents import Answer, Passage, Quote, Span
from retrieval.encoder import Encoded, Encoder, TokenEncoder, Vectors, unit
from retrieval.errors import QuestionError, QuestionFault
from retrieval.index import Generation
from retrieval.index.lexicon import Scores
from retrieval.index.store import Ids
from retrieval.language import Language, language_of
from retrieval.normalisation import plain_text
from retrieval.words import telling_words

LONGEST_QUESTION = 1000
"""Characters of a question."""

_NEAREST_VECTORS = 300
_NEAREST_LEXICAL = 50
_LATE_CANDIDATES = 50
_KEYWORDS_WEIGHT = 0.6
_COVERAGE_WEIGHT = 0.2
_SENTENCE_COVERAGE_WEIGHT = 0.15
_RUNNER_UP_SHARE = 0.75
"""A further quote is shown when its score is at least this share of the first one's."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is searched for: a vector, and token states, shape ``(tokens, dimensions)``."""

    question: str
    language: Language
    vector: Vectors
    tokens: Vectors


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages of one generation, best first, with what each one's score is made of.

    ``late`` has the first ones only, those that were compared token by token; ``weights`` says how much
    each question token counted there.
    """

    query: Query
    passages: Ids
    scores: Scores
    dense: Scores
    late: Scores
    weights: Vectors


class Retriever:
    """Answers questions from one generation. Safe to use from several threads."""

    def __init__(
        self, generation: Generation, encoder: Encoder, calibration: Calibration | None = None
    ) -> None:
        """``calibration`` defaults to what is known of the model that the index was made with."""
        self.generation = generation
        self.calibration = calibration or load_calibration(generation.manifest.recipe.model)
        self._encode = TokenEncoder(encoder.encode_query)
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
        question = ranking.query.question
        likely = self.calibration.confidence(evidence_of(ranking)) if telling_words(question) else 0.0
        is_answer = likely >= self.calibration.answers_from
        least = _RUNNER_UP_SHARE * ranking.scores[0] if is_answer else -np.inf
        quotes = tuple(
            self._quote(int(passage), float(score), ranking)
            for passage, score in zip(ranking.passages[:top], ranking.scores[:top], strict=True)
            if score >= least
        )
        return Answer(
            question=question,
            language=ranking.query.language,
            confidence=likely,
            quotes=quotes if is_answer else (),
            nearest=() if is_answer else quotes,
        )

    def neighbours(self, quote: Quote) -> tuple[Quote | None, Quote | None]:
        """The passages before and after a quote in its document, without highlights.

        None where there is no such passage, or where this index holds another text of the document.
        """
        generation = self.generation
        number = generation.numbers.get((quote.document.id, quote.start))
        if number is None or generation.documents[quote.document.id].text != quote.document.text:
            return None, None
        return self._neighbour(number, -1), self._neighbour(number, 1)

    def queries(self, questions: Sequence[str]) -> list[Query]:
        """``questions`` as they are searched for, encoded in one call.

        The vector leans towards the words that tell what is asked: "What did X say about Y?" alone
        looks like everything that X ever said.
        """
        keywords = [" ".join(telling_words(question)) or question for question in questions]
        texts = list(dict.fromkeys([*questions, *keywords]))
        encoded = dict(zip(texts, self._encode(texts), strict=True))
        return [
            self._query(question, encoded[question], encoded[telling])
            for question, telling in zip(questions, keywords, strict=True)
        ]

    def rank(self, query: Query) -> Ranking:
        """Candidate passages for ``query``, best first."""
        generation = self.generation
        coverage = generation.lexicon.coverage(query.question)
        candidates = self._candidates(query.vector, generation.lexicon.bm25(query.question))
        dense = self._dense(query.vector, candidates)
        first = dense + _COVERAGE_WEIGHT * coverage[candidates]
        order = np.argsort(-first, kind="stable")
        candidates, dense, scores = candidates[order], dense[order], first[order]
        matches = generation.tokens.passage_matches(query.tokens, candidates[:_LATE_CANDIDATES])
        weights = _token_weights(matches)
        late = np.asarray(weights @ matches, np.float64)
        # Candidates beyond those that are compared token by token stay behind them, in their order.
        scores[: len(late)] += late
        again = np.argsort(-scores[: len(late)], kind="stable")
        order = np.concatenate([again, np.arange(len(late), len(scores))])
        return Ranking(
            query=query,
            passages=candidates[order],
            scores=scores[order],
            dense=dense[order],
            late=late[again],
            weights=weights,
        )

    def question_vector(self, question: str) -> Vectors:
        """The centred vector of the question as it is, shape ``(dimensions,)``."""
        (encoded,) = self._encode([question])
        return self.generation.centres.questions[language_of(question)].encoded(encoded).vector

    def _query(self, question: str, whole: Encoded, keywords: Encoded) -> Query:
        language = language_of(question)
        centre = self.generation.centres.questions[language]
        whole, keywords = centre.encoded(whole), centre.encoded(keywords)
        vector = unit(whole.vector + np.float32(_KEYWORDS_WEIGHT) * keywords.vector)
        return Query(question, language, vector, whole.tokens)

    def _candidates(self, query: Vectors, lexical: Scores) -> Ids:
        """Passages with a near vector, or with words of the question."""
        rows = self.generation.store.search(query, _NEAREST_VECTORS)
        near = np.searchsorted(self.generation.row_starts, rows, side="right") - 1
        best = np.argsort(-lexical, kind="stable")[:_NEAREST_LEXICAL]
        return np.union1d(near, best[lexical[best] > 0])

    def _dense(self, query: Vectors, candidates: Ids) -> Scores:
        """Mean of a passage's own similarity and that of its best window."""
        starts = self.generation.row_starts
        rows = [np.arange(starts[passage], starts[passage + 1]) for passage in candidates]
        similar = self.generation.store.vectors(np.concatenate(rows)) @ query
        bounds = np.concatenate([[0], np.cumsum([len(of_passage) for of_passage in rows])[:-1]])
        best = np.maximum.reduceat(similar, bounds)
        return np.asarray((similar[bounds] + best) / 2, np.float64)

    def _quote(self, number: int, score: float, ranking: Ranking) -> Quote:
        passage = self.generation.passages[number]
        document = self.generation.documents[passage.document]
        return Quote(
            document=document,
            start=passage.start,
            end=passage.end,
            text=document.text[passage.start : passage.end],
            highlight=(self._best_sentence(number, passage, ranking),),
            speaker=passage.speaker,
            score=score,
        ).proven()

    def _neighbour(self, number: int, step: int) -> Quote | None:
        passages = self.generation.passages
        if not 0 <= number + step < len(passages):
            return None
        passage = passages[number + step]
        if passage.document != passages[number].document:
            return None
        document = self.generation.documents[passage.document]
        text = document.text[passage.start : passage.end]
        return Quote(document, passage.start, passage.end, text, (), passage.speaker, score=0.0).proven()

    def _best_sentence(self, number: int, passage: Passage, ranking: Ranking) -> Span:
        """The sentence that answers best: late interaction, its own similarity, and coverage."""
        if len(passage.sentences) == 1:
            return passage.sentences[0]
        generation, query = self.generation, ranking.query
        text = generation.documents[passage.document].text
        windows = windows_of(passage)
        first = generation.row_starts[number] + 1
        rows = np.array([first + windows.index(sentence) for sentence in passage.sentences])
        similar = generation.store.vectors(rows) @ query.vector
        late = ranking.weights @ generation.tokens.sentence_matches(query.tokens, number)
        covered = [
            generation.lexicon.coverage_of(query.question, plain_text(text[start:end]))
            for start, end in passage.sentences
        ]
        scores = late + similar / 2 + _SENTENCE_COVERAGE_WEIGHT * np.asarray(covered)
        return passage.sentences[int(np.argmax(scores))]


def checked_question(question: str) -> str:
    """``question`` with white space made plain; raises QuestionError where it can't be asked."""
    if any("\ud800" <= character <= "\udfff" for character in question):
        raise QuestionError(QuestionFault.NOT_TEXT, "The question is not valid text (UTF-8): type it again.")
    plain = " ".join(question.replace("\0", " ").split())
    if not plain:
        raise QuestionError(QuestionFault.EMPTY, "The question is empty: ask in words.")
    if len(plain) > LONGEST_QUESTION:
        raise QuestionError(
            QuestionFault.TOO_LONG,
            f"The question has {len(plain)} characters: ask in at most {LONGEST_QUESTION}.",
        )
    if not any(character.isalnum() for character in plain):
        raise QuestionError(QuestionFault.NO_WORDS, "The question has no words or numbers: ask in words.")
    return plain


def _token_weights(matches: Vectors) -> Vectors:
    """How well each question token tells candidates apart, summing to 1, shape ``(question tokens,)``.

    That is its best match over all candidates less its mean one: a name that every passage has weighs
    nothing.
    """
    telling: Vectors = matches.max(axis=1) - matches.mean(axis=1)
    total = telling.sum()
    return telling / total if total > 0 else np.full_like(telling, 1 / max(len(telling), 1))


def evidence_of(ranking: Ranking) -> Evidence:
    """What the confidence in the first passage of ``ranking`` rests on."""
    runner_up = ranking.scores[1] if len(ranking.scores) > 1 else 0.0
    return Evidence(
        dense=float(ranking.dense[0]),
        late=float(ranking.late[0]),
        margin=float(ranking.scores[0] - runner_up),
    )
