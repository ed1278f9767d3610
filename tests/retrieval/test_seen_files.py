import os
import time
from pathlib import Path

import pytest

from retrieval.sources.seen_files import SeenFiles

LONG_AGO = time.time_ns() - 3600 * 10**9


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that was written an hour ago, as far as the clock of the look tells."""
    path = tmp_path / "a.txt"
    path.write_text("один")
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now + 3600 * 10**9)
    return path


def looked_at(database: Path, *paths: Path) -> list[str]:
    """The files that had to be read."""
    read: list[str] = []

    def hash_of(path: str) -> str:
        read.append(Path(path).name)
        return Path(path).read_text()

    with SeenFiles.at(database) as seen:
        for path in paths:
            assert seen.hash(str(path), path.stat(), hash_of) == path.read_text()
    return read


def test_a_file_is_read_once(page: Path, tmp_path: Path) -> None:
    assert looked_at(tmp_path / "seen", page, page) == ["a.txt"]
    assert looked_at(tmp_path / "seen", page) == []


def test_a_change_is_seen_even_where_size_and_time_are_as_before(page: Path, tmp_path: Path) -> None:
    os.utime(page, ns=(LONG_AGO, LONG_AGO))
    assert looked_at(tmp_path / "seen", page) == ["a.txt"]
    page.write_text("день"[::-1])
    os.utime(page, ns=(LONG_AGO, LONG_AGO))
    assert looked_at(tmp_path / "seen", page) == ["a.txt"]


def test_a_file_as_young_as_the_look_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("один")
    assert [looked_at(tmp_path / "seen", tmp_path / "a.txt") for _ in range(2)] == [["a.txt"]] * 2


@pytest.mark.parametrize("damage", [b"no database" * 99, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_database_is_begun_anew(page: Path, tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "seen").write_bytes(damage)
    assert looked_at(tmp_path / "seen", page) == ["a.txt"]
    assert looked_at(tmp_path / "seen", page) == []


def test_a_folder_that_cannot_be_written_does_no_harm(page: Path, tmp_path: Path) -> None:
    assert looked_at(tmp_path / "no" / "seen", page) == ["a.txt"]
