"""What puts the parts together."""

from pathlib import Path

import pytest

from retrieval import Engine, ModelChoice
from retrieval.encoding.encoder import ModelId
from retrieval.language.glossary import Glossary
from retrieval.sources.folder import SourceFolder
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

SOURCES: dict[str, str | bytes] = {"a.txt": "Ракета стартовала с Байконура. Да."}


def test_an_engine_with_its_own_encoder_needs_no_model(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.engine.is_unpacked", lambda _: False)
    engine = Engine(write_sources(SOURCES), tmp_path / "data", encoder=tiny)
    assert not engine.is_prepared
    engine.prepare()
    assert engine.is_prepared


def test_a_rebuilt_index_is_the_one_that_answers(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    engine = Engine(write_sources(SOURCES), tmp_path / "data", encoder=tiny)
    engine.prepare()
    write_sources({"b.txt": "Спутник вышел на орбиту. Да."})
    generation = engine.rebuild()
    assert set(generation.documents) == {"a", "b"}
    assert engine.ask("спутник вышел на орбиту").found[0].document.id == "b"


def test_a_store_that_does_not_exist_is_refused_before_anything_is_encoded(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    engine = Engine(write_sources(SOURCES), tmp_path / "data", encoder=tiny, vectors="floppy")
    with pytest.raises(ValueError, match="no vector engine 'floppy', only faiss"):
        engine.prepare()
    assert tiny.texts == []


def test_a_hub_model_is_identified_after_it_was_fetched(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = ModelId("hub:org/model@abc", "auto")
    monkeypatch.setattr(tiny, "model_id", fetched)
    monkeypatch.setattr("retrieval.engine.load_encoder", lambda *_: tiny)
    engine = Engine(write_sources(SOURCES), tmp_path / "data", model=ModelChoice("org/model"))
    assert engine.model_id == fetched
    assert engine.generation.record.recipe.model == fetched


@pytest.mark.parametrize("as_source", [False, True])
def test_a_glossary_beside_the_sources_is_used(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder, *, as_source: bool
) -> None:
    folder = write_sources({**SOURCES, "glossary.csv": "kk,ru,en\nҚырғимақ,Байконур,Zhuldyzai\n"})
    corpus = SourceFolder(folder) if as_source else folder
    engine = Engine(corpus, tmp_path / "data", encoder=tiny)
    (query,) = engine.retriever.queries(["Zhuldyzai"])
    assert ("байконур",) in query.topics[0].names
    assert isinstance(engine._glossary(), Glossary)
