"""From a question to a query: as it was meant, what it asks about, and how a model sees it."""

import datetime
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.arrays import Ids, Vectors
from retrieval.encoding.centring import Centres
from retrieval.encoding.encoder import Encoder, Encoding, TextKind
from retrieval.language.detection import language_of
from retrieval.language.glossary import Concept, Glossary, Name
from retrieval.language.languages import LANGUAGES
from retrieval.language.reading import meant
from retrieval.language.spelling import with_own_letters
from retrieval.language.times import TimeAsked, asked_time, without_times
from retrieval.language.words import words
from retrieval.language.years import stated_years
from retrieval.periods import Period


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that a question asks about.

    ``names``: what it is called, first by the question itself. ``rows``: where the token states of the
    question's own words for it stand in ``Query.tokens``. ``is_particular``: whether it is a number, is
    written as a name, or has other names in the glossary. ``is_number``: whether it is a number.
    ``is_thing``: whether it names a thing, or says what one is like, and is no number. ``is_name``: whether
    it is written as a name that has others in the glossary, by which it would be found in any language.
    """

    names: Concept
    rows: Ids
    is_particular: bool
    is_number: bool
    is_thing: bool
    is_name: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is searched for.

    ``language``: the code of the language that it was meant in. ``years``: those that it asks about.
    ``period``: the only days that count; None where all do. ``newest``: whether the latest is asked for.
    ``vector``: shape ``(dimensions,)``; ``tokens``: shape ``(tokens, dimensions)``; both centred, of unit
    length.
    """

    question: str
    language: str
    topics: tuple[Topic, ...]
    years: frozenset[int]
    period: Period | None
    newest: bool
    vector: Vectors
    tokens: Vectors


class QueryEncoder:
    """Makes queries for one index. Safe to use from several threads."""

    def __init__(
        self, encoder: Encoder, centres: Centres, glossary: Glossary, spelling: Callable[[str], str]
    ) -> None:
        """``spelling``: how the index spells a folded word that may lack letters of its language."""
        self._spelling = spelling
        self._encoder = encoder
        self._centres = centres
        self._glossary = glossary

    def __call__(
        self, questions: Sequence[str], today: datetime.date, within: Period | None = None
    ) -> list[Query]:
        """``questions``, asked ``today``, as they are searched for, encoded in one call.

        ``within``: the only days that count. A question that asks for other days is held to these.
        """
        texts = [self._spelled(meant(question)) for question in questions]
        encodings = self._encoder.encode(texts, TextKind.QUESTION)
        return [
            self._query(question, text, asked_time(text, today), within, encoding)
            for question, text, encoding in zip(questions, texts, encodings, strict=True)
        ]

    def vector(self, question: str) -> Vectors:
        """The centred vector of the question as it is, shape ``(dimensions,)``."""
        (encoding,) = self._encoder.encode([question], TextKind.QUESTION)
        return self._centres.questions[language_of(question)].centred(encoding).vector

    def _spelled(self, text: str) -> str:
        return with_own_letters(text, language_of(text), self._spelling)

    def _query(
        self, question: str, text: str, time: TimeAsked | None, within: Period | None, encoding: Encoding
    ) -> Query:
        language = language_of(text)
        centred = self._centres.questions[language].centred(encoding)
        rows, particular = self._words(text, len(centred.tokens))
        topics = []
        for names in self._glossary.concepts(without_times(text, time), language):
            own = [rows[word] for word in names[0]]
            is_number = any(word[0].isdigit() for word in names[0])
            topics.append(
                Topic(
                    names,
                    np.unique(np.concatenate(own)),
                    is_particular=len(names) > 1 or not particular.isdisjoint(names[0]),
                    is_number=is_number,
                    is_thing=not is_number and _names_a_thing(names[0], language),
                    is_name=not is_number and len(names) > 1 and not particular.isdisjoint(names[0]),
                )
            )
        period = time.period if time else None
        years = _years(text, period)
        if within:
            period = (period and period.with_(within)) or within
        return Query(
            question,
            language,
            tuple(topics),
            years,
            period,
            bool(time and time.newest),
            centred.vector,
            centred.tokens,
        )

    def _words(self, text: str, tokens: int) -> tuple[dict[str, Ids], set[str]]:
        """For each word of ``text`` the rows of its token states, and which words are numbers or capitalised.

        A word has the tokens of all that stands with it between two white spaces.
        """
        pieces = text.split()
        prefixes = (" ".join(pieces[: end + 1]) for end in range(len(pieces)))
        ends = [min(self._encoder.count_tokens(prefix), tokens) for prefix in prefixes]
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


def _years(text: str, period: Period | None) -> frozenset[int]:
    """The years that are asked about; none where any year before or after another will do."""
    if period is None:
        return stated_years(text)
    return frozenset(period.years if period.since and period.until else ())


def _names_a_thing(name: Name, language: str) -> bool:
    return any(LANGUAGES[language].is_nominal(word) for word in name)
