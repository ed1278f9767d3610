"""The words of the passages: how far each passage, and each sentence, names what a question asks about.

Words are kept with the passages that have them, and in their order, sentence by sentence. Forms are kept with
the words that have them and say which words are alike: a form is a stem or a run of letters.
"""

import functools
import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from retrieval.arrays import Ids, Scores
from retrieval.index.parts.incidence import Incidence, Rows
from retrieval.index.sentences import Sentences
from retrieval.language.glossary import Concept
from retrieval.language.normalisation import plain_letters
from retrieval.language.words import is_latin, letter_runs, stem, words

_Alike = tuple[Rows, Scores]
"""Words that are like another one, and how much, in [0, 1]."""

_COUNTS = "counts"
_FORMS = "forms"
_NAMES = "words.json"
_ORDER = "word_order.npy"
_SENTENCES = "word_sentences"
_ALIKE = 0.35
"""The share of their letter runs' weight that two words must have in common to be alike."""

_ALIKE_ACROSS_SCRIPTS = 0.7
"""The same where one of them is Latin: a sound can be written in many ways."""

_ABSENT_SHARE = 0.25
"""The share of its weight at which a term that no passage names still counts: it says little about which
passage is best."""


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """One thing that a question asks about, as the passages' words name it.

    ``names``: for each of its names the words that are like each word of the name. ``named``: how far each
    passage names it, by the best of its names, in [0, 1]. ``weight``: its IDF; ``mass``: how much of the
    whole question it makes up.
    """

    names: list[list[_Alike]]
    named: Scores
    weight: float
    mass: float


def share_named(terms: Sequence[SearchTerm], named: Scores) -> Scores:
    """The share of what a question asks about that each text names, in [0, 1].

    ``named``: how far each text names each term, shape ``(terms, texts)``. Each counts by its IDF.
    """
    weights = np.array([term.weight for term in terms])
    mass = sum(term.mass for term in terms) or 1.0
    shares: Scores = weights @ named / mass
    return shares


class Lexicon:
    """Word statistics of the passages of one generation, in their order."""

    def __init__(
        self,
        order: Rows,
        sentences: Sentences,
        counts: Incidence,
        names: list[str],
        forms: Incidence,
        form_names: list[str],
    ) -> None:
        """``order``: all words of all ``sentences``, as rows of ``counts``. ``counts``: the
        passages of each word; ``forms``: the words of each form; each with its names by row.
        """
        self._order, self._sentences = order, sentences
        self._counts, self._names = counts, names
        self._forms, self._form_names = forms, form_names
        self._form_rows = {form: row for row, form in enumerate(form_names)}
        self._is_latin = np.fromiter(map(is_latin, names), np.bool_, len(names))
        self._run_weights = idf(forms.sizes, len(names))
        self._unseen_run = float(idf(0, len(names)))
        self._passages = len(sentences.passages) - 1

    @classmethod
    def of(cls, passages: Sequence[Sequence[str]], contexts: Sequence[str] = ()) -> Self:
        """Counts the words of ``passages``, each a list of its sentences.

        ``contexts``: for each passage what counts as its words beside them, but belongs to no sentence.
        """
        names: dict[str, int] = {}
        order = [
            [[names.setdefault(word, len(names)) for word in words(sentence)] for sentence in sentences]
            for sentences in passages
        ]
        rows = [list(itertools.chain(*of_passage)) for of_passage in order]
        cells = [(row, number) for number, of_passage in enumerate(rows) for row in of_passage]
        for number, context in enumerate(contexts):
            cells += [(names.setdefault(word, len(names)), number) for word in words(context)]
        forms: dict[str, int] = {}
        of_words = [
            (forms.setdefault(form, len(forms)), row)
            for word, row in names.items()
            for form in [_stem_form(word), *letter_runs(word)]
        ]
        return cls(
            np.array(list(itertools.chain(*rows)), np.intp),
            Sentences.of([list(map(len, of_passage)) for of_passage in order]),
            Incidence.of(cells, len(names)),
            list(names),
            Incidence.of(of_words, len(forms)),
            list(forms),
        )

    def terms(self, concepts: Sequence[Concept]) -> list[SearchTerm]:
        """What a question asks about, as this lexicon's words name it."""
        found = []
        for concept in concepts:
            names = [[self._alike(word) for word in name] for name in concept]
            named = _best_name(names, self._has)
            weight = float(idf(named.sum(), len(named)))
            found.append(SearchTerm(names, named, weight, weight if named.any() else weight * _ABSENT_SHARE))
        return found

    def coverage(self, terms: Sequence[SearchTerm]) -> Scores:
        """The share of what a question asks about that each passage names, in [0, 1]."""
        named = np.reshape([term.named for term in terms], (len(terms), self._passages))
        return share_named(terms, named)

    def sentences_naming(self, terms: Sequence[SearchTerm], passages: Ids) -> tuple[Scores, Sentences]:
        """How far each sentence of ``passages`` names each term, in [0, 1].

        The shape is ``(terms, sentences)``; the second value says whose sentences these are.
        """
        order = np.concatenate([self._order[self._sentences.rows(int(passage))] for passage in passages])
        sentences = self._sentences.only(passages)
        likeness = np.zeros(len(self._names))

        def has(rows: Rows, alike: Scores) -> Scores:
            likeness[rows] = alike
            found: Scores = sentences.best(likeness[order])
            likeness[rows] = 0
            return found

        named = [_best_name(term.names, has) for term in terms]
        return np.reshape(named, (len(named), len(sentences.starts) - 1)), sentences

    def spelling(self, word: str) -> str:
        """A folded word as the passages spell it, with the letters that another keyboard lacks; ``word``
        itself where they have it so, or not at all.

        Of several spellings the one in most passages.
        """
        return word if word in self._rows else self._spellings.get(plain_letters(word), word)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {word: row for row, word in enumerate(self._names)}

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """The commonest word of each that are typed alike on another language's keyboard."""
        rarest_first = np.argsort(self._counts.sizes, kind="stable")
        return {plain_letters(self._names[row]): self._names[row] for row in rarest_first}

    def words_of(self, passage: int) -> frozenset[int]:
        """The numbers of the words of a passage, for telling how much of it another one says too."""
        return frozenset(self._order[self._sentences.rows(passage)].tolist())

    def stems_of_passages(self) -> list[list[str]]:
        """For each passage the stems of all its words, as often as they stand in it."""
        stems = np.array([stem(word) for word in self._names], object)
        return [stems[rows].tolist() for rows in self._counts.by_column(self._passages)]

    def write(self, folder: Path) -> None:
        np.save(folder / _ORDER, self._order.astype(np.int32))
        self._sentences.save(folder, _SENTENCES)
        self._counts.save(folder, _COUNTS)
        self._forms.save(folder, _FORMS)
        names = json.dumps([self._names, self._form_names], ensure_ascii=False)
        (folder / _NAMES).write_text(names, "utf-8")

    @classmethod
    def open(cls, folder: Path) -> Self:
        names, form_names = json.loads((folder / _NAMES).read_bytes())
        return cls(
            np.load(folder / _ORDER),
            Sentences.load(folder, _SENTENCES),
            Incidence.load(folder, _COUNTS),
            names,
            Incidence.load(folder, _FORMS),
            form_names,
        )

    def _has(self, rows: Rows, likeness: Scores) -> Scores:
        """How far each passage has one of the words in ``rows``, in [0, 1]."""
        has = np.zeros(self._passages)
        np.maximum.at(has, self._counts.of_rows(rows), np.repeat(likeness, self._counts.sizes[rows]))
        return has

    def _alike(self, word: str) -> _Alike:
        """The words of the passages that are like ``word``, and how much, in [0, 1]."""
        likeness = np.zeros(len(self._names))
        runs = letter_runs(word)
        known = np.array([self._form_rows[run] for run in runs if run in self._form_rows], np.intp)
        if len(known):
            weights = self._run_weights[known]
            having, sizes = self._forms.of_rows(known), self._forms.sizes[known]
            likeness += np.bincount(having, np.repeat(weights, sizes), len(likeness))
            likeness /= weights.sum() + (len(runs) - len(known)) * self._unseen_run
            if is_latin(word):
                likeness[self._is_latin] = 0  # their stems say more
            across = self._is_latin | is_latin(word)
            likeness[likeness < np.where(across, _ALIKE_ACROSS_SCRIPTS, _ALIKE)] = 0
        likeness[self._words_with(_stem_form(word))] = 1
        rows = np.flatnonzero(likeness)
        return rows, likeness[rows]

    def _words_with(self, form: str) -> Rows:
        row = self._form_rows.get(form)
        if row is None:
            return np.zeros(0, np.intp)
        return self._forms.of_rows(np.array([row]))


def _best_name(names: list[list[_Alike]], has: Callable[[Rows, Scores], Scores]) -> Scores:
    """How far the best of ``names`` is named: a name is as far as its words are, on average."""
    best: Scores = np.maximum.reduce([_mean([has(*word) for word in name]) for name in names])
    return best


def _mean(scores: Sequence[Scores]) -> Scores:
    """As ``np.mean`` of them, without the time that it takes to stack a few short arrays."""
    total: Scores = functools.reduce(np.add, scores)
    return total / len(scores)


def _stem_form(word: str) -> str:
    """A stem as a form; no run of letters begins like it."""
    return f"={stem(word)}"


def idf(frequency: Any, total: int) -> Any:
    """Inverse document frequency as Lucene has it; ``frequency`` may be a fraction."""
    return np.log1p((total - frequency + 0.5) / (frequency + 0.5))
