"""Counting the passages of several segments through."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.numbering import Column, Numbering

_SEGMENTS = st.lists(st.lists(st.booleans(), max_size=9), min_size=1, max_size=5)
"""For each passage of each segment whether it is there."""


@given(_SEGMENTS, st.data())
def test_numbers_are_those_of_a_plain_count(segments: list[list[bool]], data: st.DataObject) -> None:
    gone = [np.flatnonzero(~np.array(each, np.bool_)).astype(np.int32) for each in segments]
    numbering = Numbering(list(map(len, segments)), gone)
    counted = [
        (place, number)
        for place, segment in enumerate(segments)
        for number, is_there in enumerate(segment)
        if is_there
    ]
    assert len(numbering) == len(counted)
    order = data.draw(st.permutations(range(len(counted))))
    asked = np.array(order, np.int64)
    assert [numbering.place(number) for number in order] == [counted[number] for number in order]
    assert list(numbering.places(asked)) == [counted[number] for number in order]
    figures = [np.arange(len(segment)) * 10.0 + place for place, segment in enumerate(segments)]
    expected = [number * 10.0 + place for place, number in counted]
    assert numbering.joined(figures).tolist() == expected
    assert Column(figures, numbering)[asked].tolist() == [expected[number] for number in order]
    filled = np.full(len(counted), -1.0)
    for place, of_segment in enumerate(figures):
        numbering.fill(filled, place, of_segment)
    assert filled.tolist() == expected
    marks = data.draw(st.lists(st.booleans(), min_size=len(counted), max_size=len(counted)))
    marked = {counted[number] for number in np.flatnonzero(marks).tolist()}
    masks = numbering.masks(np.array(marks, np.bool_))
    for place, (segment, mask) in enumerate(zip(segments, masks, strict=True)):
        assert mask.tolist() == [(place, number) in marked for number in range(len(segment))]
        everything = np.array(list(range(len(segment)))[::-1], np.int64)
        assert numbering.is_live(place, everything).tolist() == segment[::-1]
        numbers = numbering.numbers(place, everything).tolist()
        assert [counted[number] for number in numbers] == [
            (place, number) for number in everything.tolist() if segment[number]
        ]
        twice = np.repeat(everything.astype(np.int32), 2)
        kept, values = numbering.kept(place, twice, figures[place][twice])
        assert kept.tolist() == [number for number in numbers for _ in range(2)]
        assert values.tolist() == [expected[number] for number in kept.tolist()]
        assert numbering.live[place].tolist() == np.flatnonzero(segment).tolist()


def test_what_a_segment_has_of_numbers_is_told_apart() -> None:
    numbering = Numbering([3, 2, 2], [np.array(gone, np.int32) for gone in ([1], [0, 1], [])])
    found = [
        (segment, places.tolist(), numbers.tolist())
        for segment, places, numbers in numbering.by_segment(np.array([3, 0, 1]))
    ]
    assert found == [(0, [1, 2], [0, 2]), (2, [0], [1])]
    assert list(numbering.by_segment(np.array([], np.int64))) == []
