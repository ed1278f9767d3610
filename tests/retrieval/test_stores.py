"""What every store has to do: the same tests for the index itself and for Milvus."""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from retrieval.index import build
from retrieval.index.generation import Generation
from retrieval.index.generations import current
from retrieval.index.place import (
    IndexPlace,
    ensure_index,
    newer_generation,
    rebuild_index,
    roll_back,
    update_index,
)
from retrieval.index.store_choice import OWN, open_store
from retrieval.periods import Period
from retrieval.ranking.query import Query
from retrieval.ranking.retriever import Retriever
from retrieval.sources.folder import SourceFolder
from tests.tiny_encoder import TinyEncoder

HAS_MILVUS = importlib.util.find_spec("milvus_lite") is not None
STORES = [
    OWN,
    pytest.param("milvus", marks=pytest.mark.skipif(not HAS_MILVUS, reason="milvus-lite is not installed")),
]

THINGS = "мост поезд завод школа озеро театр стадион рынок канал музей порт сад".split()
DATES = ["2019", "2020-03", "2021-12-31", "2022-01-01", "2022-08-19", "2022-08-20", "2023-02", None]


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[IndexPlace]:
    """An index of 36 articles, of several dates, in each store."""
    folder, file = tmp_path / "index", tmp_path / "milvus.db"
    for number in range(36):
        _write(tmp_path / "corpus", number, f"Статья {number}")
    store = open_store(OWN if request.param == OWN else str(file), folder)
    yield IndexPlace(folder, SourceFolder(tmp_path / "corpus"), TinyEncoder.model_id, store=store)
    if request.param != OWN:
        _close(file)


def _close(file: Path) -> None:
    """Ends the process that serves a local file."""
    from milvus_lite.server_manager import server_manager_instance

    server_manager_instance.release_server(str(file))


def _write(corpus: Path, number: int, title: str) -> None:
    corpus.mkdir(exist_ok=True)
    things = [THINGS[(number * step) % len(THINGS)] for step in (1, 3, 5)]
    row = {
        "id": f"a{number}",
        "title": f"{title}: {things[0]}",
        "text": f"Построен {things[1]} номер {number}. Рядом есть {things[2]}, с {1990 + number} года.",
    }
    if published := DATES[number % len(DATES)]:
        row["published"] = published
    (corpus / f"{number}.jsonl").write_text(json.dumps(row, ensure_ascii=False), "utf-8")


def _corpus(place: IndexPlace) -> Path:
    assert isinstance(place.corpus, SourceFolder)
    return place.corpus.path


def _reopened(place: IndexPlace) -> IndexPlace:
    """The place as another program sees it, with a store of its own."""
    from retrieval.index.milvus.store import MilvusStore

    if not isinstance(place.store, MilvusStore):
        return place
    store = open_store(place.store._connection.address.uri, place.folder)
    return IndexPlace(place.folder, place.corpus, place.model, store=store)


def _query(generation: Generation, question: str) -> Query:
    (query,) = Retriever(generation, TinyEncoder()).queries([question])
    return query


def _similarities(generation: Generation, question: str) -> np.ndarray:
    everything = generation.vectors.vectors(np.arange(len(generation.passages)))
    similarities: np.ndarray = everything @ _query(generation, question).vector
    return similarities


def _nearest(generation: Generation, question: str, count: int, within: Period | None = None) -> list[int]:
    return list(map(int, generation.finder.nearest(_query(generation, question).vector, count, within)))


def _naming(generation: Generation, question: str, count: int, within: Period | None = None) -> list[int]:
    terms = generation.lexicon.terms([topic.names for topic in _query(generation, question).topics])
    return list(map(int, generation.finder.naming_most(terms, count, within)))


def _no_encoder() -> TinyEncoder:
    pytest.fail("nothing should be encoded")


def _all(generation: Generation) -> list[int]:
    return list(range(len(generation.passages)))


QUESTION = "где построен театр"


def test_the_nearest_are_those_with_the_highest_inner_product_best_first(place: IndexPlace) -> None:
    generation = ensure_index(place, TinyEncoder)
    similarities = _similarities(generation, QUESTION)
    found = _nearest(generation, QUESTION, 10)
    np.testing.assert_allclose(similarities[found], np.sort(similarities)[::-1][:10], atol=1e-6)
    assert sorted(_nearest(generation, QUESTION, 100)) == _all(generation)


def test_those_are_found_whose_words_name_what_is_asked_about(place: IndexPlace) -> None:
    generation = ensure_index(place, TinyEncoder)
    having = set()
    for number, passage in enumerate(generation.passages):
        document = generation.documents[passage.document]
        if "театр" in f"{document.title} {document.text[passage.start : passage.end]}":
            having.add(number)
    assert 3 < len(having) < 50
    assert set(_naming(generation, "театр", 100)) == having
    assert set(_naming(generation, "театр", 3)) < having
    both = _naming(generation, "театр, номер 5", 1)
    assert "номер 5." in generation.documents[generation.passages[both[0]].document].text
    assert _naming(generation, "вертолёт", 5) == []


@pytest.mark.parametrize(
    "within",
    [
        "2022",
        "2022-08",
        "2022-08-19",
        "..2020",
        "2021..",
        "2022-03..2022-10",
        "1991",
        "2500",
        "2019..2023-01-15",
    ],
)
def test_a_period_leaves_those_that_may_fit(place: IndexPlace, within: str) -> None:
    generation, period = ensure_index(place, TinyEncoder), Period.of_iso_range(within)
    fitting = np.flatnonzero(generation.dates.may_fit(period)).tolist()
    assert sorted(_nearest(generation, QUESTION, 100, period)) == fitting
    naming = set(_naming(generation, "театр", 100))
    assert set(_naming(generation, "театр", 100, period)) == naming & set(fitting)


def test_an_index_that_changed_is_found_as_a_fresh_one_and_the_older_generation_goes_on(
    place: IndexPlace,
) -> None:
    older = ensure_index(place, TinyEncoder)
    before = _similarities(older, QUESTION)
    (_corpus(place) / "3.jsonl").unlink()
    _write(_corpus(place), 4, "Другая статья")
    _write(_corpus(place), 40, "Новая статья")
    newer = ensure_index(place, TinyEncoder)
    assert len(newer.passages) == len(older.passages)
    for generation, similarities in ((newer, _similarities(newer, QUESTION)), (older, before)):
        assert sorted(_nearest(generation, QUESTION, 100)) == _all(generation)
        found = _nearest(generation, QUESTION, 12)
        np.testing.assert_allclose(similarities[found], np.sort(similarities)[::-1][:12], atol=1e-6)


def test_another_program_finds_the_same_and_embeds_nothing(place: IndexPlace) -> None:
    built = ensure_index(place, TinyEncoder)
    opened = ensure_index(_reopened(place), _no_encoder)
    assert opened.id == built.id
    assert _nearest(opened, QUESTION, 20) == _nearest(built, QUESTION, 20)
    assert set(_naming(opened, "театр", 100)) == set(_naming(built, "театр", 100))


def test_a_rebuilt_index_finds_the_same(place: IndexPlace) -> None:
    first = ensure_index(place, TinyEncoder)
    second = rebuild_index(place, TinyEncoder())
    assert second.id != first.id
    assert sorted(_nearest(second, QUESTION, 100)) == _all(second)


def test_a_build_that_is_killed_before_the_swap_changes_nothing_and_the_next_one_repairs(
    place: IndexPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = ensure_index(place, TinyEncoder)
    _write(_corpus(place), 41, "Новая статья")
    with monkeypatch.context() as patch:
        patch.setattr(build, "put_into_use", _killed)
        with pytest.raises(KeyboardInterrupt):
            ensure_index(place, TinyEncoder)
    assert current(place.folder).id == older.id  # type: ignore[union-attr]
    assert sorted(_nearest(older, QUESTION, 100)) == _all(older)
    newer = ensure_index(_reopened(place), TinyEncoder)
    assert sorted(_nearest(newer, QUESTION, 100)) == _all(newer)


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_after_a_rollback_the_earlier_generation_is_searched_and_then_the_newer_one_again(
    place: IndexPlace,
) -> None:
    older = ensure_index(place, TinyEncoder)
    _write(_corpus(place), 42, "Новая статья")
    newer = ensure_index(place, TinyEncoder)
    roll_back(place)
    back = ensure_index(_reopened(place), _no_encoder)
    assert (back.id, sorted(_nearest(back, QUESTION, 100))) == (older.id, _all(back))
    forward = update_index(_reopened(place), _no_encoder)
    assert (forward.id, sorted(_nearest(forward, QUESTION, 100))) == (newer.id, _all(forward))


def test_a_reader_takes_up_what_another_program_builds_and_builds_nothing_itself(place: IndexPlace) -> None:
    ensure_index(place, TinyEncoder)
    reader = IndexPlace(place.folder, place.corpus, place.model, store=place.store, builds=False)
    first = ensure_index(reader, _no_encoder)
    _write(_corpus(place), 43, "Новая статья")
    assert ensure_index(reader, _no_encoder).id == first.id
    assert newer_generation(reader, first) is None
    ensure_index(place, TinyEncoder)
    newer = newer_generation(reader, first)
    assert newer is not None
    assert sorted(_nearest(newer, QUESTION, 100)) == _all(newer)
