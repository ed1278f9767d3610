"""An index that was brought up to date, however often, says the same as one that is built at once."""

import contextlib
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from retrieval import Engine
from retrieval.encoding.centring import Centres
from retrieval.encoding.encoder import Encoding, TextKind
from retrieval.index import build, merging
from retrieval.index.build import Build
from retrieval.index.generation import Generation
from retrieval.index.place import IndexPlace, ensure_index, rebuild_index, roll_back, update_index
from retrieval.index.record import hash_of
from retrieval.ranking.evidence import evidence
from retrieval.ranking.retriever import Retriever
from retrieval.sources.folder import SourceFolder
from retrieval.sources.joined import JoinedSource
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

SENTENCES = (
    "Экспорт газа вырос на треть.",
    "Добыча нефти снизилась летом 2023 года.",
    "Ракета стартовала с Байконура.",
    "В городе открыли новую школу.",
    "Қалада жаңа мектеп ашылды.",
    "Oil exports grew in 2022.",
)
QUESTIONS = ("Где открыли школу?", "экспорт газа и нефти", "Oil in 2022", "Мектеп қайда ашылды?", "уран")

_TEXTS = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4
).map("\n\n".join)
_NAMES = st.sampled_from(["1.txt", "2.txt", "3_a.txt", "3_b.txt", "sub/4.txt", "kept.txt"])
_CHANGES = st.dictionaries(_NAMES, st.none() | _TEXTS | st.just("\0"), max_size=4)
"""By file its new content; None removes it."""


class Interrupted(BaseException):
    """Ends a build in the middle, as a signal does."""


class FailingEncoder(TinyEncoder):
    """Ends the build with its ``last`` batch."""

    def __init__(self, last: int) -> None:
        super().__init__()
        self._left = last

    def encode(self, texts: Sequence[str], kind: TextKind) -> list[Encoding]:
        self._left -= 1
        if self._left < 0:
            raise Interrupted
        return super().encode(texts, kind)


def said(generation: Generation) -> dict[str, object]:
    """All that an index says: passages, and for each question the ranking with all figures."""
    retriever = Retriever(generation, TinyEncoder())
    found: dict[str, object] = {"passages": sorted(map(repr, generation.passages))}
    found["documents"] = {id_: generation.documents[id_] for id_ in sorted(generation.documents)}
    found["skipped"] = sorted(map(repr, generation.record.skipped))
    for query in retriever.queries(QUESTIONS):
        ranking = retriever.rank(query)
        order = [generation.passages[int(number)] for number in ranking.passages]
        names = [(passage.document, passage.start) for passage in order]
        found[query.question] = (names, ranking.scores.tolist(), evidence(generation, ranking))
        nearest = generation.vectors.search(query.vector, 3)
        found[f"nearest to {query.question}"] = [_name(generation, int(one)) for one in nearest]
    return found


def _name(generation: Generation, number: int) -> tuple[str, int]:
    passage = generation.passages[int(number)]
    return passage.document, passage.start


def write(folder: Path, changes: dict[str, str | None]) -> None:
    for name, content in changes.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_text(content, "utf-8")


def place_in(folder: Path, name: str) -> IndexPlace:
    return IndexPlace(folder / name, SourceFolder(folder / "corpus"), TinyEncoder.model_id)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(_CHANGES, st.integers(0, 3)), min_size=1, max_size=6),
    st.integers(0, 6),
    st.sampled_from([12, 1_000]),
)
@example([({f"{number}.txt": SENTENCES[0] for number in range(130)}, 9), ({"3.txt": None}, 9)], 0, 12)
def test_any_sequence_of_changes_equals_a_fresh_build(
    steps: list[tuple[dict[str, str | None], int]], small: int, largest: int
) -> None:
    """``small``: below how many passages segments are merged; ``largest``: the most that one has. A step may
    end in the middle.
    """
    with tempfile.TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "_SMALL", small)
        patch.setattr(merging, "LARGEST", largest)
        patch.setattr(merging, "_FULL", largest // 2)
        patch.setattr(build, "_PIECE", 3)
        folder = Path(temporary)
        write(folder / "corpus", {"first.txt": "\n\n".join(SENTENCES)})
        kept = place_in(folder, "kept")
        ensure_index(kept, TinyEncoder)
        for changes, batches in steps:
            write(folder / "corpus", changes)
            with contextlib.suppress(Interrupted):
                ensure_index(kept, partial(FailingEncoder, batches))
        write(folder / "corpus", {"last.txt": SENTENCES[0]})
        updated = ensure_index(kept, TinyEncoder)
        fresh = rebuild_index(place_in(folder, "fresh"), TinyEncoder())
        assert said(updated) == said(fresh)
        assert len(updated.passages) == updated.record.passages
        assert all(len(segment.passages) <= largest for segment in updated.segments)
        assert not list(kept.folder.glob("*/piece*"))
        assert len([path for path in kept.folder.iterdir() if path.is_dir()]) <= 2


@pytest.fixture
def place(write_sources: WriteSources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> IndexPlace:
    """An index of two segments: what is new is not merged with the first one."""
    monkeypatch.setattr(merging, "_SMALL", 1)
    write_sources({f"{number}.txt": f"{text}\n" for number, text in enumerate(SENTENCES * 4)})
    place = place_in(tmp_path, "index")
    ensure_index(place, TinyEncoder)
    write(tmp_path / "corpus", {"new.txt": "Цены на хлеб выросли."})
    ensure_index(place, TinyEncoder)
    return place


def corpus(place: IndexPlace) -> Path:
    return place.folder.parent / "corpus"


def test_what_has_not_changed_is_shared(place: IndexPlace) -> None:
    generation = ensure_index(place, TinyEncoder)
    assert [len(segment.passages) for segment in generation.segments] == [24, 1]
    first, second = sorted(path for path in place.folder.iterdir() if path.is_dir())
    name = generation.segments[0].folder.name
    for path in (first / name).iterdir():
        assert path.samefile(second / name / path.name)
    assert generation.record.encoded == 1


def test_nothing_is_encoded_where_files_go_or_only_their_ids_change(place: IndexPlace) -> None:
    write(corpus(place), {"5.txt": None})
    (corpus(place) / "new.txt").rename(corpus(place) / "newer.txt")
    tiny = TinyEncoder()
    generation = ensure_index(place, lambda: tiny)
    assert (tiny.texts, generation.record.encoded) == ([], 0)
    assert "newer" in generation.documents
    assert "5" not in generation.documents
    assert generation.passages_of("5") == range(0)
    assert [_name(generation, number) for number in generation.passages_of("newer")] == [("newer", 0)]


def test_a_segment_that_is_mostly_dead_is_written_anew(place: IndexPlace) -> None:
    write(corpus(place), {f"{number}.txt": None for number in range(10)})
    generation = ensure_index(place, TinyEncoder)
    dead = [segment.passages - segment.live for segment in generation.record.segments.values()]
    assert dead == [10, 0]
    write(corpus(place), {f"{number}.txt": None for number in range(10, 14)})
    generation = ensure_index(place, TinyEncoder)
    dead = [segment.passages - segment.live for segment in generation.record.segments.values()]
    assert dead == [0]
    assert len(generation.passages) == 11


@pytest.mark.parametrize(
    ("segments", "new", "merged"),
    [
        ([], 5, []),
        ([(100_000, 100_000)], 100, []),
        ([(100_000, 100_000), (999, 999)], 100, [1]),
        ([(100_000, 100_000), (4_000, 4_000), (900, 900)], 200, [2, 1]),
        ([(100_000, 100_000), (20_000, 20_000), (5_000, 5_000), (900, 900)], 400, [3, 2, 1, 0]),
        ([(100_000, 49_999)], 0, [0]),
        ([(100_000, 50_000)], 0, []),
        ([(900, 900), (800, 800)], 0, []),
        ([(900, 900), (800, 799)], 0, [0, 1]),
        ([(131_072, 131_072), (131_071, 131_071)], 100_000, [1]),
        ([(131_072, 131_072), (131_071, 131_071)], 131_074, []),
        ([(262_144, 131_071)], 0, [0]),
    ],
)
def test_which_segments_are_merged(segments: list[tuple[int, int]], new: int, merged: list[int]) -> None:
    assert merging.to_merge(segments, new) == merged


@pytest.mark.parametrize(
    ("pieces", "merged"),
    [
        ([4_096] * 7, []),
        ([4_096] * 8, list(range(8))),
        ([32_768, *[4_096] * 8], list(range(1, 9))),
        ([32_768] * 7, []),
        ([32_768] * 8, list(range(8))),
        ([40_000] * 6, []),
        ([40_000] * 7, list(range(6))),
        ([262_144, 240_000, 131_072] * 9, []),
        ([2_000_000], []),
    ],
)
def test_which_pieces_are_merged_while_a_build_goes_on(pieces: list[int], merged: list[int]) -> None:
    assert merging.to_merge_early(pieces) == merged


def test_a_million_passages_take_few_segments_and_are_copied_twice() -> None:
    pieces: list[int] = []
    copied = most = 0
    for _ in range(1_000_000 // 5_000):
        pieces.append(5_000)
        while merged := merging.to_merge_early(pieces):
            total = sum(pieces[number] for number in merged)
            pieces = [size for number, size in enumerate(pieces) if number not in merged] + [total]
            copied += total
        most = max(most, len(pieces))
    assert sum(pieces) == 1_000_000
    assert most <= 18
    assert copied < 2_000_000
    assert sorted(pieces)[-4:] == [240_000] * 4


def test_segments_stay_few_and_copying_cheap() -> None:
    """A thousand updates of a hundred passages each."""
    sizes: list[int] = []
    copied = most = 0
    for _ in range(1_000):
        merged = merging.to_merge([(size, size) for size in sizes], 100)
        total = 100 + sum(sizes[number] for number in merged)
        sizes = [size for number, size in enumerate(sizes) if number not in merged] + [total]
        copied, most = copied + total, max(most, len(sizes))
    assert sum(sizes) == 100_000
    assert most <= 6
    assert copied / 100_000 < 30


def test_a_rollback_stays_until_the_sources_change(place: IndexPlace) -> None:
    newest = ensure_index(place, TinyEncoder)
    record = roll_back(place)
    assert (record.passages, newest.record.passages) == (24, 25)
    assert ensure_index(place, TinyEncoder).record == record
    write(corpus(place), {"newest.txt": "В степи выпал снег."})
    generation = ensure_index(place, TinyEncoder)
    assert generation.record.passages == 26
    assert generation.record.encoded == 2
    assert not (place.folder / newest.id).exists()


def test_an_update_goes_forward_from_a_rollback_without_building(place: IndexPlace) -> None:
    newest = ensure_index(place, TinyEncoder)
    roll_back(place)
    tiny = TinyEncoder()
    assert update_index(place, lambda: tiny).id == newest.id
    assert tiny.texts == []
    roll_back(place)
    with pytest.raises(Exception, match="no earlier index"):
        roll_back(place)


def test_an_engine_goes_back_and_forward(write_sources: WriteSources, tmp_path: Path) -> None:
    engine = Engine(write_sources({"a.txt": "Ракета стартовала."}), tmp_path / "data", encoder=TinyEncoder())
    assert engine.update().record.documents == 1
    write_sources({"b.txt": "Спутник вышел на орбиту."})
    assert engine.update().record.documents == 2
    assert engine.ask("спутник").found[0].document.id == "b"
    engine.roll_back()
    assert [quote.document.id for quote in engine.ask("спутник").found] == ["a"]
    status = engine.index_status(verify=True)
    assert (status.is_rolled_back, status.why_stale, status.damaged) == (True, "", ())
    assert [one.record.documents for one in status.generations] == [1, 2]
    assert engine.update().record.documents == 2


def test_a_changed_file_encodes_only_its_new_passages(place: IndexPlace) -> None:
    many = "\n\n".join(f"Новость номер {number}. {SENTENCES[0]}" for number in range(40))
    write(corpus(place), {"export.md": many})
    before = ensure_index(place, TinyEncoder).record
    write(corpus(place), {"export.md": f"{many}\n\nСамая новая новость. В степи выпал снег."})
    tiny = TinyEncoder()
    after = ensure_index(place, lambda: tiny).record
    assert before.encoded > 5
    assert after.encoded == len(tiny.texts) <= 2
    assert after.passages >= before.passages


def test_equal_passages_come_in_one_order(place: IndexPlace) -> None:
    """By what they are, whatever segment they stand in."""
    generation = ensure_index(place, TinyEncoder)
    (query,) = Retriever(generation, TinyEncoder()).queries([SENTENCES[0]])
    found = generation.vectors.search(query.vector, 4)
    assert {_name(generation, number)[0] for number in found} == {"0", "6", "12", "18"}
    precedence = generation.precedence[found].tolist()
    assert precedence == sorted(precedence)
    np.testing.assert_array_equal(generation.vectors.search(query.vector, 2), found[:2])


def test_damage_that_only_hashing_finds_is_told(place: IndexPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.index.generation._HASHED", 0)
    generation = ensure_index(place, TinyEncoder)
    path = generation.segments[0].folder / "documents.json"
    content = bytearray(path.read_bytes())
    content[5] ^= 1
    path.write_bytes(content)
    engine = Engine(corpus(place), place.folder.parent, encoder=TinyEncoder())
    assert engine.index_status(verify=True).damaged == (
        f"{generation.segments[0].folder.name}/documents.json",
    )


def test_opening_hashes_the_smallest_files_up_to_a_limit(
    place: IndexPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = ensure_index(place, TinyEncoder).record
    files = sorted(record.all_files.items(), key=lambda one: one[1].size)
    hashed: list[str] = []

    def counted(path: Path) -> str:
        hashed.append(path.name)
        return hash_of(path)

    monkeypatch.setattr("retrieval.index.generation.hash_of", counted)
    monkeypatch.setattr("retrieval.index.generation._HASHED", sum(file.size for _, file in files[:5]) + 1)
    ensure_index(place, TinyEncoder)
    assert hashed == [Path(path).name for path, _ in files[:5]]


def test_a_build_that_fails_leaves_all_as_it_was(place: IndexPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(place.folder.rglob("*"))

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Build, "_write_segments", fail)
    write(corpus(place), {"newest.txt": "В степи выпал снег."})
    with pytest.raises(Exception, match="No space left"):
        ensure_index(place, TinyEncoder)
    left = sorted(place.folder.rglob("*"))
    assert [path for path in left if path.relative_to(place.folder).parts[0] != "pieces"] == before


def test_a_build_that_was_ended_goes_on_with_its_pieces(
    write_sources: WriteSources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No text of a finished piece is encoded again, whatever has changed in between."""
    monkeypatch.setattr(build, "_PIECE", 2)
    write_sources({f"{number}.txt": f"Новость {number}. {SENTENCES[0]}" for number in range(7)})
    place = place_in(tmp_path, "index")
    with pytest.raises(Interrupted):
        ensure_index(place, partial(FailingEncoder, len(Centres.of(TinyEncoder()).passages) * 2 + 3))
    assert len(list(place.folder.glob("pieces/*/0*"))) == 3
    write(tmp_path / "corpus", {"0.txt": "В степи выпал снег.", "1.txt": None})
    tiny = TinyEncoder()
    generation = ensure_index(place, lambda: tiny)
    assert sorted(text for text in tiny.texts if "Новость" in text) == [f"Новость 6. {SENTENCES[0]}"]
    assert generation.record.encoded == 2
    fresh = rebuild_index(place_in(tmp_path, "fresh"), TinyEncoder())
    assert said(generation) == said(fresh)
    assert not (place.folder / "pieces").exists()


def test_what_a_kill_leaves_of_merged_pieces_counts_once(
    write_sources: WriteSources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when the merged piece was there, and those that it was made of still were."""
    monkeypatch.setattr(build, "_PIECE", 1)
    write_sources({f"{number}.txt": f"Новость {number}. {SENTENCES[0]}" for number in range(9)})
    place = place_in(tmp_path, "index")

    def end(*_: object) -> None:
        raise Interrupted

    with monkeypatch.context() as patch:
        patch.setattr("retrieval.index.pieces.shutil", SimpleNamespace(rmtree=end))
        with pytest.raises(Interrupted):
            ensure_index(place, TinyEncoder)
    assert len(list(place.folder.glob("pieces/*/0*"))) == 9
    tiny = TinyEncoder()
    generation = ensure_index(place, lambda: tiny)
    assert sorted(text for text in tiny.texts if "Новость" in text) == [f"Новость 8. {SENTENCES[0]}"]
    assert len(generation.passages) == 9
    assert said(generation) == said(rebuild_index(place_in(tmp_path, "fresh"), TinyEncoder()))


def test_a_damaged_piece_is_made_anew(
    write_sources: WriteSources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_in(tmp_path, "index")
    write_sources({"1.txt": SENTENCES[0]})

    def end(*_: object) -> None:
        raise Interrupted

    with monkeypatch.context() as patch:
        patch.setattr(Build, "_write_segments", end)
        with pytest.raises(Interrupted):
            ensure_index(place, TinyEncoder)
    (path,) = place.folder.glob("pieces/*/*/passages.arrays")
    path.write_bytes(b"damaged")
    assert ensure_index(place, TinyEncoder).record.encoded == 1


def test_the_glossary_of_joined_sources_is_that_of_their_folder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.txt").write_text(SENTENCES[0], "utf-8")
    (tmp_path / "one" / "glossary.csv").write_text("kk,ru,en\nкөгілдір отын,газ,blue fuel\n", "utf-8")
    sources = JoinedSource((SourceFolder(tmp_path / "one"), SourceFolder(tmp_path / "two")))
    engine = Engine(sources, tmp_path / "data", encoder=TinyEncoder())
    assert sorted(engine.generation.documents) == ["+1", "1"]
    (query,) = engine.retriever.queries(["көгілдір отын"])
    assert ("газ",) in query.topics[0].names
