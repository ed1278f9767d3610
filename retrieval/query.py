"""From a question to a query: as it was meant, what it asks about, and how a model sees it."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from retrieval.centring import Centres
from retrieval.encoder import Encoded, TokenEncoder, Vectors, own_token_counter
from retrieval.glossary import Concept, Glossary
from retrieval.index.store import Ids
from retrieval.language import Language, language_of
from retrieval.reading import meant
from retrieval.words import words
from retrieval.years import stated_years

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a question asks about.

    ``rows``: the token states of its own words. ``is_particular``: whether it is a number, is written as a
    name, or has other names in the glossary.
    """

    names: Concept
    rows: Ids
    is_particular: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is searched for: what it asks about, a vector, and token states.

    ``tokens`` has the shape ``(tokens, dimensions)``; ``years`` are those that the question names.
    """

    question: str
    language: Language
    asked: tuple[Asked, ...]
    years: frozenset[int]
    vector: Vectors
    tokens: Vectors


class QueryEncoder:
    """Makes queries for one index. Safe to use from several threads."""

    def __init__(self, model: "SentenceTransformer", centres: Centres, glossary: Glossary) -> None:
        self._encode = TokenEncoder(model.encode_query)
        self._count = own_token_counter(model)
        self._centres = centres
        self._glossary = glossary

    def __call__(self, questions: Sequence[str]) -> list[Query]:
        """``questions`` as they are searched for, encoded in one call."""
        texts = [meant(question) for question in questions]
        return [self._query(*parts) for parts in zip(questions, texts, self._encode(texts), strict=True)]

    def vector(self, question: str) -> Vectors:
        """The centred vector of the question as it is, shape ``(dimensions,)``."""
        (encoded,) = self._encode([question])
        return self._centres.questions[language_of(question)].encoded(encoded).vector

    def _query(self, question: str, text: str, encoded: Encoded) -> Query:
        language = language_of(text)
        centred = self._centres.questions[language].encoded(encoded)
        rows, particular = self._words(text, len(centred.tokens))
        asked = []
        for names in self._glossary.concepts(text, language):
            own = [rows[word] for word in names[0]]
            is_particular = len(names) > 1 or not particular.isdisjoint(names[0])
            asked.append(Asked(names, np.unique(np.concatenate(own)), is_particular))
        years = stated_years(text)
        return Query(question, language, tuple(asked), years, centred.vector, centred.tokens)

    def _words(self, text: str, tokens: int) -> tuple[dict[str, Ids], set[str]]:
        """The rows of the token states of each word of ``text``, and which words are numbers or capitalised.

        A word has the tokens of all that stands together with it between white space.
        """
        pieces = text.split()
        prefixes = (" ".join(pieces[: end + 1]) for end in range(len(pieces)))
        ends = [min(self._count(prefix), tokens) for prefix in prefixes]
        rows: dict[str, list[int]] = {}
        particular = set()
        for number, (start, end) in enumerate(itertools.pairwise([0, *ends])):
            for word in words(pieces[number]):
                rows.setdefault(word, []).extend(range(start, end))
                if word[0].isdigit() or (number and pieces[number].lstrip("«\"'(“„")[:1].isupper()):
                    particular.add(word)
        for word in words(text):
            if word not in rows:  # a number of several pieces: «18 300»
                rows[word] = list(range(tokens))
                particular.add(word)
        return {word: np.array(of_word, np.int64) for word, of_word in rows.items()}, particular
