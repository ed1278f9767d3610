"""From a question to an answer: candidates, fusion, highlight, confidence, proof.

The score of a passage is::

    (passage similarity + best window similarity) / 2
        + 0.35 * coverage
        + late interaction

Similarities are cosines of centred vectors; a window is one or two sentences; coverage is the share of
what the question asks about that the passage names, in any language of the glossary. All are bounded, so
each adds where it has something to say and stays silent where it has not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from retrieval.calibration import Calibration, Evidence, load_calibration
from retrieval.chunking import windows_of
from retrieval.documents import Answer, Passage, Quote, Span
from retrieval.encoder import Encoded, Encoder, TokenEncoder, Vectors
from retrieval.errors import QuestionError, QuestionFault
from retrieval.glossary import Concept, Glossary, shipped_glossary
from retrieval.index import Generation
from retrieval.index.lexicon import Scores
from retrieval.index.store import Ids
from retrieval.language import Language, language_of
from retrieval.reading import meant

LONGEST_QUESTION = 1000
"""Characters of a question."""

_NEAREST_VECTORS = 300
_NEAREST_LEXICAL = 50
_LATE_CANDIDATES = 20
_RUNNER_UP_SHARE = 0.75
"""A further quote is shown when its score is at least this share of the first one's."""
_SENTENCE_SIMILARITY_WEIGHT = 0.25
_ABOUT_AS_GOOD = 0.1
"""A second sentence is set off when its score comes this near the best one's."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts beside the similarity of the passage; 0 leaves it out.

    ``windows``: share of the best window in the similarity. ``glossary``: whether other names count.
    """

    windows: float = 0.5
    coverage: float = 0.35
    late: float = 1.0
    glossary: bool = True


ALL = Weights()


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is searched for: what it asks about, a vector, and token states.

    ``tokens`` has the shape ``(tokens, dimensions)``.
    """

    question: str
    language: Language
    concepts: tuple[Concept, ...]
    vector: Vectors
    tokens: Vectors


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages of one generation, best first, with their scores and what these rest on.

    ``similar`` are the similarities of the passages, ``windows`` those of their best windows.
    """

    query: Query
    passages: Ids
    scores: Scores
    similar: Scores
    windows: Scores


class Retriever:
    """Answers questions from one generation. Safe to use from several threads."""

    def __init__(
        self,
        generation: Generation,
        encoder: Encoder,
        calibration: Calibration | None = None,
        glossary: Glossary | None = None,
    ) -> None:
        """``calibration`` defaults to what is known of the model that the index was made with,
        ``glossary`` to the project's own.
        """
        self.generation = generation
        self._glossary = glossary or shipped_glossary()
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
        likely = self.calibration.confidence(self.evidence(ranking)) if ranking.query.concepts else 0.0
        is_answer = likely >= self.calibration.answers_from
        least = _RUNNER_UP_SHARE * ranking.scores[0] if is_answer else -np.inf
        quotes = tuple(
            self._quote(int(passage), float(score), ranking)
            for passage, score in zip(ranking.passages[:top], ranking.scores[:top], strict=True)
            if score >= least
        )
        return Answer(
            question=ranking.query.question,
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
        """``questions`` as they are searched for, encoded in one call."""
        texts = [meant(question) for question in questions]
        encoded = self._encode(texts)
        return [self._query(*parts) for parts in zip(questions, texts, encoded, strict=True)]

    def rank(self, query: Query, weights: Weights = ALL) -> Ranking:
        """Candidate passages for ``query``, best first."""
        concepts = query.concepts if weights.glossary else [concept[:1] for concept in query.concepts]
        coverage = self.generation.lexicon.coverage(concepts)
        candidates = self._candidates(query.vector, coverage)
        similar, windows = self._similarities(query.vector, candidates)
        scores = (1 - weights.windows) * similar + weights.windows * windows
        scores += weights.coverage * coverage[candidates]
        order = np.argsort(-scores, kind="stable")
        if weights.late:
            compared = order[:_LATE_CANDIDATES]
            scores[compared] += weights.late * self._late(query.tokens, candidates[compared])
            # Candidates beyond those that are compared token by token stay behind them, in their order.
            order[: len(compared)] = compared[np.argsort(-scores[compared], kind="stable")]
        return Ranking(query, candidates[order], scores[order], similar[order], windows[order])

    def evidence(self, ranking: Ranking) -> Evidence:
        """What the confidence in the first passage of ``ranking`` rests on."""
        third = ranking.scores[2] if len(ranking.scores) > 2 else 0.0  # noqa: PLR2004 - says what it is
        matches = self.generation.tokens.sentence_matches(ranking.query.tokens, int(ranking.passages[0]))
        return Evidence(
            passage=float(ranking.similar[0]),
            window=float(ranking.windows[0]),
            sentence=float(matches.mean(axis=0).max()) if matches.size else 0.0,
            margin=float(ranking.scores[0] - third),
        )

    def question_vector(self, question: str) -> Vectors:
        """The centred vector of the question as it is, shape ``(dimensions,)``."""
        (encoded,) = self._encode([question])
        return self.generation.centres.questions[language_of(question)].encoded(encoded).vector

    def _query(self, question: str, text: str, encoded: Encoded) -> Query:
        language = language_of(text)
        centred = self.generation.centres.questions[language].encoded(encoded)
        concepts = self._glossary.concepts(text, language)
        return Query(question, language, tuple(concepts), centred.vector, centred.tokens)

    def _candidates(self, query: Vectors, coverage: Scores) -> Ids:
        """Passages with a near vector, or with words of the question."""
        rows = self.generation.store.search(query, _NEAREST_VECTORS)
        near = np.searchsorted(self.generation.row_starts, rows, side="right") - 1
        best = np.argsort(-coverage, kind="stable")[:_NEAREST_LEXICAL]
        return np.union1d(near, best[coverage[best] > 0])

    def _similarities(self, query: Vectors, candidates: Ids) -> tuple[Scores, Scores]:
        """Each passage's own similarity, and that of its best window."""
        starts = self.generation.row_starts
        rows = [np.arange(starts[passage], starts[passage + 1]) for passage in candidates]
        similar = (self.generation.store.vectors(np.concatenate(rows)) @ query).astype(np.float64)
        bounds = np.concatenate([[0], np.cumsum([len(of_passage) for of_passage in rows])[:-1]])
        return similar[bounds], np.maximum.reduceat(similar, bounds)

    def _late(self, tokens: Vectors, candidates: Ids) -> Scores:
        """Late interaction: how well the question's tokens are matched by each passage's."""
        matches = self.generation.tokens.passage_matches(tokens, candidates)
        return np.asarray(_token_weights(matches) @ matches, np.float64)

    def _quote(self, number: int, score: float, ranking: Ranking) -> Quote:
        passage = self.generation.passages[number]
        document = self.generation.documents[passage.document]
        return Quote(
            document=document,
            start=passage.start,
            end=passage.end,
            text=document.text[passage.start : passage.end],
            highlight=self._highlight(number, passage, ranking.query),
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

    def _highlight(self, number: int, passage: Passage, query: Query) -> tuple[Span, ...]:
        """The sentence that answers best, with another one that answers about as well, as one if adjacent.

        Tokens count by how well they tell the sentences of this passage apart.
        """
        if len(passage.sentences) == 1:
            return passage.sentences
        generation = self.generation
        windows = windows_of(passage)
        first = generation.row_starts[number] + 1
        rows = np.array([first + windows.index(sentence) for sentence in passage.sentences])
        matches = generation.tokens.sentence_matches(query.tokens, number)
        scores = _token_weights(matches) @ matches
        scores = scores + _SENTENCE_SIMILARITY_WEIGHT * (generation.store.vectors(rows) @ query.vector)
        best, second = np.argsort(-scores, kind="stable")[:2]
        if scores[best] - scores[second] > _ABOUT_AS_GOOD:
            return (passage.sentences[best],)
        spans = [passage.sentences[number] for number in sorted((best, second))]
        return ((spans[0][0], spans[1][1]),) if abs(best - second) == 1 else tuple(spans)


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

    That is its best match over all candidates less its mean one: a name that all of them have weighs
    nothing.
    """
    telling: Vectors = matches.max(axis=1) - matches.mean(axis=1)
    total = telling.sum()
    return telling / total if total > 0 else np.full_like(telling, 1 / max(len(telling), 1))
