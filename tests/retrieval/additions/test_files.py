"""Files, folders and patterns: added, read again, gone."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from retrieval.documents import SkipReason
from retrieval.errors import NotAddedError, NothingThereError
from retrieval.sources import Additions, Change, Collector, OriginKind, Outcome
from retrieval.sources.additions.outcome import Absence
from retrieval.sources.corpus import corpus_of
from tests.conftest import WriteSources

NEWS = {
    "a.txt": "Мост открыт.",
    "old/b.md": "# Дорога\n\nДорога закрыта.",
    "old/c.html": "<p>Школа открыта.",
}


def no_fetcher() -> Any:
    pytest.fail("files are not fetched")


@pytest.fixture
def collector(tmp_path: Path) -> Collector:
    return Collector(Additions(tmp_path / "data" / "additions.sqlite3"), no_fetcher)


def said(outcomes: list[Outcome], folder: Path) -> dict[str, str]:
    """What became of the files below ``folder``."""
    return {one.place.removeprefix(f"{folder}/"): one.change.value for one in outcomes}


def names(collector: Collector) -> list[str]:
    return [item.name for item in collector.additions.items()]


def test_a_folder_is_added_with_all_that_can_be_read(
    collector: Collector, write_sources: WriteSources
) -> None:
    extra = {".hidden.txt": "x", "c_files/x.txt": "x", "c.html": "<p>Школа.", "pic.jpg": b"\xff", "e.txt": ""}
    folder = write_sources({**NEWS, **extra})
    outcomes = collector.add([str(folder)])
    assert said(outcomes, folder) == {
        "a.txt": "added",
        "c.html": "added",
        "e.txt": "skipped",
        "old/b.md": "added",
        "old/c.html": "added",
        "pic.jpg": "skipped",
    }
    assert [one.why for one in outcomes if one.why] == [SkipReason.EMPTY, SkipReason.UNSUPPORTED]
    assert names(collector) == ["corpus/a.txt", "corpus/c.html", "corpus/old/b.md", "corpus/old/c.html"]
    documents = corpus_of(collector.additions.snapshot()).documents
    assert documents[0].path == "added/corpus/a.txt"


def test_a_file_is_added_once_however_it_is_named(
    collector: Collector, write_sources: WriteSources, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_sources(NEWS)
    monkeypatch.chdir(folder / "old")
    for place in ("../a.txt", str(folder / "a.txt"), f"{folder}//old/./../a.txt"):
        collector.add([place])
    assert names(collector) == ["a.txt"]
    assert [origin.kind for origin in collector.additions.origins()] == [OriginKind.FILE]
    assert said(collector.add([str(folder)]), folder)["a.txt"] == "unchanged"


def test_a_pattern_has_what_it_will_match(collector: Collector, write_sources: WriteSources) -> None:
    folder = write_sources(NEWS)
    pattern = f"{folder}/**/*.[mth]*"
    assert set(said(collector.add([pattern]), folder)) == {"a.txt", "old/b.md", "old/c.html"}
    (folder / "old" / "d.txt").write_text("Река разлилась.")
    (folder / "a.txt").unlink()
    assert said(collector.sync(), folder) == {
        "old/b.md": "unchanged",
        "old/c.html": "unchanged",
        "old/d.txt": "added",
        "a.txt": "removed",
    }
    assert names(collector) == ["corpus/old/b.md", "corpus/old/c.html", "corpus/old/d.txt"]


def test_what_is_not_there_is_said_before_all_else(collector: Collector, write_sources: WriteSources) -> None:
    folder = write_sources(NEWS)
    for place in ("nowhere.txt", f"{folder}/*.pdf", "example.org/news"):
        with pytest.raises(NothingThereError, match="There is nothing to add at"):
            collector.add([str(folder), place])
    assert not collector.additions.path.exists()


def test_reading_again_finds_what_is_new_changed_and_gone(
    collector: Collector, write_sources: WriteSources
) -> None:
    folder = write_sources(NEWS)
    collector.add([str(folder)])
    write_sources({"a.txt": "Мост закрыт!", "new/d.txt": "Река разлилась."})
    shutil.rmtree(folder / "old")
    expected = {"a.txt": "updated", "new/d.txt": "added", "old/b.md": "removed", "old/c.html": "removed"}
    assert said(collector.sync(), folder) == expected
    assert said(collector.sync(), folder) == {"a.txt": "unchanged", "new/d.txt": "unchanged"}


def test_only_what_has_changed_is_read_again(
    collector: Collector, write_sources: WriteSources, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_sources(NEWS)
    collector.add([str(folder)])
    read: list[str] = []
    whole = Path.read_bytes

    def noted(path: Path) -> bytes:
        read.append(path.name)
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    os.utime(folder / "a.txt", ns=(1, 1))
    assert set(said(collector.sync(), folder).values()) == {"unchanged"}
    assert read == ["a.txt"]
    collector.sync()
    assert read == ["a.txt"]


def _gone(folder: Path) -> None:
    shutil.rmtree(folder)


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


@pytest.mark.parametrize("lose", [_gone, _emptied])
def test_a_folder_that_is_not_mounted_is_kept(
    collector: Collector, write_sources: WriteSources, lose: Callable[[Path], None]
) -> None:
    folder = write_sources(NEWS)
    collector.add([str(folder)])
    lose(folder)
    (outcome,) = collector.sync()
    assert (outcome.place, outcome.why, outcome.is_failure) == (str(folder), Absence.FOLDER, True)
    assert len(names(collector)) == 3


def test_a_file_that_is_gone_is_kept(collector: Collector, write_sources: WriteSources) -> None:
    file = write_sources(NEWS) / "a.txt"
    collector.add([str(file)])
    file.unlink()
    (outcome,) = collector.sync([str(file)])
    assert (outcome.why, names(collector)) == (Absence.FILE, ["a.txt"])


def test_a_version_that_is_broken_replaces_nothing(collector: Collector, write_sources: WriteSources) -> None:
    folder = write_sources(NEWS)
    collector.add([str(folder)])
    (folder / "a.txt").write_bytes(b"\x00\x01\x02")
    assert said(collector.sync(), folder)["a.txt"] == "skipped"
    texts = [document.text for document in corpus_of(collector.additions.snapshot()).documents]
    assert texts[0] == NEWS["a.txt"]


def test_what_was_removed_stays_away_until_it_is_added_by_name(
    collector: Collector, write_sources: WriteSources
) -> None:
    folder = write_sources(NEWS)
    collector.add([str(folder)])
    assert said(collector.additions.remove(str(folder / "a.txt")), folder) == {"a.txt": "removed"}
    assert "a.txt" not in said(collector.sync(), folder)
    assert said(collector.additions.remove("n2"), folder) == {"old/b.md": "removed"}
    assert said(collector.add([str(folder / "a.txt")]), folder) == {"a.txt": "added"}
    assert names(collector) == ["corpus/old/c.html", "a.txt"]


def test_only_what_was_added_is_read_again(collector: Collector, write_sources: WriteSources) -> None:
    folder = write_sources(NEWS)
    collector.add([str(folder / "a.txt"), str(folder / "old")])
    assert said(collector.sync([str(folder / "a.txt")]), folder) == {"a.txt": "unchanged"}
    with pytest.raises(NotAddedError, match="was not added"):
        collector.sync([str(folder)])


def test_names_that_are_not_utf_8_are_kept_escaped(collector: Collector, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / os.fsdecode(b"\xec\xee\xf1\xf2.txt")).write_text("Мост открыт.")
    collector.add([str(folder)])
    assert names(collector) == [r"odd/\xec\xee\xf1\xf2.txt"]
    assert [one.change for one in collector.sync()] == [Change.UNCHANGED]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_files_behind_a_folder_that_can_not_be_entered_are_kept(
    collector: Collector, write_sources: WriteSources
) -> None:
    folder = write_sources(NEWS)
    collector.add([str(folder)])
    (folder / "old").chmod(0)
    try:
        assert said(collector.sync(), folder) == {"a.txt": "unchanged"}
    finally:
        (folder / "old").chmod(0o700)
    assert len(names(collector)) == 3


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_not_the_working_folder(
    collector: Collector, write_sources: WriteSources, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(write_sources(NEWS))
    with pytest.raises(NothingThereError):
        collector.add([name])
    collector.add(["."])
    with pytest.raises(NotAddedError):
        collector.additions.remove("n1", name)
    assert len(names(collector)) == 3


def test_a_pipe_is_not_read(collector: Collector, write_sources: WriteSources) -> None:
    folder = write_sources(NEWS)
    os.mkfifo(folder / "pipe.txt")
    (folder / "lost.txt").symlink_to("nowhere")
    outcomes = collector.add([str(folder)])
    assert [one.why for one in outcomes if one.change is Change.SKIPPED] == [SkipReason.UNREADABLE] * 2
    with pytest.raises(NothingThereError):
        collector.add([str(folder / "pipe.txt")])
