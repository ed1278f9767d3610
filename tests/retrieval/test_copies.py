"""Fingerprints and digests of passages."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.joined_copies import JoinedCopies
from retrieval.index.numbering import Numbering
from retrieval.index.parts.copies import Copies, Digests, fingerprints_of, stepped, weights_of
from retrieval.language.words import words

WORDS = st.lists(st.sampled_from([f"слово{number}" for number in range(500)]), max_size=60)
SHARED_RUN = 8
"""Words in a row that two texts must share to be sure of a common fingerprint: 4 + 5 - 1."""

STORY = [
    "Завод в Таразе запустили двенадцатого сентября.",
    "Инвестиции в проект составили 14,6 миллиарда тенге.",
    "Треть суммы дал Банк развития Казахстана.",
    "На предприятии работают 320 человек, большинство живёт рядом.",
]
OTHER = ["Мост через Иртыш закроют для грузовиков на всё лето.", "Объезд проложат по соседнему району."]


def of(*passages: list[str]) -> Copies:
    """Passages in no context, and of nobody in particular."""
    return Copies.of(passages, [None] * len(passages), [""] * len(passages))


@given(WORDS, WORDS, WORDS, WORDS, st.data())
def test_a_shared_run_of_words_gives_a_shared_fingerprint(
    before: list[str], after: list[str], head: list[str], tail: list[str], data: st.DataObject
) -> None:
    run = data.draw(
        st.lists(st.sampled_from([f"общее{n}" for n in range(99)]), min_size=SHARED_RUN, max_size=20)
    )
    one, other = fingerprints_of([*before, *run, *after]), fingerprints_of([*head, *run, *tail])
    assert len(np.intersect1d(one, other)) >= 1


@given(WORDS)
def test_every_text_has_a_fingerprint_and_they_depend_on_it_alone(said: list[str]) -> None:
    assert len(fingerprints_of(said)) >= 1
    assert fingerprints_of(said).tolist() == fingerprints_of(list(said)).tolist()


def test_a_text_counts_once_however_many_have_it() -> None:
    copies = of(STORY, OTHER, STORY, STORY)
    assert weights_of(copies.texts, copies.variants) == pytest.approx([1 / 3, 1, 1 / 3, 1 / 3], abs=1e-8)


def test_a_text_is_shared_out_among_its_titles() -> None:
    copies = Copies.of([STORY, STORY, OTHER, STORY], [None] * 4, ["Завод", "Стекло", "Завод", "Стекло."])
    assert weights_of(copies.texts, copies.variants).tolist() == [1 / 2, 1 / 4, 1, 1 / 4]


def test_letters_signs_and_separators_do_not_make_another_text() -> None:
    one = of(["Ещё 14,6 млрд и 1 000 тенге!"], ["еще 14.6 млрд — и 1000 тенге."])
    assert one.texts[0] == one.texts[1]
    assert one.of_passage(0) == one.of_passage(1)
    other = of(["Ещё 14,7 млрд и 1 000 тенге!"])
    assert one.texts[0] != other.texts[0]


def test_passages_are_found_by_what_a_sentence_says() -> None:
    copies = of(STORY[:2], OTHER, STORY[1:], [STORY[1], STORY[1]])
    assert copies.saying(copies.of_passage(0)[1]).tolist() == [0, 2, 3]
    assert copies.saying(copies.of_passage(0)[0]).tolist() == [0]
    assert copies.saying(np.uint64(7)).tolist() == []


def test_what_is_cut_edited_or_merged_nearly_repeats_the_whole() -> None:
    edited = [*STORY[:3], "На заводе трудятся 400 человек из окрестных сёл."]
    copies = joined(of(STORY, OTHER, STORY[2:]), of(edited, [*OTHER, *STORY]))
    likeness = copies.likeness(np.array([4, 0, 3, 1, 2]))
    assert likeness.first_alike(np.arange(5)).tolist() == [0, 1, 0, 0, 0]
    # The merged one repeats OTHER first.
    assert likeness.first_alike(np.array([1, 4, 0])).tolist() == [0, 0, 2]
    assert copies.count_different(np.arange(5)) == 2
    firsts, counts = np.array([3, 1, 1, 0, 2]), np.array([1, 1, 2, 0, 3])
    near = copies.nearly_repeating(np.array([0]), firsts, counts)
    assert near.tolist() == [True, False, True, False, True]


def test_parts_are_joined_in_their_order() -> None:
    one, other = of(STORY, OTHER, []), of(OTHER, STORY[:2])
    together = Copies.joined([(one, np.array([1, 2])), (other, np.array([1]))])
    expected = of(OTHER, [], STORY[:2])
    for name in Copies.__dataclass_fields__:
        assert getattr(together, name).tolist() == getattr(expected, name).tolist()
    assert Copies.joined([(one, np.arange(3))]) is one


_PASSAGE = st.lists(st.sampled_from([*STORY, *OTHER]), max_size=3)
_SEGMENTS = st.lists(
    st.lists(st.tuples(_PASSAGE, st.sampled_from("ab"), st.booleans()), max_size=5), min_size=1
)
"""For each segment its passages: sentences, title, and whether it is searched."""


@given(_SEGMENTS)
def test_segments_say_together_what_one_of_their_live_passages_says(
    segments: list[list[tuple[list[str], str, bool]]],
) -> None:
    parts = [
        Copies.of([one[0] for one in part], [None] * len(part), [one[1] for one in part]) for part in segments
    ]
    live = [np.flatnonzero([one[2] for one in part]) for part in segments]
    whole = Copies.joined(list(zip(parts, live, strict=True)))
    copies = joined(*parts, gone=[[not one[2] for one in part] for part in segments])
    everything = np.arange(len(whole.texts))
    assert copies.texts[everything].tolist() == whole.texts.tolist()
    assert copies.weights.tolist() == counted(whole.texts, whole.variants)
    for number in everything.tolist():
        digests = whole.of_passage(number)
        assert copies.of_passage(number).tolist() == digests.tolist()
        assert copies.is_same(number, 0) == (whole.texts[number] == whole.texts[0])
        for digest in digests:
            has = [each for each in everything.tolist() if digest in whole.of_passage(each)]
            assert copies.saying(digest).tolist() == has
    if len(everything):
        at_once = JoinedCopies([whole], Numbering([len(everything)]), copies.weights)
        assert copies.likeness(everything).alike.tolist() == at_once.likeness(everything).alike.tolist()


@given(_SEGMENTS, st.data())
def test_runs_are_compared_as_each_by_itself(
    segments: list[list[tuple[list[str], str, bool]]], data: st.DataObject
) -> None:
    copies = joined(
        *(Copies.of([one[0] for one in part], [None] * len(part), [""] * len(part)) for part in segments)
    )
    said = [" ".join(one[0]) for part in segments for one in part]
    if not said:
        return
    numbers = st.integers(0, len(said) - 1)
    own = data.draw(st.lists(numbers, min_size=1, max_size=3, unique=True))
    runs = data.draw(
        st.lists(numbers.flatmap(lambda n: st.tuples(st.just(n), st.integers(1, len(said) - n))), max_size=4)
    )

    def prints(passages: Iterable[int]) -> set[int]:
        return {one for each in passages for one in fingerprints_of(words(said[each])).tolist()}

    expected = []
    for first, count in runs:
        one, other = prints(own), prints(range(first, first + count))
        expected.append(len(one & other) >= 0.4 * min(len(one), len(other)))
    firsts, counts = np.array(runs, np.int64).reshape(-1, 2).T
    assert copies.nearly_repeating(np.array(own), firsts, counts).tolist() == expected


def joined(*parts: Copies, gone: list[list[bool]] | None = None) -> JoinedCopies:
    numbers = [np.flatnonzero(of_part).astype(np.int32) for of_part in gone] if gone else None
    numbering = Numbering([len(part.texts) for part in parts], numbers)
    texts, variants = (
        numbering.joined([getattr(part, name) for part in parts]) for name in ("texts", "variants")
    )
    return JoinedCopies(parts, numbering, weights_of(texts, variants))


def counted(texts: Digests, variants: Digests) -> list[float]:
    """The weights, passage by passage."""
    variants_of: dict[int, set[int]] = {}
    for text, variant in zip(texts.tolist(), variants.tolist(), strict=True):
        variants_of.setdefault(text, set()).add(variant)
    copies = Counter(variants.tolist())
    shares = [
        1 / (len(variants_of[text]) * copies[variant])
        for text, variant in zip(texts.tolist(), variants.tolist(), strict=True)
    ]
    return list(stepped(np.array(shares)))


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    copies = of(STORY, OTHER, [])
    copies.write(tmp_path)
    again = Copies.open(tmp_path)
    for name in Copies.__dataclass_fields__:
        assert getattr(again, name).tolist() == getattr(copies, name).tolist()
    assert again.of_passage(2).tolist() == []
