"""Values computed by hand."""

from collections.abc import Sequence
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.arrays import Scores
from retrieval.index.numbering import Numbering
from retrieval.index.parts.array_file import open_arrays, write_arrays
from retrieval.index.parts.incidence import Incidence
from retrieval.index.parts.lexicon import Lexicon, share_named
from retrieval.index.parts.merged_words import merged_words
from retrieval.index.parts.passage_words import PassageWords
from retrieval.language.words import telling_words

# Three passages of 3, 2 and 1 words: mean length 2. "газ" is in two, "нефть" in one, "уран" in none.
PASSAGES = [["Газ, газ!", "Нефть."], ["Газ, вода."], ["Лес."]]
IDF_GAS = log(1 + (3 - 2 + 0.5) / 2.5)
IDF_OIL = log(1 + (3 - 1 + 0.5) / 1.5)
IDF_UNSEEN = log(1 + 3.5 / 0.5)


def lexicon_of(passages: Sequence[Sequence[str]], contexts: Sequence[str] = ()) -> Lexicon:
    return Lexicon([PassageWords.of(passages, contexts)])


@pytest.fixture
def lexicon() -> Lexicon:
    return lexicon_of(PASSAGES)


def covered(lexicon: Lexicon, question: str) -> Scores:
    """The coverage of a question whose words stand each for itself, by all passages."""
    terms = lexicon.terms([((word,),) for word in telling_words(question)])
    return lexicon.coverage(terms, np.arange(len(lexicon)))


def named(word: str, *passages: str) -> list[float]:
    """How far each of ``passages`` has ``word``: the coverage of a question that asks for nothing else."""
    found: list[float] = covered(lexicon_of([[passage] for passage in passages]), word).tolist()
    return found


def test_the_stems_of_passages_stand_as_often_as_the_words(lexicon: Lexicon) -> None:
    assert [sorted(stems) for stems in lexicon.stems_of_passages()] == [
        ["газ", "газ", "нефт"],
        ["вод", "газ"],
        ["лес"],
    ]


def test_coverage_by_hand(lexicon: Lexicon) -> None:
    mass = IDF_GAS + IDF_OIL + IDF_UNSEEN / 4
    expected = [(IDF_GAS + IDF_OIL) / mass, IDF_GAS / mass, 0]
    assert covered(lexicon, "газ, нефть, уран") == pytest.approx(expected)


def test_the_best_name_of_a_concept_counts(lexicon: Lexicon) -> None:
    # "нефть" is all of a name of the first passage, "нефть, вода" half of one of the second: df = 1.5
    concept = (("нефть", "вода"), ("oil",), ("нефть",))
    weight = log(1 + (3 - 1.5 + 0.5) / (1.5 + 0.5))
    mass = weight + IDF_GAS
    terms = lexicon.terms([concept, (("газ",),)])
    assert lexicon.named(terms[:1], np.arange(3))[0] == pytest.approx([1, 0.5, 0])
    expected = [(weight + IDF_GAS) / mass, (weight / 2 + IDF_GAS) / mass, 0]
    assert lexicon.coverage(terms, np.arange(3)) == pytest.approx(expected)


def test_sentences_name_what_their_words_are(lexicon: Lexicon) -> None:
    terms = lexicon.terms([(("газ",),), (("нефть", "лес"),)])
    found, sentences = lexicon.sentences_naming(terms, np.array([2, 0]))
    assert found == pytest.approx(np.array([[0, 1, 0], [0.5, 0, 0.5]]))
    assert sentences.passages.tolist() == [0, 1, 3]
    weights = [concept.weight for concept in terms]
    assert share_named(terms, found) == pytest.approx(
        np.array([weights[1] / 2, weights[0], weights[1] / 2]) / sum(weights)
    )


@pytest.mark.parametrize(
    ("word", "passage"),
    [
        ("инвестиции", "об инвестициях"),
        ("нащарбаев", "назарбаев"),
        ("nazarbayev", "назарбаева"),
        ("казахстанымыз", "казахстан"),
        ("companies", "company"),
        ("токаевв", "токаев"),
    ],
)
def test_words_that_are_alike_are_found(word: str, passage: str) -> None:
    found, other = named(word, passage, "совсем другое слово")
    assert 0.35 <= found <= 1
    assert other == 0


@pytest.mark.parametrize(
    ("word", "passage"),
    [("россия", "роса"), ("tesla", "тесно"), ("company", "compass"), ("2024", "2023"), ("уран", "газ")],
)
def test_words_that_are_not_alike_are_not(word: str, passage: str) -> None:
    assert named(word, passage, "лес") == [0, 0]


def test_likeness_by_hand() -> None:
    # «казахстан» has six of the nine runs of «казахстанец».
    assert named("казахстанец", "казахстан", "лес") == pytest.approx([6 / 9, 0], abs=1e-6)
    # A word with the same stem is as good as the word itself; one with a third in common is no likeness.
    assert named("инвестиция", "инвестициями", "лес") == [1, 0]
    assert named("уранит", "уран", "лес") == [0, 0]


def test_full_coverage_is_one(lexicon: Lexicon) -> None:
    assert covered(lexicon, "нефть газ")[0] == pytest.approx(1)


@pytest.mark.parametrize("question", ["уран", "и или о", "…"])
def test_words_that_no_passage_has_find_nothing(lexicon: Lexicon, question: str) -> None:
    assert covered(lexicon, question).tolist() == [0, 0, 0]


def test_asking_for_nothing_names_nothing(lexicon: Lexicon) -> None:
    found, sentences = lexicon.sentences_naming([], np.array([0, 1]))
    assert found.shape == (0, 3)
    assert share_named([], sentences.windows(found)).tolist() == [0, 0, 0]


def test_a_lexicon_comes_back_from_disk(lexicon: Lexicon, tmp_path: Path) -> None:
    PassageWords.of(PASSAGES).write(tmp_path)
    again = Lexicon([PassageWords.open(tmp_path)])
    for question in ("газ нефть", "вода уран", "лес"):
        np.testing.assert_array_equal(covered(again, question), covered(lexicon, question))
    terms = again.terms([(("нефть",),)])
    assert again.sentences_naming(terms, np.array([0]))[0].tolist() == [[0, 1]]


def test_a_context_counts_for_the_passage_but_for_no_sentence() -> None:
    lexicon = lexicon_of([["Газ."], ["Лес."]], ["Сочи", ""])
    assert covered(lexicon, "Сочи").tolist() == [1, 0]
    found, _ = lexicon.sentences_naming(lexicon.terms([(("сочи",),)]), np.array([0, 1]))
    assert found.tolist() == [[0, 0]]


def test_passages_without_words_are_no_trouble() -> None:
    lexicon = lexicon_of([["…"], ["!", "?"]])
    assert covered(lexicon, "газ").tolist() == [0, 0]
    assert lexicon.sentences_naming(lexicon.terms([(("газ",),)]), np.array([1, 0]))[0].tolist() == [[0] * 3]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 7)), max_size=40))
def test_an_incidence_is_what_was_counted(cells: list[tuple[int, int]]) -> None:
    incidence = Incidence.of([row for row, _ in cells], [column for _, column in cells], 6)
    for row in range(6):
        expected = sorted({column for other, column in cells if other == row})
        assert incidence.of_rows(np.array([row])).tolist() == expected
        assert incidence.sizes[row] == len(expected)
    by_column = incidence.by_column(8)
    assert incidence.of_rows(np.arange(6)).tolist() == incidence.columns.tolist()
    assert [rows.tolist() for rows in by_column] == [
        sorted(row for row, other in cells if other == column) for column in range(8)
    ]


def test_an_incidence_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = Incidence.of([0, 2, 0], [3, 1, 3], 3)
    write_arrays(tmp_path / "table", written.arrays("cells"))
    read = Incidence.from_arrays(open_arrays(tmp_path / "table"), "cells")
    for name in ("starts", "columns", "counts"):
        np.testing.assert_array_equal(getattr(read, name), getattr(written, name))


_SENTENCES = st.lists(
    st.sampled_from(["Газ, газ!", "Нефть и вода.", "…", "Лес gas 2,5"]), min_size=1, max_size=3
)


@given(st.lists(st.lists(st.tuples(_SENTENCES, st.sampled_from(["", "Сочи"]), st.booleans())), max_size=4))
def test_merged_words_are_those_of_the_passages_together(
    parts: list[list[tuple[list[str], str, bool]]],
) -> None:
    """What is merged, and what is only joined, says the same as what was counted at once."""
    words = [PassageWords.of([one[0] for one in part], [one[1] for one in part]) for part in parts]
    live = [np.flatnonzero([one[2] for one in part]) for part in parts]
    kept = [one for part in parts for one in part if one[2]]
    if not kept:
        return
    at_once = PassageWords.of([one[0] for one in kept], [one[1] for one in kept])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.index.parts.merged_words._CELLS", 3)
        merged = merged_words(list(zip(words, live, strict=True)))
    for name in ("hashes", "latin", "order", "sample", "form_hashes"):
        np.testing.assert_array_equal(getattr(merged, name), getattr(at_once, name))
    assert list(merged.names) == sorted(at_once.names, key=merged.names.index)
    for table in ("counts", "forms"):
        ours, theirs = getattr(merged, table), getattr(at_once, table)
        for name in ("starts", "columns", "counts"):
            np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name))
    gone = [np.flatnonzero([not one[2] for one in part]).astype(np.int32) for part in parts]
    joined, expected = Lexicon(words, Numbering(list(map(len, parts)), gone)), Lexicon([at_once])
    assert joined.stems_of_passages() == expected.stems_of_passages()
    concepts = [(("газ", "вода"), ("gas",)), (("нефть",),), (("сочи",),)]
    everything = np.arange(len(kept))
    np.testing.assert_array_equal(
        joined.named(joined.terms(concepts), everything), expected.named(expected.terms(concepts), everything)
    )
    for one, other in zip(joined.terms(concepts), expected.terms(concepts), strict=True):
        assert (one.weight, one.mass) == (other.weight, other.mass)
    for typed in ("газа", "воды", "созы"):
        assert joined.spelling(typed) == expected.spelling(typed)
    np.testing.assert_array_equal(
        joined.sentences_naming(joined.terms(concepts), everything)[0],
        expected.sentences_naming(expected.terms(concepts), everything)[0],
    )
