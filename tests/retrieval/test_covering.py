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
from retrieval.index.parts.dense import DenseScores
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
    with (
        patch("retrieval.index.covering._IN_GROUP", 2),
        patch("retrieval.index.parts.sample._ONE_IN", 1),
        patch("retrieval.index.parts.sparse._FEW", 2),
        patch("retrieval.index.parts.incidence._LONG", 2),
    ):
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
    """In the float32 that a million passages are told in."""
    return max(
        float(
            sum(
                (np.float32(max((likeness(asked, word) for word in passage), default=0.0)) for asked in name),
                np.float32(0),
            )
            / np.float32(len(name))
        )
        for name in concept
    )


@pytest.mark.parametrize(
    "frequent",
    [
        pytest.param(1 << 15, id="few passages have each term"),
        pytest.param(4, id="many have some"),
        pytest.param(-1, id="many have each"),
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
    segments: list[list[tuple[list[str], str, bool]]],
    concepts: list[Concept],
    count: int,
    seed: int,
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

    with patch("retrieval.index.parts.lexicon._FREQUENT", frequent):
        terms = lexicon.terms(concepts)
    coverage, mass = np.zeros(len(passages)), 0.0
    for concept, term in zip(concepts, terms, strict=True):
        named = np.array([how_far_named(concept, passage) for passage in passages])
        np.testing.assert_array_equal(lexicon.named([term], np.arange(len(passages)))[0], named)
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
        found = most_covering(terms, len(passages), count, marked)
        shares = lexicon.coverage(terms, found)
        np.testing.assert_array_equal(shares, coverage[found])
        assert found[np.lexsort((precedence[found], -shares))[:count]].tolist() == expected[:count]


@pytest.mark.parametrize("few", [0, 100])
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from([0.25, 0.5, 1.0]))))
def test_the_highest_score_of_each_number_counts(few: int, scored: list[tuple[int, float]]) -> None:
    """Of few numbers, and of many, which are found in another way."""
    numbers = np.array([number for number, _ in scored], np.int32)
    with patch("retrieval.index.parts.sparse._FEW", few):
        highest = SparseScores.highest_of(numbers, np.array([score for _, score in scored], np.float32), 10)
    expected = {number: max(score for other, score in scored if other == number) for number, _ in scored}
    assert dict(zip(highest.numbers.tolist(), highest.scores.tolist(), strict=True)) == expected
    assert highest.numbers.tolist() == sorted(expected)
    of_all = [expected.get(number, 0) for number in range(10)]
    assert highest.of(np.arange(10)).tolist() == of_all
    for scores in (highest, DenseScores(np.array(of_all, np.float32))):
        sums = np.full(10, 0.5, np.float32)
        scores.add_to(sums, 2.0)
        assert sums.tolist() == [0.5 + 2 * score for score in of_all]
    assert highest.between(3, 7).numbers.tolist() == [
        number - 3 for number in sorted(expected) if 3 <= number < 7
    ]
    values, counts = counted(numbers)
    assert distinct(numbers).tolist() == values.tolist()
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
    assert isinstance(exact.named, SparseScores)
    with patch("retrieval.index.parts.lexicon._FREQUENT", 100):
        (term,) = Lexicon(parts).terms([(("газ",),)])
    assert isinstance(term.named, DenseScores)
    np.testing.assert_array_equal(term.named.of(exact.named.numbers), exact.named.scores)
    # Of 1,000 passages in the sample 300 name it: the shares differ by three standard deviations at most.
    share, exact_share = (np.exp(-each.weight) for each in (term, exact))
    assert 0.25 < exact_share < 0.35
    assert share == pytest.approx(exact_share, abs=3 * (0.3 * 0.7 / 1_000) ** 0.5)
    assert term.mass == term.weight


def test_whether_a_passage_is_in_the_sample_depends_on_its_words_alone() -> None:
    passages = [["Газ, нефть.", "Уран."], ["Лес."], *([f"слово{number}."] for number in range(300))]
    with patch("retrieval.index.parts.sample._ONE_IN", 16):
        words = PassageWords.of([*passages, *passages])
        here = PassageWords.of(passages[100:]).sample
    first, second = np.split(np.isin(np.arange(2 * len(passages)), words.sample), 2)
    assert first.tolist() == second.tolist()
    assert 5 <= first.sum() <= 40
    assert here.tolist() == (np.flatnonzero(first[100:])).tolist()
