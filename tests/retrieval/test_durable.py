from pathlib import Path

import pytest

from retrieval.durable import new_folder, share_folder, write_file


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()
    }


def test_a_folder_appears_whole_and_replaces_the_old_one(tmp_path: Path) -> None:
    for text in ("old", "new"):
        with new_folder(tmp_path / "target") as folder:
            (folder / "sub").mkdir()
            (folder / "sub" / text).write_text(text)
            assert folder.parent == tmp_path
    assert contents(tmp_path / "target") == {"sub/new": "new"}


def test_an_error_leaves_the_old_folder_and_no_rest(tmp_path: Path) -> None:
    with new_folder(tmp_path / "target") as folder:
        (folder / "a").write_text("old")
    with pytest.raises(IsADirectoryError), new_folder(tmp_path / "target") as folder:
        folder.write_text("half")
    assert contents(tmp_path) == {"target/a": "old"}


def test_leftovers_of_killed_writers_are_removed(tmp_path: Path) -> None:
    (tmp_path / ".unfinished-1").mkdir()
    (tmp_path / ".unfinished-1" / "a").write_text("half")
    (tmp_path / ".unfinished-2").write_text("half")
    with new_folder(tmp_path / "target") as folder:
        (folder / "a").write_text("new")
    assert contents(tmp_path) == {"target/a": "new"}


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"old")
    write_file(tmp_path / "a", b"new")
    assert contents(tmp_path) == {"a": "new"}
    with pytest.raises(OSError, match="No such file"):
        write_file(tmp_path / "no" / "a", b"new")


def test_a_shared_folder_has_the_same_files(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a").write_bytes(b"1")
    share_folder(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "other" / "a").samefile(tmp_path / "one" / "a")


def test_where_there_are_no_hard_links_files_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(95, "Operation not supported")

    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a").write_bytes(b"1")
    monkeypatch.setattr("os.link", refuse)
    share_folder(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "other" / "a").read_bytes() == b"1"
    assert not (tmp_path / "other" / "a").samefile(tmp_path / "one" / "a")
