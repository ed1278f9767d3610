"""The lexical half of the index: BM25 for finding passages, coverage for judging them.

Both read one sparse matrix of term counts, passages by terms.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.words import passage_words, question_words

Scores = npt.NDArray[np.float64]
"""One score a passage, higher is better."""

_K1 = 1.2
_B = 0.75
_COUNTS = "counts.npz"
_TERMS = "terms.json"


class Lexicon:
    """Term statistics of the passages of one generation, in their order."""

    def __init__(self, counts: Any, terms: list[str]) -> None:
        """``counts``: sparse matrix of int, shape ``(passages, len(terms))``."""
        self._counts = counts.tocsc()
        self._terms = terms
        self._columns = {term: column for column, term in enumerate(terms)}
        self._lengths = np.asarray(counts.sum(axis=1), dtype=np.float64).ravel()
        passages = counts.shape[0]
        frequency = np.diff(self._counts.indptr).astype(np.float64)
        self._idf = _idf(frequency, passages)
        self._unseen = float(_idf(np.zeros(1), passages)[0])

    @classmethod
    def of(cls, texts: list[str]) -> "Lexicon":
        """Counts the words of ``texts``, one passage each."""
        from scipy.sparse import csr_array

        columns: dict[str, int] = {}
        rows, cells = [], []
        for row, text in enumerate(texts):
            for word in passage_words(text):
                rows.append(row)
                cells.append(columns.setdefault(word, len(columns)))
        ones = np.ones(len(rows), np.int32)
        counts = csr_array((ones, (rows, cells)), shape=(len(texts), len(columns)))
        counts.sum_duplicates()
        return cls(counts, list(columns))

    def bm25(self, question: str) -> Scores:
        """BM25 of each passage, k1 = 1.2, b = 0.75, idf as Lucene has it.

        Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*, 2009.
        """
        columns, _ = self._known(question)
        tf = self._counts[:, columns].toarray().astype(np.float64)
        mean = max(float(self._lengths.mean()), 1.0)
        saturation = _K1 * (1 - _B + _B * self._lengths / mean)
        scores: Scores = (tf / (tf + saturation[:, None])) @ self._idf[columns]
        return scores

    def coverage(self, question: str) -> Scores:
        """The share of the question's IDF mass that each passage holds, in [0, 1]."""
        columns, unknown = self._known(question)
        mass = float(self._idf[columns].sum()) + unknown * self._unseen
        if not mass:
            return np.zeros(self._counts.shape[0])
        present = self._counts[:, columns].toarray() > 0
        shares: Scores = (present @ self._idf[columns]) / mass
        return shares

    def coverage_of(self, question: str, text: str) -> float:
        """The share of the question's IDF mass that ``text``, a part of a passage, holds."""
        words = set(passage_words(text))
        weights = {word: self._weight(word) for word in question_words(question)}
        mass = sum(weights.values())
        return sum(weights[word] for word in weights.keys() & words) / mass if mass else 0.0

    def save(self, folder: Path) -> None:
        from scipy.sparse import save_npz

        save_npz(folder / _COUNTS, self._counts)
        (folder / _TERMS).write_text(json.dumps(self._terms, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Lexicon":
        from scipy.sparse import load_npz

        terms: list[str] = json.loads((folder / _TERMS).read_bytes())
        return cls(load_npz(folder / _COUNTS), terms)

    def _known(self, question: str) -> tuple[list[int], int]:
        """Columns of the question's words, and how many of its words no passage has."""
        words = question_words(question)
        columns = [self._columns[word] for word in words if word in self._columns]
        return columns, len(words) - len(columns)

    def _weight(self, word: str) -> float:
        column = self._columns.get(word)
        return self._unseen if column is None else float(self._idf[column])


def _idf(frequency: Scores, passages: int) -> Scores:
    idf: Scores = np.log1p((passages - frequency + 0.5) / (frequency + 0.5))
    return idf
