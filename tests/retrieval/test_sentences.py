"""Sentences of passages, against brute force."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.parts.array_file import open_arrays, write_arrays
from retrieval.index.sentences import Sentences

LENGTHS = st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=4), min_size=1, max_size=5)


@given(LENGTHS, st.data())
def test_the_best_is_found_by_sentence_window_and_passage(
    lengths: list[list[int]], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.integers(0, len(lengths) - 1), min_size=1, max_size=4))
    whole = Sentences.of(lengths)
    values = np.random.default_rng(0).random((2, int(whole.starts[-1]))) - 0.5
    only = whole.only(np.array(chosen))
    rows = [np.arange(whole.rows(passage).start, whole.rows(passage).stop) for passage in chosen]
    by_sentence = only.best(values[:, np.concatenate(rows)])
    windows = only.windows(by_sentence)

    at = 0
    for number, passage in enumerate(chosen):
        start = whole.rows(passage).start
        expected = []
        for length in lengths[passage]:
            of_sentence = values[:, start : start + length]
            expected.append(of_sentence.max(axis=1) if length else np.zeros(2))
            start += length
        count = len(expected)
        np.testing.assert_array_equal(by_sentence[:, at : at + count].T, expected)
        pairs = [np.maximum(expected[n], expected[min(n + 1, count - 1)]) for n in range(count)]
        np.testing.assert_array_equal(windows[:, at : at + count].T, pairs)
        np.testing.assert_array_equal(only.by_passage(by_sentence)[:, number], np.max(expected, axis=0))
        at += count
    assert at == by_sentence.shape[1]


def test_sentences_come_back_from_disk(tmp_path: Path) -> None:
    write_arrays(tmp_path / "words", Sentences.of([[2, 0], [1]]).arrays("sentences"))
    again = Sentences.from_arrays(open_arrays(tmp_path / "words"), "sentences")
    assert (again.starts.tolist(), again.passages.tolist()) == ([0, 2, 2, 3], [0, 2, 3])
    assert [again.rows(0), again.rows(1)] == [slice(0, 2), slice(2, 3)]
    assert (again.lengths(0), again.all_rows(np.array([1, 0])).tolist()) == ([2, 0], [2, 0, 1])
    joined = Sentences.joined([again, again.only(np.array([1]))])
    assert (joined.starts.tolist(), joined.passages.tolist()) == ([0, 2, 2, 3, 4], [0, 2, 3, 4])
