"""What can be exchanged, each shown by exchanging it: format, vector engine, encoder, feature."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np
import pytest

from retrieval import Engine
from retrieval.arrays import Ids, Mask, Scores, Vectors
from retrieval.documents import Fact, Paragraph, SkipReason
from retrieval.encoding.encoder import Encoding, ModelId, TextKind, unit
from retrieval.index.encoding_cache import EncodingCache
from retrieval.index.parts import vectors
from retrieval.index.parts.token_codes import Block
from retrieval.ranking import features, ranker, weights
from retrieval.ranking.features import Candidates, Feature
from retrieval.sources import folder
from retrieval.sources.readers import registry
from retrieval.sources.readers.page import Page, Reading
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

ARTICLES: dict[str, str | bytes] = {
    "gas.txt": "О газе\n\nЭкспорт газа вырос на треть. Трубопровод проложен через степь.\n",
    "oil.txt": "О нефти\n\nДобыча нефти снизилась летом. Танкеры ушли из порта.\n",
}


def _first(engine: Engine, question: str) -> str:
    return engine.ask(question).found[0].document.id


# A source format: a reader and a line in the registry.


def _read_note(content: bytes) -> list[Reading]:
    title, _, text = content.decode().partition("\n")
    return [Page(text, (Paragraph(0, len(text)),), title=Fact(title))]


def test_a_format_is_a_reader_and_a_line(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = write_sources({**ARTICLES, "space.note": "О космосе\nРакета стартовала с Байконура."})
    monkeypatch.setitem(registry.READERS, ".note", _read_note)
    engine = Engine(sources, tmp_path / "data", encoder=tiny)
    (quote, *_) = engine.ask("ракета стартовала").found
    assert (quote.document.path, quote.text) == ("corpus/space.note", "Ракета стартовала с Байконура.")
    assert quote.document.title == Fact("О космосе")


# A vector engine: one class, and a line in the table.


class NumpyVectors:
    """All vectors in one array."""

    def __init__(self, rows: Vectors) -> None:
        self._rows = rows

    @classmethod
    def write(cls, folder: Path, blocks: Iterable[Vectors], count: int, dimensions: int) -> None:
        np.save(folder / "vectors.npy", np.reshape(np.concatenate([*blocks]), (count, dimensions)))

    @classmethod
    def open(cls, folder: Path) -> Self:
        return cls(np.load(folder / "vectors.npy"))

    def __len__(self) -> int:
        return len(self._rows)

    def search(self, query: Vectors, count: int, among: Mask | None = None) -> tuple[Ids, Vectors]:
        similarities = self._rows @ query
        allowed = np.arange(len(self)) if among is None else np.flatnonzero(among)
        found = allowed[np.argsort(-similarities[allowed], kind="stable")[:count]]
        return found, similarities[found]

    is_exact = True

    def similarities(self, query: Vectors, ids: Ids) -> Vectors:
        products: Vectors = (self._rows[ids] * query).sum(axis=1)
        return products

    def vectors(self, ids: Ids) -> Vectors:
        return self._rows[ids]


def test_a_vector_engine_is_a_class_and_a_name(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vectors.ENGINES, "numpy", NumpyVectors)
    sources = write_sources(ARTICLES)
    by_faiss = Engine(sources, tmp_path / "data", encoder=tiny)
    expected = by_faiss.ask("добыча нефти")
    by_numpy = Engine(sources, tmp_path / "data", encoder=tiny, vectors="numpy")
    assert by_numpy.index_status().why_stale == "its vectors are held by another engine"
    found = by_numpy.ask("добыча нефти")
    assert found.confidence == pytest.approx(expected.confidence)  # NumPy adds up in another order
    assert replace(found, confidence=expected.confidence) == expected
    (segment,) = (tmp_path / "data" / "index").glob(f"{by_numpy.generation.id}/*/")
    assert (segment / "vectors.npy").exists()
    assert not (segment / "vectors.faiss").exists()


# An encoder: anything with the four members of the protocol.


class LetterEncoder:
    """A text is how often it has each letter; a token is a letter."""

    model_id = ModelId("letters", "exact")
    limit = 5000

    def count_tokens(self, text: str) -> int:
        return sum(map(str.isalpha, text))

    def encode(self, texts: Sequence[str], kind: TextKind) -> list[Encoding]:  # noqa: ARG002
        return [self._encoding([letter for letter in text.casefold() if letter.isalpha()]) for text in texts]

    def _encoding(self, letters: list[str]) -> Encoding:
        states = np.eye(64, dtype=np.float32)[[ord(letter) % 64 for letter in letters]]
        return Encoding(unit(states.sum(axis=0)), states)


def test_an_encoder_is_four_members(write_sources: WriteSources, tmp_path: Path) -> None:
    engine = Engine(write_sources(ARTICLES), tmp_path / "data", encoder=LetterEncoder())
    assert _first(engine, "трубопровод через степь") == "gas"
    assert str(engine.generation.record.recipe.model) == "letters exact"


# A feature of the ranking: a function, a row, a weight.


def _is_oil(candidates: Candidates) -> Scores:
    passages = candidates.generation.passages
    return np.array([float(passages[number].document == "oil") for number in candidates.passages])


def test_a_feature_is_a_row_and_a_weight(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(write_sources(ARTICLES), tmp_path / "data", encoder=tiny)
    assert _first(engine, "экспорт газа") == "gas"
    for module in (features, ranker):
        monkeypatch.setattr(module, "FEATURES", (*features.FEATURES, Feature("is_oil", _is_oil)))
    monkeypatch.setitem(weights._weights(), "is_oil", 9.0)
    assert _first(engine, "экспорт газа") == "oil"
    (query,) = engine.retriever.queries(["экспорт газа"])
    ranking = engine.retriever.rank(query)
    assert ranking.features["is_oil"].tolist() == sorted(ranking.features["is_oil"], reverse=True)
    without = engine.retriever.rank(query, weights.Weights(without=frozenset({"is_oil"})))
    assert engine.generation.passages[int(without.passages[0])].document == "gas"


# A build does each piece of work once.


def test_a_build_reads_each_file_and_fetches_each_encoding_once(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    fetched: list[bytes] = []

    def counted_read(path: str, original: Callable[[str], bytes | SkipReason] = folder._content) -> object:
        read.append(Path(path).name)
        return original(path)

    def counted_get(
        self: EncodingCache,
        key: bytes,
        original: Callable[[EncodingCache, bytes], tuple[Vectors, Block]] = EncodingCache.get,
    ) -> tuple[Vectors, Block]:
        fetched.append(key)
        return original(self, key)

    monkeypatch.setattr(folder, "_content", counted_read)
    monkeypatch.setattr(EncodingCache, "get", counted_get)
    generation = Engine(write_sources(ARTICLES), tmp_path / "data", encoder=tiny).generation
    assert sorted(read) == ["gas.txt", "oil.txt"]
    assert len(fetched) == len(set(fetched))
    assert len(fetched) == generation.record.passages == 4
