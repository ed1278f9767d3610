"""Milvus as the store: addresses, what is written, what is lost and repaired, errors."""

import importlib.util
import logging
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval import Engine
from retrieval.errors import IndexReadOnlyError, MissingExtraError, StoreError
from retrieval.index.generation import Generation
from retrieval.index.milvus import collection
from retrieval.index.milvus.address import MilvusAddress
from retrieval.index.milvus.collection import Collection
from retrieval.index.milvus.contents import Contents
from retrieval.index.milvus.rows import ids_of, new_rows
from retrieval.index.milvus.store import MilvusStore
from retrieval.index.place import IndexPlace, ensure_index, roll_back
from retrieval.index.segment_store import SegmentStore
from retrieval.language.words import stem, words
from retrieval.sources.folder import SourceFolder
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

needs_milvus = pytest.mark.skipif(
    importlib.util.find_spec("milvus_lite") is None, reason="milvus-lite is not installed"
)

SOURCES: dict[str, str | bytes] = {
    f"{number}.txt": f"Статья {number}\n\nПостроен мост {number} в 2021 году. Поезда едут по мосту.\n"
    for number in range(8)
}
REPLACED = "Статья 1\n\nПостроен завод 1 в 2022 году. Он делает стекло 1.\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("milvus+http://10.0.0.5", MilvusAddress("http://10.0.0.5:19530")),
        ("milvus+http://[::1]:19531", MilvusAddress("http://[::1]:19531")),
        (
            "milvus+https://reader:p%40ss%2Fword@milvus.example:443/news",
            MilvusAddress("https://milvus.example:443", "reader:p@ss/word", "news"),
        ),
        ("milvus+https://:key@milvus.example", MilvusAddress("https://milvus.example:19530", "key")),
        ("/srv/milvus.db", MilvusAddress("/srv/milvus.db")),
        ("milvus+file:/srv/milvus.db", MilvusAddress("/srv/milvus.db")),
    ],
)
def test_an_address_is_read(text: str, expected: MilvusAddress) -> None:
    assert MilvusAddress.of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "http://secret@host",
        "milvus+ftp://secret@host",
        "milvus+http://",
        "/srv/x.sqlite",
        "мост.db",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError, match="Milvus") as caught:
        MilvusAddress.of(text)
    assert text not in str(caught.value)


def test_a_secret_is_never_shown() -> None:
    address = MilvusAddress.of("milvus+https://reader:secret@host/news")
    assert address.shown == "host:19530/news"
    assert "secret" not in f"{address}{address!r}"


def test_a_server_that_is_not_there_is_one_sentence_without_the_password(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("pymilvus")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{free.getsockname()[1]}"
        store = f"milvus+http://reader:secret@{where}"
        engine = Engine(write_sources(SOURCES), tmp_path / "data", encoder=tiny, store=store)
        with caplog.at_level(logging.DEBUG), pytest.raises(StoreError) as caught:
            engine.ask("мост")
    assert str(caught.value) == f"The store of passages at {where} can't be used (it does not answer)"
    assert "secret" not in caplog.text
    assert caught.value.__cause__ is None
    status = engine.index_status()
    assert status.store is not None
    assert (status.store.place, status.store.fault) == (where, "it does not answer")


def test_missing_packages_are_told_with_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing(name: str, *_: object) -> object:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr("retrieval.extras.importlib.import_module", missing)
    store = MilvusStore(MilvusAddress.of("milvus+http://127.0.0.1"), tmp_path)
    with pytest.raises(MissingExtraError, match=r"pip install 'dayeksoz\[milvus\]'"):
        store.status()


def test_an_index_that_is_only_read_and_is_not_there_is_told(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    engine = Engine(write_sources(SOURCES), tmp_path / "data", encoder=tiny, builds=False)
    with pytest.raises(IndexReadOnlyError, match="only read here"):
        engine.ask("мост")
    for change in (engine.update, engine.rebuild, engine.roll_back):
        with pytest.raises(IndexReadOnlyError):
            change()
    assert not (tmp_path / "data").exists()


class Place:
    """An index in a local file of Milvus."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        self.corpus = corpus
        self.folder = folder / "index"
        self.file = folder / "milvus.db"

    def opened(self) -> IndexPlace:
        store = MilvusStore(MilvusAddress.of(str(self.file)), self.folder)
        return IndexPlace(self.folder, SourceFolder(self.corpus), TinyEncoder.model_id, store=store)

    def build(self, encoder: Callable[[], TinyEncoder] = TinyEncoder) -> Generation:
        return ensure_index(self.opened(), encoder)

    def collection(self) -> Collection:
        store = self.opened().store
        assert isinstance(store, MilvusStore)
        return Collection(store._connection, Contents.read(self.folder).collection)


@pytest.fixture
def place(tmp_path: Path, write_sources: WriteSources) -> Iterator[Place]:
    made = Place(tmp_path, write_sources(SOURCES))
    yield made
    from milvus_lite.server_manager import server_manager_instance

    server_manager_instance.release_server(str(made.file))


def _no_encoder() -> TinyEncoder:
    pytest.fail("nothing should be encoded")


@needs_milvus
def test_rows_are_those_of_the_generations_that_are_kept(place: Place) -> None:
    first = ids_of(place.build())
    rows = place.collection().ids()
    assert rows.tolist() == first.tolist()
    (place.corpus / "1.txt").write_text(REPLACED, "utf-8")
    second = ids_of(place.build())
    assert place.collection().ids().tolist() == np.union1d(first, second).tolist()
    (place.corpus / "2.txt").unlink()
    third = ids_of(place.build())
    assert place.collection().ids().tolist() == np.union1d(second, third).tolist()
    assert len(np.setdiff1d(first, second)) == len(np.setdiff1d(second, first)) == 2


@needs_milvus
def test_only_new_rows_are_written_and_writing_twice_changes_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    original = Collection.write

    def counted(self: Collection, rows: Iterator[dict[str, Any]]) -> Iterator[int]:
        for count in original(self, rows):
            written.append(count)
            yield count

    monkeypatch.setattr(Collection, "write", counted)
    generation = place.build()
    (place.corpus / "1.txt").write_text(REPLACED, "utf-8")
    place.build()
    assert written == [len(generation.passages), 2]
    again = list(place.collection().write(new_rows(generation, np.zeros(0, np.int64))))
    assert again == [len(generation.passages)]
    assert place.collection().count() == len(generation.passages) + 2


def test_a_row_is_made_of_its_passage(write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder) -> None:
    generation = Engine(write_sources({"1.txt": REPLACED}), tmp_path / "data", encoder=tiny).generation
    rows = {row["id"]: row for row in new_rows(generation, np.zeros(0, np.int64))}
    assert sorted(rows) == ids_of(generation).tolist()
    said = [sorted(row["words"].split()) for row in rows.values()]
    title, text = (list(map(stem, words(line))) for line in REPLACED.split("\n\n"))
    assert sorted(said, key=len) == [sorted(title), sorted(title + text)]
    assert {tuple(row["years"]) for row in rows.values()} == {(2022,)}
    assert all(row["days"] == row["last"] - row["first"] for row in rows.values())
    assert all(abs(float(row["vector"] @ row["vector"]) - 1) < 1e-3 for row in rows.values())


@needs_milvus
def test_a_fill_that_was_killed_is_repaired(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "_BATCH", 2)
    batches = 0
    original = Collection.write

    def killed(self: Collection, rows: Iterator[dict[str, Any]]) -> Iterator[int]:
        nonlocal batches
        for count in original(self, rows):
            batches += 1
            if batches == 2:
                raise KeyboardInterrupt
            yield count

    with monkeypatch.context() as patch:
        patch.setattr(Collection, "write", killed)
        with pytest.raises(KeyboardInterrupt):
            place.build()
    name = Contents.read(place.folder)
    assert (place.collection().count(), name.filled) == (4, [])
    generation = place.build()
    assert place.collection().ids().tolist() == ids_of(generation).tolist()


@needs_milvus
def test_changing_the_store_fills_it_without_encoding(place: Place) -> None:
    own = replace(place.opened(), store=SegmentStore())
    built = ensure_index(own, TinyEncoder)
    assert place.opened().why_stale() == "its passages are not all in the store"
    filled = place.build(_no_encoder)
    assert filled.id != built.id
    assert place.collection().count() == len(built.passages)
    assert place.opened().why_stale() == own.why_stale() == ""


@needs_milvus
def test_a_generation_of_another_store_can_be_rolled_back_to(place: Place) -> None:
    own = replace(place.opened(), store=SegmentStore())
    built = ensure_index(own, TinyEncoder)
    (place.corpus / "1.txt").write_text(REPLACED, "utf-8")
    newer = place.build()
    assert place.collection().ids().tolist() == ids_of(newer).tolist()
    roll_back(place.opened())
    assert place.build(_no_encoder).id == built.id
    assert set(place.collection().ids()) >= set(ids_of(built))


@needs_milvus
@pytest.mark.parametrize("lost", ["collection", "rows"])
def test_what_the_store_has_lost_is_written_again(place: Place, lost: str) -> None:
    generation = place.build()
    if lost == "collection":
        place.collection().drop()
    else:
        place.collection().delete(ids_of(generation)[:3])
    assert place.opened().why_stale() == "its passages are not all in the store"
    repaired = place.build(_no_encoder)
    assert place.collection().ids().tolist() == ids_of(repaired).tolist() == ids_of(generation).tolist()


@needs_milvus
def test_without_search_by_words_the_index_finds_them(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    generation = place.build()
    monkeypatch.setattr(Collection, "has_words", property(lambda _: False))

    def fail(*_: object) -> None:
        pytest.fail("the collection has no words")

    monkeypatch.setattr(Collection, "naming", fail)
    terms = generation.lexicon.terms([(("мост",), ("поезд",))])
    (named,) = (generation.lexicon.named(terms, np.arange(len(generation.passages))) > 0).nonzero()[1:]
    assert sorted(generation.finder.naming_most(terms, 100).tolist()) == named.tolist()
    assert len(named) >= 8


@needs_milvus
def test_a_file_that_another_program_has_open_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    with (place.file.parent / f".{place.file.name}.lock").open("a") as lock:
        place.folder.mkdir()
        real = fcntl.lockf

        def taken(file: Any, *arguments: int) -> None:
            # A process never hinders itself.
            if getattr(file, "name", "") == lock.name:
                raise BlockingIOError
            real(file, *arguments)

        monkeypatch.setattr(fcntl, "lockf", taken)
        with pytest.raises(StoreError, match="another program has it open"):
            place.build()
