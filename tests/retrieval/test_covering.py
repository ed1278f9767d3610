"""What a question finds by words, against plain loops over all passages and all of their words."""

from collections.abc import Iterator, Sequence
from math import log1p
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.arrays import counted
from retrieval.index.covering import most_covering
from retrieval.index.numbering import Numbering
from retrieval.index.parts.lexicon import Lexicon
from retrieval.index.parts.passage_words import PassageWords
from retrieval.index.parts.sparse import SparseScores
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
    with patch("retrieval.index.covering._SAMPLE", 3), patch("retrieval.index.parts.sample._ONE_IN", 1):
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


@pytest.mark.parametrize(
    ("frequent", "words_of_passage"),
    [
        pytest.param(1 << 15, 100, id="the passages of every term are kept"),
        pytest.param(4, 0, id="those of frequent ones are looked up by their words"),
        pytest.param(4, 1 << 15, id="they are looked up by the passages of words"),
        pytest.param(-1, 1, id="none are kept"),
    ],
)
@given(
    st.lists(_segment, min_size=1, max_size=3),
    st.lists(_concept, min_size=1, max_size=5, unique=True),
    st.integers(1, 6),
    st.integers(0, 1000),
)
def test_what_is_found_is_what_loops_over_all_passages_find(
    frequent: int,
    words_of_passage: int,
    segments: list[list[tuple[list[str], str, bool]]],
    concepts: list[Concept],
    count: int,
    seed: int,
) -> None:
    with (
        patch("retrieval.index.parts.lexicon._FREQUENT", frequent),
        patch("retrieval.index.parts.lexicon._WORDS", words_of_passage),
    ):
        check_what_is_found(segments, concepts, count, seed)


def check_what_is_found(
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
        np.testing.assert_array_equal(lexicon.named([term], np.arange(len(passages)))[0], named)
        assert term.most >= named.max(initial=0)
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
        found = most_covering(lexicon, terms, count, marked)
        shares = lexicon.coverage(terms, found)
        np.testing.assert_array_equal(shares, coverage[found])
        assert found[np.lexsort((precedence[found], -shares))[:count]].tolist() == expected[:count]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from([0.25, 0.5, 1.0]))), st.sampled_from([10, 10_000])
)
def test_the_highest_score_of_each_number_counts(scored: list[tuple[int, float]], size: int) -> None:
    """Of few numbers, and of many, which are found in another way."""
    numbers = np.array([number for number, _ in scored], np.int32)
    highest = SparseScores.highest_of(numbers, np.array([score for _, score in scored]), size)
    expected = {number: max(score for other, score in scored if other == number) for number, _ in scored}
    assert dict(zip(highest.numbers.tolist(), highest.scores.tolist(), strict=True)) == expected
    assert highest.numbers.tolist() == sorted(expected)
    everything = np.arange(10)
    assert highest.of(everything, size).tolist() == [expected.get(number, 0) for number in range(10)]
    assert highest.between(3, 7).numbers.tolist() == [
        number - 3 for number in sorted(expected) if 3 <= number < 7
    ]
    values, counts = counted(numbers)
    assert dict(zip(values.tolist(), counts.tolist(), strict=True)) == {
        number: numbers.tolist().count(number) for number in expected
    }


def test_the_weight_of_a_frequent_term_is_told_from_a_sample() -> None:
    random = np.random.default_rng(0)
    said = random.choice(["газ", "газа газовый", "уран"], 4_000, p=[0.2, 0.1, 0.7]).tolist()
    passages = [[f"{words} {number}"] for number, words in enumerate(said)]
    with patch("retrieval.index.parts.sample._ONE_IN", 4):
        parts = [PassageWords.of(passages[:1_000]), PassageWords.of(passages[1_000:])]
    lexicon = Lexicon(parts)
    (exact,) = lexicon.terms([(("газ",),)])
    assert exact.named is not None
    with patch("retrieval.index.parts.lexicon._FREQUENT", 100):
        (term,) = Lexicon(parts).terms([(("газ",),)])
    assert term.named is None
    # Of 1,000 passages in the sample 300 name it: the shares differ by three standard deviations at most.
    share, exact_share = (np.exp(-each.weight) for each in (term, exact))
    assert 0.25 < exact_share < 0.35
    assert share == pytest.approx(exact_share, abs=3 * (0.3 * 0.7 / 1_000) ** 0.5)
    assert (term.most, term.mass) == (1, term.weight)


def test_whether_a_passage_is_in_the_sample_depends_on_its_words_alone() -> None:
    passages = [["Газ, нефть.", "Уран."], ["Лес."], *([f"слово{number}."] for number in range(300))]
    with patch("retrieval.index.parts.sample._ONE_IN", 16):
        words = PassageWords.of([*passages, *passages])
        here = PassageWords.of(passages[100:]).sample.passages
    first, second = np.split(np.isin(np.arange(2 * len(passages)), words.sample.passages), 2)
    assert first.tolist() == second.tolist()
    assert 5 <= first.sum() <= 40
    assert here.tolist() == (np.flatnonzero(first[100:])).tolist()
    for row in range(len(words.hashes)):
        expected = np.intersect1d(words.counts.row(row), words.sample.passages)
        assert words.sample.passages[words.sample.counts.row(row)].tolist() == expected.tolist()
