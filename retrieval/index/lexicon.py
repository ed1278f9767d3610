"""The lexical half of the index: coverage for judging passages by their words, BM25 to compare with.

Both read one sparse matrix of counts, words by passages. Words are told to be the same by another one:
forms by words, a form being a stem or a run of letters.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.glossary import Concept
from retrieval.words import is_latin, letter_runs, stem, telling_words, words

Scores = npt.NDArray[np.float64]
"""One score a passage, higher is better."""

_Rows = npt.NDArray[np.intp]

_K1 = 1.2
_B = 0.75
_COUNTS = "counts.npz"
_FORMS = "forms.npz"
_NAMES = "words.json"
_ALIKE = 0.35
"""Words are alike from this share of their letter runs' weight,"""
_ALIKE_ACROSS_SCRIPTS = 0.7
"""and from this one where one of them is Latin: sounds are written in too many ways."""
_UNHEARD = 0.25
"""What a concept that no passage has counts of its weight: it says little about which passage is best."""


class Lexicon:
    """Word statistics of the passages of one generation, in their order."""

    def __init__(self, counts: Any, names: list[str], forms: Any, form_names: list[str]) -> None:
        """``counts``: sparse, words by passages; ``forms``: forms by words; each with its names by row."""
        self._counts, self._names = counts.tocsr(), names
        self._forms, self._form_names = forms.tocsr(), form_names
        self._form_rows = {form: row for row, form in enumerate(form_names)}
        self._is_latin = np.fromiter(map(is_latin, names), np.bool_, len(names))
        self._run_weights = _idf(np.diff(self._forms.indptr), len(names))
        self._unseen_run = float(_idf(0, len(names)))
        self._lengths = np.asarray(counts.sum(axis=0), np.float64).ravel()

    @classmethod
    def of(cls, texts: list[str]) -> "Lexicon":
        """Counts the words of ``texts``, one passage each."""
        names: dict[str, int] = {}
        cells = [
            (names.setdefault(w, len(names)), passage) for passage, t in enumerate(texts) for w in words(t)
        ]
        forms: dict[str, int] = {}
        of_words = [
            (forms.setdefault(form, len(forms)), row)
            for word, row in names.items()
            for form in [_stem_form(word), *letter_runs(word)]
        ]
        counts = _sparse(cells, (len(names), len(texts)))
        return cls(counts, list(names), _sparse(of_words, (len(forms), len(names))), list(forms))

    def coverage(self, concepts: Sequence[Concept]) -> Scores:
        """The share of what a question asks about that each passage names, in [0, 1].

        A concept counts by its IDF, and is named as far as the best of its names is.
        """
        covered, mass = np.zeros(len(self._lengths)), 0.0
        for concept in concepts:
            named = np.maximum.reduce([self._named(name) for name in concept])
            weight = float(_idf(named.sum(), len(named)))
            mass += weight if named.any() else weight * _UNHEARD
            covered += weight * named
        shares: Scores = covered / mass if mass else covered
        return shares

    def bm25(self, question: str) -> Scores:
        """BM25 of each passage by the stems of the question, k1 = 1.2, b = 0.75, idf as Lucene has it.

        Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*, 2009.
        """
        mean = max(float(self._lengths.mean()), 1.0)
        saturation = _K1 * (1 - _B + _B * self._lengths / mean)
        scores = np.zeros(len(self._lengths))
        for form in dict.fromkeys(map(_stem_form, telling_words(question))):
            count = np.asarray(self._counts[self._words_with(form)].sum(axis=0), np.float64).ravel()
            scores += _idf(np.count_nonzero(count), len(count)) * count / (count + saturation)
        return scores

    def save(self, folder: Path) -> None:
        from scipy.sparse import save_npz

        save_npz(folder / _COUNTS, self._counts)
        save_npz(folder / _FORMS, self._forms)
        names = json.dumps([self._names, self._form_names], ensure_ascii=False)
        (folder / _NAMES).write_text(names, "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Lexicon":
        from scipy.sparse import load_npz

        names, form_names = json.loads((folder / _NAMES).read_bytes())
        return cls(load_npz(folder / _COUNTS), names, load_npz(folder / _FORMS), form_names)

    def _named(self, name: Sequence[str]) -> Scores:
        """How far each passage has the words of ``name``, in [0, 1]."""
        found: Scores = np.mean([self._has(word) for word in name], axis=0)
        return found

    def _has(self, word: str) -> Scores:
        """How much the word of each passage that is most like ``word`` is like it, in [0, 1]."""
        has = np.zeros(len(self._lengths))
        rows, likeness = self._alike(word)
        starts, ends = self._counts.indptr[rows], self._counts.indptr[rows + 1]
        passages = _joined(self._counts.indices, zip(starts, ends, strict=True))
        np.maximum.at(has, passages, np.repeat(likeness, ends - starts))
        return has

    def _alike(self, word: str) -> tuple[_Rows, Scores]:
        """The words of the passages that are like ``word``, and how much, in [0, 1]."""
        likeness = np.zeros(len(self._names))
        runs = letter_runs(word)
        known = np.array([self._form_rows[run] for run in runs if run in self._form_rows], np.intp)
        if len(known):
            weights = self._run_weights[known]
            starts, ends = self._forms.indptr[known], self._forms.indptr[known + 1]
            having = _joined(self._forms.indices, zip(starts, ends, strict=True))
            likeness += np.bincount(having, np.repeat(weights, ends - starts), len(likeness))
            likeness /= weights.sum() + (len(runs) - len(known)) * self._unseen_run
            if is_latin(word):
                likeness[self._is_latin] = 0  # their stems say more
            across = self._is_latin | is_latin(word)
            likeness[likeness < np.where(across, _ALIKE_ACROSS_SCRIPTS, _ALIKE)] = 0
        likeness[self._words_with(_stem_form(word))] = 1
        rows = np.flatnonzero(likeness)
        return rows, likeness[rows]

    def _words_with(self, form: str) -> _Rows:
        row = self._form_rows.get(form)
        if row is None:
            return np.zeros(0, np.intp)
        found: _Rows = self._forms.indices[self._forms.indptr[row] : self._forms.indptr[row + 1]]
        return found


def _stem_form(word: str) -> str:
    """A stem as a form; no run of letters begins like it."""
    return f"={stem(word)}"


def _sparse(cells: list[tuple[int, int]], shape: tuple[int, int]) -> Any:
    """How often each cell is named."""
    from scipy.sparse import csr_array

    rows, columns = np.array(cells, np.intp).reshape(-1, 2).T
    counts = csr_array((np.ones(len(cells), np.int32), (rows, columns)), shape=shape)
    counts.sum_duplicates()
    return counts


def _joined(indices: Any, slices: Iterable[tuple[int, int]]) -> _Rows:
    parts = [indices[start:end] for start, end in slices]
    return np.concatenate(parts) if parts else np.zeros(0, np.intp)


def _idf(frequency: Any, total: int) -> Any:
    """Inverse document frequency as Lucene has it; ``frequency`` may be a fraction."""
    return np.log1p((total - frequency + 0.5) / (frequency + 0.5))
