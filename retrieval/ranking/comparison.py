"""Passages compared with a question, sentence by sentence: what ranking, evidence and highlight rest on."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from retrieval.arrays import Ids, Scores, Vectors
from retrieval.index.generation import Generation
from retrieval.index.parts.lexicon import SearchTerm
from retrieval.index.sentences import Sentences
from retrieval.ranking.query import Query


@dataclass(frozen=True, slots=True)
class Comparison:
    """How well the sentences of ``passages`` match a question.

    ``matches``: for each question token its highest similarity to a token of each sentence, shape ``(question
    tokens, sentences)``. ``named``: how far each sentence names each term, in [0, 1], shape ``(terms,
    sentences)``. ``sentences`` says whose these are.
    """

    passages: Ids
    matches: Vectors
    named: Scores
    sentences: Sentences

    @classmethod
    def of(cls, generation: Generation, query: Query, terms: tuple[SearchTerm, ...], passages: Ids) -> Self:
        """Compares ``passages`` with ``query``, whose topics are ``terms`` in the lexicon."""
        named, _ = generation.lexicon.sentences_naming(terms, passages)
        matches, sentences = generation.tokens.matches(query.tokens, passages)
        return cls(passages, matches, named, sentences)

    def passage_matches(self) -> Vectors:
        """The highest of ``matches`` in each passage, shape ``(question tokens, passages)``."""
        matches: Vectors = self.sentences.by_passage(self.matches)
        return matches

    def only(self, passage: int) -> "Comparison | None":
        """The comparison with one of the passages alone; None where it was not compared."""
        (places,) = np.nonzero(self.passages == passage)
        if not len(places):
            return None
        columns = self.sentences.of_passage(int(places[0]))
        alone = np.array([passage])
        return Comparison(
            alone, self.matches[:, columns], self.named[:, columns], self.sentences.only(places[:1])
        )


def token_weights(matches: Vectors) -> Vectors:
    """How well each question token tells texts apart, summing to 1, shape ``(question tokens,)``.

    That is its best match in all texts less its mean one: a name that all of them have weighs nothing.
    ``matches`` has the shape ``(question tokens, texts)``.
    """
    telling: Vectors = matches.max(axis=1) - matches.mean(axis=1)
    total = telling.sum()
    return telling / total if total > 0 else np.full_like(telling, 1 / max(len(telling), 1))
