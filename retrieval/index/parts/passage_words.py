"""The words of the passages of one segment, and which words are like another one.

Words are kept with the passages that have them, and in their order, sentence by sentence. A form is a stem,
a run of letters, or how a word is typed where letters of it are lacking; forms are kept with the words that
have them and say which words are alike. How much two words are alike depends on nothing but the two.

Words and forms are numbered in the order of their hashes, 64 bits each, so that the words of several segments
can be told apart and put together without reading them.
"""

import hashlib
import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, counted, found_in
from retrieval.index.parts.array_file import open_arrays, write_arrays
from retrieval.index.parts.incidence import Incidence
from retrieval.index.parts.number_file import NumberFile, NumberSequence
from retrieval.index.parts.sample import sample_of
from retrieval.index.parts.sparse import SparseScores
from retrieval.index.parts.texts import Texts, write_texts
from retrieval.index.sentences import Sentences
from retrieval.language.normalisation import plain_letters
from retrieval.language.words import is_latin, letter_runs, stem, words

Hashes: TypeAlias = npt.NDArray[np.uint64]

_ARRAYS = "words.arrays"
_NAMES = "words.txt"
_ORDER = "words.order"

_ALIKE = 0.35
"""The share of their letter runs that two words must have in common to be alike."""

_ALIKE_ACROSS_SCRIPTS = 0.7
"""The same where one of them is Latin: a sound can be written in many ways."""


_SHORT = 256
"""Words that have a run up to which all are counted, and none is looked up: a choice."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The hashed forms of a question's word: of its stem, and of its runs of letters."""

    stem: np.uint64
    runs: Hashes
    is_latin: bool

    @classmethod
    @lru_cache(1 << 14)
    def of(cls, word: str) -> Self:
        return cls(_hash(_stem_form(word)), _hashes(letter_runs(word)), is_latin(word))


@dataclass(frozen=True)
class PassageWords:
    """``hashes``: of the words, ascending. ``names``: the words. ``latin``: whether one has Latin letters.

    ``order``: all words of all ``sentences``, by number. ``counts``: the passages of each word. ``sample``:
    the numbers of some passages, see `sample_of`.
    ``form_hashes``: of the forms, ascending; ``forms``: the words of each.
    """

    hashes: Hashes
    names: Sequence[bytes]
    latin: npt.NDArray[np.bool_]
    order: NumberSequence
    sentences: Sentences
    counts: Incidence
    sample: npt.NDArray[np.int32]
    form_hashes: Hashes
    forms: Incidence

    @classmethod
    def of(cls, passages: Sequence[Sequence[str]], contexts: Sequence[str] = ()) -> Self:
        """Counts the words of ``passages``, each a list of its sentences.

        ``contexts``: for each passage what counts as its words beside them, but belongs to no sentence.
        """
        found: dict[str, int] = {}
        order = [
            [[found.setdefault(word, len(found)) for word in words(sentence)] for sentence in sentences]
            for sentences in passages
        ]
        rows = [list(itertools.chain(*of_passage)) for of_passage in order]
        cells = [(row, number) for number, of_passage in enumerate(rows) for row in of_passage]
        around = [
            (found.setdefault(word, len(found)), number)
            for number, context in enumerate(contexts)
            for word in words(context)
        ]
        pairs = np.array([*cells, *around], np.int64).reshape(-1, 2)
        hashes, forms = _hashes(found), [_form_hashes(word) for word in found]
        ascending = np.argsort(hashes)
        new = np.empty_like(ascending)  # by the number in ``found``
        new[ascending] = np.arange(len(found))
        names = list(found)
        form_hashes, form_numbers = np.unique(np.concatenate([*forms, _hashes(())]), return_inverse=True)
        hashes = hashes[ascending]
        in_order = new[np.fromiter(itertools.chain(*rows), np.int64)].astype(np.int32)
        in_sentences = Sentences.of([list(map(len, of_passage)) for of_passage in order])
        counts = Incidence.of(new[pairs[:, 0]], pairs[:, 1], len(found))
        return cls(
            hashes,
            [names[number].encode() for number in ascending.tolist()],
            np.fromiter(map(is_latin, found), np.bool_, len(found))[ascending],
            in_order,
            in_sentences,
            counts,
            sample_of(hashes, in_order, in_sentences),
            form_hashes,
            Incidence.of(form_numbers, np.repeat(new, list(map(len, forms))), len(form_hashes)),
        )

    def frequencies(self, passages: Ids) -> Ids:
        """In how many of ``passages`` each word is."""
        is_meant = np.zeros(len(self), np.int64)
        is_meant[passages] = 1
        before = np.concatenate([[0], np.cumsum(is_meant[self.counts.columns])])
        frequencies: Ids = np.diff(before[self.counts.starts])
        return frequencies

    def write(self, folder: Path) -> None:
        NumberFile.write(folder / _ORDER, self.order[:])
        write_arrays(
            folder / _ARRAYS,
            {
                "hashes": self.hashes,
                "latin": self.latin,
                "form_hashes": self.form_hashes,
                "names": write_texts(folder / _NAMES, self.names),
                **self.sentences.arrays("sentences"),
                **self.counts.arrays("counts"),
                "sample": self.sample,
                **self.forms.arrays("forms"),
            },
        )

    @classmethod
    def open(cls, folder: Path) -> Self:
        arrays, order = open_arrays(folder / _ARRAYS), NumberFile(folder / _ORDER)
        if len(order) != arrays["sentences.starts"][-1]:
            raise ValueError(f"{_ORDER} has {len(order)} words, not {arrays['sentences.starts'][-1]}")
        return cls(
            arrays["hashes"],
            Texts.open(folder / _NAMES, arrays["names"]),
            arrays["latin"],
            order,
            Sentences.from_arrays(arrays, "sentences"),
            Incidence.from_arrays(arrays, "counts"),
            arrays["sample"],
            arrays["form_hashes"],
            Incidence.from_arrays(arrays, "forms"),
        )

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self.sentences.passages) - 1

    def alike(self, word: Forms) -> SparseScores:
        """By number the words that are like ``word``, and how much."""
        sharing = self._sharing(word)
        same = self._with_form(word.stem)
        if not len(same):
            return sharing
        return SparseScores.highest([sharing, SparseScores(same, np.ones(len(same), np.float32))])

    def typed_like(self, word: str) -> npt.NDArray[np.int64]:
        """The words that are typed as ``word`` on a keyboard that lacks letters."""
        plain = plain_letters(word)
        same, is_there = found_in(self.hashes, _hashes([plain]))
        return np.concatenate([same[is_there], self._with_form(_hash(_typed_form(plain)))])

    def _sharing(self, word: Forms) -> SparseScores:
        """The words that have enough of the runs of ``word``, and the share that they have.

        A word that has ``least`` of them has one of any ``len(runs) - least + 1``: only the words that have
        one of the rarest are looked for among the others (prefix filtering: Chaudhuri, Ganti and Kaushik,
        2006).
        """
        share = _ALIKE_ACROSS_SCRIPTS if word.is_latin else _ALIKE
        least = math.ceil(share * len(word.runs))
        places, is_there = found_in(self.form_hashes, word.runs)
        runs = places[is_there]
        sizes = self.forms.starts[runs + 1] - self.forms.starts[runs]
        runs = runs[sizes.argsort()]
        first = max(len(runs) - least + 1, int(np.count_nonzero(sizes < _SHORT)), 0)
        rows, shared = counted(self.forms.of_rows(runs[:first]))
        for place in range(first, len(runs)):
            may_be = shared >= least - (len(runs) - place)
            rows, shared = rows[may_be], shared[may_be]
            shared += found_in(self.forms.row(runs[place]), rows)[1]
        has_enough = shared >= least
        rows, likeness = rows[has_enough], shared[has_enough] / max(len(word.runs), 1)
        latin = self.latin[rows]
        if latin.any():  # of two Latin words the stems say more
            is_alike = ~latin if word.is_latin else ~latin | (likeness >= _ALIKE_ACROSS_SCRIPTS)
            rows, likeness = rows[is_alike], likeness[is_alike]
        return SparseScores(rows, likeness.astype(np.float32))

    def _with_form(self, form: np.uint64) -> npt.NDArray[np.int32]:
        """The words that have one form, ascending."""
        place = int(self.form_hashes.searchsorted(form))
        is_there = place < len(self.form_hashes) and self.form_hashes[place] == form
        return self.forms.row(place) if is_there else self.forms.columns[:0]


def _form_hashes(word: str) -> Hashes:
    plain = plain_letters(word)
    typed = [] if plain == word else [_typed_form(plain)]
    return _hashes([_stem_form(word), *letter_runs(word), *typed])


def _hashes(texts: Iterable[str]) -> Hashes:
    return np.fromiter(map(_hash, texts), np.uint64)


def _hash(text: str) -> np.uint64:
    digest = hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "big"))


def _stem_form(word: str) -> str:
    """A stem as a form; no run of letters begins like it."""
    return f"={stem(word)}"


def _typed_form(plain: str) -> str:
    """What is typed where a keyboard lacks letters of a word, as a form."""
    return f"~{plain}"
