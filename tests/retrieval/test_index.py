"""The index on disk: reuse, renewal, damage, kills."""

import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock

from bot.settings import PROJECT
from retrieval.encoding.encoder import Encoder, ModelId
from retrieval.errors import CorpusError, IndexUnusableError
from retrieval.index.generation import Generation
from retrieval.index.generations import current_record
from retrieval.index.place import IndexPlace, ensure_index, newer_generation, rebuild_index
from retrieval.language.normalisation import plain_text
from retrieval.progress import Task
from retrieval.ranking.retriever import Retriever
from retrieval.sources.folder import SourceFolder
from tests.conftest import WriteSources
from tests.retrieval import killed_build
from tests.tiny_encoder import TinyEncoder

ARTICLES: dict[str, str | bytes] = {
    f"{number}.txt": f"Заголовок номер {number}\n\nПервое предложение {number}. Второе слово{number} здесь.\n"
    for number in range(3)
}


@pytest.fixture
def place(write_sources: WriteSources, tmp_path: Path) -> IndexPlace:
    return IndexPlace(tmp_path / "index", SourceFolder(write_sources(ARTICLES)), TinyEncoder.model_id)


def sources(place: IndexPlace) -> Path:
    assert isinstance(place.corpus, SourceFolder)
    return place.corpus.path


def tiny_encoder() -> Encoder:
    return TinyEncoder()


def no_encoder() -> Encoder:
    pytest.fail("nothing should be encoded")


def first_quote(generation: Generation, question: str) -> str:
    answer = Retriever(generation, tiny_encoder()).answer(question)
    return (answer.quotes or answer.nearest)[0].text


def test_an_index_is_built_once_and_then_only_opened(place: IndexPlace) -> None:
    built = ensure_index(place, tiny_encoder)
    opened = ensure_index(place, no_encoder)
    assert opened.id == built.id
    assert (opened.record.documents, opened.record.passages, opened.record.encoded) == (3, 6, 6)
    assert dict(opened.documents) == dict(built.documents)
    assert list(opened.passages) == list(built.passages)
    assert [p.document for p in opened.passages] == ["0", "0", "1", "1", "2", "2"]
    assert len(opened.vectors) == 6
    rows = np.arange(6)
    np.testing.assert_array_equal(opened.vectors.vectors(rows), built.vectors.vectors(rows))
    assert first_quote(opened, "слово1 второе") == "Первое предложение 1. Второе слово1 здесь."


def test_every_sentence_owns_its_own_tokens(retriever: Retriever, model: Any) -> None:
    """Against the tokenizer's own offsets, on the seeds: titles above passages take nothing of them."""
    generation = retriever.generation
    right = total = 0
    for number, passage in enumerate(generation.passages):
        text = generation.documents[passage.document].text
        lengths = generation.tokens.lengths(number)
        read = [plain_text(text[slice(*sentence)]) for sentence in passage.sentences]
        found = model.tokenizer(" ".join(read), return_offsets_mapping=True, add_special_tokens=False)
        ends = np.cumsum([len(sentence) + 1 for sentence in read]) - 1
        owner = np.searchsorted(ends, [end for _, end in found["offset_mapping"]])
        expected = np.bincount(owner, minlength=len(read)).tolist()
        right += sum(one == other for one, other in zip(lengths, expected, strict=True))
        total += len(expected)
    assert total > 100
    assert right >= total - 2


def test_only_what_is_new_is_encoded(place: IndexPlace) -> None:
    ensure_index(place, tiny_encoder)
    (sources(place) / "1.txt").write_text("Заголовок номер 1\n\nСовсем иной текст. И ещё один.\n", "utf-8")
    tiny = TinyEncoder()
    generation = ensure_index(place, lambda: tiny)
    assert generation.record.encoded == 1
    assert tiny.texts == ["Заголовок номер 1. Совсем иной текст. И ещё один."]
    assert first_quote(generation, "иной текст") == "Совсем иной текст. И ещё один."


def test_a_file_removed_is_gone_from_answers(place: IndexPlace) -> None:
    ensure_index(place, tiny_encoder)
    (sources(place) / "2.txt").unlink()
    generation = ensure_index(place, tiny_encoder)
    assert set(generation.documents) == {"0", "1"}


def test_another_model_or_format_makes_another_index(
    place: IndexPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ensure_index(place, tiny_encoder)
    other = IndexPlace(place.folder, place.corpus, ModelId("another", "exact"))
    assert other.why_stale() == "it was made with another model"
    second = ensure_index(other, tiny_encoder)
    assert (second.id != first.id, other.why_stale()) == (True, "")
    monkeypatch.setattr("retrieval.index.generation.FORMAT", 99)
    monkeypatch.setattr("retrieval.index.generation.Recipe.__init__.__defaults__", ("faiss", 99))
    assert other.why_stale() == "it has the format of another version"


def test_the_generation_before_stays_and_older_ones_go(place: IndexPlace) -> None:
    ids = []
    for number in range(3):
        (sources(place) / "new.txt").write_text(f"Текст номер {number}. Он есть.\n", "utf-8")
        ids.append(ensure_index(place, tiny_encoder).id)
    assert {path.name for path in place.folder.iterdir() if path.is_dir()} == set(ids[1:])


def test_rebuild_encodes_everything_again(place: IndexPlace) -> None:
    before = ensure_index(place, tiny_encoder)
    tiny = TinyEncoder()
    after = rebuild_index(place, tiny)
    assert "Заголовок номер 1. Первое предложение 1. Второе слово1 здесь." in tiny.texts
    assert tiny.texts.count("Заголовок номер 1") == 1
    assert (after.id != before.id, list(after.passages) == list(before.passages)) == (True, True)


def generation_files(place: IndexPlace) -> list[Path]:
    folder = place.folder / (place.folder / "current").read_text()
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("how", ["cut short", "changed", "deleted"])
def test_whatever_file_is_damaged_the_index_is_built_again(place: IndexPlace, how: str) -> None:
    ensure_index(place, tiny_encoder)
    for number in range(len(generation_files(place))):
        path = generation_files(place)[number]
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0x01
        if how == "deleted":
            path.unlink()
        else:
            path.write_bytes(content[: len(content) // 2] if how == "cut short" else content)
        generation = ensure_index(place, tiny_encoder)
        assert first_quote(generation, "слово1 второе") == "Первое предложение 1. Второе слово1 здесь."
        assert ensure_index(place, no_encoder).id == generation.id


@pytest.mark.parametrize("content", [b"", b"..", b"no-such-generation", b"\xff\0", b"/etc"])
def test_a_damaged_pointer_is_no_index(place: IndexPlace, content: bytes) -> None:
    ensure_index(place, tiny_encoder)
    (place.folder / "current").write_bytes(content)
    assert place.why_stale() == "there is no index yet"
    assert ensure_index(place, tiny_encoder).documents.keys() == {"0", "1", "2"}


def test_a_damaged_index_that_cannot_be_rebuilt_is_refused(
    place: IndexPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_index(place, tiny_encoder)
    (generation_files(place)[0]).write_bytes(b"damaged")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("retrieval.index.build.Build.run", full)
    with pytest.raises(IndexUnusableError, match=r"is damaged .*No space left on device"):
        ensure_index(place, tiny_encoder)


def test_a_folder_that_cannot_be_made_is_one_sentence(place: IndexPlace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    blocked = IndexPlace(tmp_path / "file" / "index", place.corpus, TinyEncoder.model_id)
    with pytest.raises(IndexUnusableError, match=r"there is no index yet.*can't be written"):
        ensure_index(blocked, tiny_encoder)


def test_a_missing_corpus_leaves_the_index_alone(place: IndexPlace) -> None:
    ensure_index(place, tiny_encoder)
    folder = sources(place)
    moved = folder.rename(folder.with_name("moved"))
    with pytest.raises(CorpusError, match="There is no folder of sources"):
        ensure_index(place, no_encoder)
    moved.rename(folder)
    ensure_index(place, no_encoder)


def test_builders_at_once_build_once(place: IndexPlace) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(ensure_index(place, tiny_encoder).id)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_a_second_updater_waits_and_says_so(place: IndexPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.index.place._SILENT", 0.01)
    reported: list[tuple[Task, int, int]] = []
    says_so, found = threading.Event(), []

    def progress(task: Task, done: int, total: int) -> None:
        reported.append((task, done, total))
        says_so.set()

    place.folder.mkdir()
    with FileLock(place.folder / ".lock"):
        second = threading.Thread(target=lambda: found.append(ensure_index(place, tiny_encoder, progress)))
        second.start()
        assert says_so.wait(60)
        assert reported == [(Task.WAIT, 0, 1)]
        assert current_record(place.folder) is None
    second.join()
    assert found[0].record.documents == 3
    assert reported[1] == (Task.WAIT, 1, 1)


def test_a_reader_takes_up_a_newer_index_and_keeps_its_own(place: IndexPlace) -> None:
    first = ensure_index(place, tiny_encoder)
    assert newer_generation(place, first) is None
    (sources(place) / "3.txt").write_text("Заголовок\n\nСовсем новое слово. И ещё одно.\n", "utf-8")
    ensure_index(place, tiny_encoder)
    newer = newer_generation(place, first)
    assert newer is not None
    assert "3" in newer.documents
    for number in range(4, 7):
        (sources(place) / f"{number}.txt").write_text("Заголовок\n\nСлово. Другое.\n", "utf-8")
        ensure_index(place, tiny_encoder)
    assert not (place.folder / first.id).exists()
    assert first_quote(first, "слово1 второе") == "Первое предложение 1. Второе слово1 здесь."


@pytest.mark.parametrize("start", ["without an index", "with an older index"])
def test_killed_at_any_moment_the_next_start_works(place: IndexPlace, start: str) -> None:
    """Kills a build before each of its changes of the disk in turn; none may harm the next start."""
    if start == "with an older index":
        ensure_index(place, tiny_encoder)
        (sources(place) / "1.txt").write_text("Заголовок\n\nСовсем иной текст. И ещё один.\n", "utf-8")
    untouched = place.folder.with_name("untouched")
    if place.folder.exists():
        shutil.copytree(place.folder, untouched)
    kills = 0
    while True:
        shutil.rmtree(place.folder, ignore_errors=True)
        if untouched.exists():
            shutil.copytree(untouched, place.folder)
        result = subprocess.run(
            [sys.executable, killed_build.__file__, str(sources(place)), str(place.folder), str(kills + 1)],
            cwd=PROJECT,
            env={"PYTHONPATH": str(PROJECT)},
            check=False,
            capture_output=True,
        )
        if result.returncode == 0:
            break
        assert result.returncode == -9, result.stderr.decode()
        kills += 1
        before = current_record(place.folder)
        if start == "with an older index":
            assert before is not None
        assert ensure_index(place, tiny_encoder).documents.keys() == {"0", "1", "2"}
        ensure_index(place, no_encoder)
        assert not list(place.folder.glob(".unfinished-*"))
    assert kills > 15
