"""The vectors of passages: the nearest ones, of all or of some."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.arrays import Ids, Mask, Vectors
from retrieval.encoding.encoder import unit
from retrieval.index.joined import JoinedVectors
from retrieval.index.numbering import Column, Numbering
from retrieval.index.parts import vectors
from retrieval.index.parts.compressed_vectors import CompressedVectors
from retrieval.index.parts.exact_vectors import ExactVectors
from retrieval.index.parts.vectors import FaissVectors
from tests.retrieval.made_vectors import made_vectors

_MANY = 4_000
_DIMENSIONS = 64


@pytest.fixture(scope="module")
def many() -> Vectors:
    """Vectors in clusters, as passages have them; the last 50 are questions."""
    random = np.random.default_rng(1)
    seeds = unit(random.standard_normal((200, _DIMENSIONS)).astype(np.float32))
    return np.concatenate(list(made_vectors(seeds, _MANY + 50)))


@pytest.fixture
def compressed(many: Vectors, tmp_path: Path) -> CompressedVectors:
    CompressedVectors.write(tmp_path, blocks(many[:_MANY]), _DIMENSIONS)
    return CompressedVectors.open(tmp_path)


def blocks(rows: Vectors) -> Iterator[Vectors]:
    yield from np.array_split(rows, 7)


def exactly(rows: Vectors, query: Vectors, count: int, among: Mask | None = None) -> list[int]:
    allowed = np.arange(len(rows)) if among is None else np.flatnonzero(among)
    nearest: list[int] = allowed[np.argsort(-(rows[allowed] @ query), kind="stable")][:count].tolist()
    return nearest


def recall(index: JoinedVectors, many: Vectors, among: Mask | None = None) -> float:
    """The share of the ten nearest vectors that are found."""
    found = [
        len(set(index.search(query, 10, among).tolist()) & set(exactly(many[:_MANY], query, 10, among))) / 10
        for query in many[_MANY:]
    ]
    return float(np.mean(found))


def joined(parts: list[ExactVectors | CompressedVectors], live: list[Ids] | None = None) -> JoinedVectors:
    gone = (
        [
            np.setdiff1d(np.arange(len(part)), of_part).astype(np.int32)
            for part, of_part in zip(parts, live, strict=True)
        ]
        if live
        else None
    )
    sizes = list(map(len, parts))
    numbering = Numbering(sizes, gone)
    in_order = np.split(np.arange(sum(sizes), dtype=np.uint64), np.cumsum(sizes)[:-1])
    precedence = Column(in_order, numbering)
    return JoinedVectors(list(map(FaissVectors, parts)), numbering, precedence)


@given(st.integers(1, 40), st.integers(1, 50), st.data())
def test_the_nearest_among_some_are_those_of_a_full_comparison(
    size: int, count: int, data: st.DataObject
) -> None:
    rows = np.random.default_rng(size).standard_normal((size, 8)).astype(np.float16).astype(np.float32)
    marks = data.draw(st.none() | st.lists(st.booleans(), min_size=size, max_size=size))
    among = None if marks is None else np.array(marks)
    ids, similarities = ExactVectors.of([rows], 8).search(rows[0], count, among)
    assert ids.tolist() == exactly(rows, rows[0], count, among)
    np.testing.assert_allclose(similarities, rows[ids] @ rows[0], rtol=1e-5, atol=1e-5)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=60), st.integers(1, 12), st.data())
def test_segments_are_searched_as_one(values: list[int], count: int, data: st.DataObject) -> None:
    """Also where many vectors are equally near, and many are dead."""
    rows = np.array([[value / 8, 1] for value in values], np.float32)
    ends = sorted(data.draw(st.lists(st.integers(0, len(values)), max_size=3)))
    is_live = np.array(data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values))))
    parts = [ExactVectors.of([part], 2) for part in np.split(rows, ends)]
    live = [np.flatnonzero(part) for part in np.split(is_live, ends)]
    query = np.array([1, 0], np.float32)
    found = joined([*parts], live).search(query, count)
    assert found.tolist() == exactly(rows[is_live], query, count)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60), st.integers(0, 4), st.data())
def test_equal_vectors_are_equally_near(rows: list[int], seed: int, data: st.DataObject) -> None:
    """To the last bit, wherever they stand and however their similarity is asked for: precedence decides."""
    random = np.random.default_rng(seed)
    different = unit(random.standard_normal((10, 384)).astype(np.float32))
    query = unit(random.standard_normal((1, 384)).astype(np.float32))[0]
    index = ExactVectors.of([different[rows]], 384)
    among = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))))
    of_different = ExactVectors.of([different], 384).similarities(query, np.arange(10))
    np.testing.assert_allclose(of_different, different @ query, atol=5e-5)
    np.testing.assert_array_equal(index.similarities(query, np.arange(len(rows))), of_different[rows])
    for allowed in (None, among):
        ids, similarities = index.search(query, len(rows), allowed)
        np.testing.assert_array_equal(similarities, of_different[np.array(rows)[ids]])


def test_few_vectors_are_held_exactly_and_many_compressed(
    many: Vectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "COMPRESSED_FROM", _MANY)
    for count, files in [
        (_MANY - 1, ["vectors.faiss"]),
        (_MANY, ["compressed.faiss", "vectors.half"]),
    ]:
        folder = tmp_path / str(count)
        folder.mkdir()
        FaissVectors.write(folder, blocks(many[:count]), count, _DIMENSIONS)
        assert sorted(path.name for path in folder.iterdir()) == files
        opened = FaissVectors.open(folder)
        assert len(opened) == count
        ids = np.array([count - 1, 5, 5, 0])
        np.testing.assert_array_equal(opened.vectors(ids), many[ids].astype(np.float16).astype(np.float32))


def test_a_compressed_segment_says_how_near_vectors_are_as_an_exact_one_does(
    compressed: CompressedVectors, many: Vectors
) -> None:
    exact, ids = ExactVectors.of([many[:_MANY]], _DIMENSIONS), np.array([5, 3999, 5, 0])
    np.testing.assert_array_equal(
        compressed.similarities(many[_MANY], ids), exact.similarities(many[_MANY], ids)
    )
    assert compressed.similarities(many[_MANY], np.zeros(0, np.int64)).tolist() == []


def test_a_compressed_segment_finds_what_an_exact_one_does(
    compressed: CompressedVectors, many: Vectors
) -> None:
    assert recall(joined([compressed]), many) >= 0.99
    exact = ExactVectors.of([many[3000:_MANY]], _DIMENSIONS)
    first = np.arange(3000)
    assert recall(joined([compressed, exact], [first, np.arange(1000)]), many) >= 0.99


def test_compressed_segments_are_searched_side_by_side(many: Vectors, tmp_path: Path) -> None:
    """By several threads, for several that ask at once; none gets what another one asked for."""
    parts: list[ExactVectors | CompressedVectors] = [ExactVectors.of([many[:100]], _DIMENSIONS)]
    for name, rows in [("a", many[100:2000]), ("b", many[2000:_MANY])]:
        (tmp_path / name).mkdir()
        CompressedVectors.write(tmp_path / name, blocks(rows), _DIMENSIONS)
        parts.append(CompressedVectors.open(tmp_path / name))
    index = joined(parts)
    assert recall(index, many) >= 0.99
    with ThreadPoolExecutor(4) as askers:
        found = list(askers.map(lambda query: index.search(query, 10).tolist(), many[_MANY:]))
    assert found == [index.search(query, 10).tolist() for query in many[_MANY:]]
    assert [numbers[0] for numbers in found] == [exactly(many[:_MANY], query, 1)[0] for query in many[_MANY:]]


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5])
def test_a_filter_costs_no_recall(compressed: CompressedVectors, many: Vectors, share: float) -> None:
    index = joined([compressed])
    at_random = np.random.default_rng(2).random(_MANY) < share
    assert recall(index, many, at_random) >= 0.99
    likeness = many[:_MANY] @ many[0]
    of_one_topic = likeness >= np.quantile(likeness, 1 - share)
    assert recall(index, many, of_one_topic) >= 0.99


def test_nothing_is_found_but_what_a_filter_allows(compressed: CompressedVectors, many: Vectors) -> None:
    among = np.zeros(_MANY, np.bool_)
    assert compressed.search(many[0], 10, among)[0].tolist() == []
    among[[7, 70, 700]] = True
    assert sorted(compressed.search(many[0], 10, among)[0].tolist()) == [7, 70, 700]


def test_the_same_vectors_make_the_same_files(many: Vectors, tmp_path: Path) -> None:
    for name, parts in [("a", blocks(many)), ("b", iter([many]))]:
        (tmp_path / name).mkdir()
        CompressedVectors.write(tmp_path / name, parts, _DIMENSIONS)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_vectors_that_were_written_twice_stay_the_same(compressed: CompressedVectors, tmp_path: Path) -> None:
    ids = np.arange(0, _MANY, 10)
    rows = compressed.vectors(ids)
    ExactVectors.write(tmp_path, [rows], _DIMENSIONS)
    np.testing.assert_array_equal(ExactVectors.open(tmp_path).vectors(np.arange(len(ids))), rows)


def test_a_file_that_lacks_vectors_is_damaged(compressed: CompressedVectors, tmp_path: Path) -> None:
    path = tmp_path / "vectors.half"
    content = path.read_bytes()
    assert len(content) == len(compressed) * _DIMENSIONS * 2
    for size, message in [(len(content) - 1, "no number of whole vectors"), (0, "0 vectors, not 4000")]:
        path.write_bytes(content[:size])
        with pytest.raises(ValueError, match=message):
            CompressedVectors.open(tmp_path)
