"""What a question finds by words, against plain loops over all passages and all of their words."""

from collections.abc import Iterator, Sequence
from math import log1p
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.arrays import counted, distinct
from retrieval.index.covering import most_covering
from retrieval.index.numbering import Numbering
from retrieval.index.parts.lexicon import Lexicon
from retrieval.index.parts.passage_words import PassageWords
from retrieval.language.glossary import Concept
from retrieval.language.words import is_latin, letter_runs, stem, words

_WORDS = (
    "казахстан казахстана казахстанец қазақстан қазақстанда kazakhstan область областей облысы областной "
    "обл газ газа газовый gas gases company companies kompaniya компания компании 2021 2022 2.5 уран уранит"
).split()

_passage = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6)
_segment = st.lists(st.tuples(_passage, st.sampled_from(["", "область", "июль"]), st.booleans()), max_size=8)
_name = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3).map(tuple)
_concept = st.lists(_name, min_size=1, max_size=3).map(tuple)


@pytest.fixture(scope="module", autouse=True)
def _small_sample() -> Iterator[None]:
    """A few passages are then as many as a million."""
    with patch("retrieval.index.covering._SAMPLE", 3):
        yield


def likeness(asked: str, word: str) -> float:
    if stem(asked) == stem(word):
        return 1.0
    runs = letter_runs(asked)
    share = len(set(runs) & set(letter_runs(word))) / max(len(runs), 1)
    if is_latin(asked) and is_latin(word):
        return 0.0
    least = 0.7 if is_latin(asked) or is_latin(word) else 0.35
    return share if runs and share >= least else 0.0


def how_far_named(concept: Concept, passage: Sequence[str]) -> float:
    best = max(
        sum(max((likeness(asked, word) for word in passage), default=0.0) for asked in name) / len(name)
        for name in concept
    )
    return round(best * 2**20) / 2**20


@given(
    st.lists(_segment, min_size=1, max_size=3),
    st.lists(_concept, min_size=1, max_size=5, unique=True),
    st.integers(1, 6),
    st.integers(0, 1000),
)
def test_what_is_found_is_what_loops_over_all_passages_find(
    segments: list[list[tuple[list[str], str, bool]]], concepts: list[Concept], count: int, seed: int
) -> None:
    gone = [
        np.flatnonzero([not is_live for _, _, is_live in segment]).astype(np.int32) for segment in segments
    ]
    passages = [
        [*said, *words(context)] for segment in segments for said, context, is_live in segment if is_live
    ]
    parts = [
        PassageWords.of([[" ".join(said)] for said, _, _ in segment], [context for _, context, _ in segment])
        for segment in segments
    ]
    random = np.random.default_rng(seed)
    counting = random.choice([1.0, 0.5, 0.25], len(passages))
    precedence, among = random.permutation(len(passages)), random.random(len(passages)) < 0.7
    lexicon = Lexicon(parts, Numbering(list(map(len, parts)), gone), counting)

    terms = lexicon.terms(concepts)
    coverage, mass = np.zeros(len(passages)), 0.0
    for concept, term in zip(concepts, terms, strict=True):
        named = np.array([how_far_named(concept, passage) for passage in passages])
        np.testing.assert_array_equal(term.named.of(np.arange(len(passages))), named)
        frequency = float((counting * named).sum())
        weight = log1p((counting.sum() - frequency + 0.5) / (frequency + 0.5))
        assert term.weight == pytest.approx(weight, rel=1e-15)
        coverage += term.weight * named
        mass += term.weight if named.any() else term.weight / 4
    coverage /= mass

    for marked in (None, among):
        expected = [
            number
            for number in np.lexsort((precedence, -coverage)).tolist()
            if coverage[number] > 0 and (marked is None or marked[number])
        ]
        found = most_covering(terms, count, len(passages), marked)
        shares = lexicon.coverage(terms, found)
        np.testing.assert_array_equal(shares, coverage[found])
        assert found[np.lexsort((precedence[found], -shares))[:count]].tolist() == expected[:count]


@given(st.lists(st.integers(0, 9)), st.sampled_from([10, 10_000]))
def test_distinct_numbers_and_their_places(numbers: list[int], size: int) -> None:
    """Of few numbers, and of many, which are found in another way."""
    found, places = distinct(np.array(numbers, np.int32), size)
    assert found.tolist() == sorted(set(numbers))
    assert found[places].tolist() == numbers
    values, counts = counted(np.array(numbers, np.int32))
    assert dict(zip(values.tolist(), counts.tolist(), strict=True)) == {
        number: numbers.count(number) for number in numbers
    }
    assert values.tolist() == sorted(set(numbers))
