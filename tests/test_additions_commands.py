"""The commands that add, remove and read again, as scripts meet them; and the list of sources."""

import json
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from bot.settings import PROJECT
from retrieval import Engine
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

_TABLE = """\
text,title,published,publisher,id
Дорога закрыта.,Дорога,2024-02-05,Степь,d
Школа открыта.,Школа,2023-07,Орда,s
"""
NEWS = {"a.txt": "Мост открыт.", "b.csv": _TABLE}


@pytest.fixture(autouse=True)
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tiny: TinyEncoder) -> None:
    """A corpus of one source, a model without weights, and a folder to add."""
    monkeypatch.setattr("retrieval.engine.load_encoder", lambda *_: tiny)
    monkeypatch.setattr(Engine, "model_id", tiny.model_id)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "001_river.txt").write_text("Река разлилась.", "utf-8")
    monkeypatch.setenv("DAYEKSOZ_CORPUS_DIR", str(tmp_path / "seeds"))


@pytest.fixture
def folder(write_sources: WriteSources) -> Path:
    return write_sources(NEWS)


def payload(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert main([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    return [source["id"] for source in payload(capsys, "sources", *arguments)]


def test_what_is_added_is_in_the_corpus_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = payload(capsys, "add", str(folder))
    assert found["totals"] == {"added": 2, "updated": 0, "unchanged": 0, "removed": 0, "skipped": 0}
    assert found["outcomes"][1] == {
        "change": "added", "place": f"{folder}/b.csv", "id": "n2", "documents": 2, "why": None, "skipped": [],
    }  # fmt: skip
    assert listed(capsys) == ["001", "n1", "n2-d", "n2-s"]
    assert main(["index", "status"]) == 0
    assert "Up to date." in capsys.readouterr().out
    assert main(["source", "n1", "--text"]) == 0
    assert capsys.readouterr().out == "Мост открыт."
    assert payload(capsys, "remove", "n2")["totals"]["removed"] == 1
    assert listed(capsys) == ["001", "n1"]


def test_what_was_removed_is_said_where_nothing_is_left_to_index(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", str(folder / "a.txt")]) == 0
    (tmp_path / "seeds" / "001_river.txt").unlink()
    capsys.readouterr()
    assert main(["remove", "n1"]) == 1
    said, failure = capsys.readouterr()
    assert said.splitlines() == [f"removed  n1  {folder}/a.txt", "removed: 1"]
    assert failure.startswith("dayeksoz: No source can be read (the corpus is empty): put files in")


def test_a_line_an_item_in_the_users_language(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "c.exe").write_bytes(b"x")
    monkeypatch.setenv("DAYEKSOZ_LANGUAGE", "ru")
    assert main(["add", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"добавлено  n1  {folder}/a.txt",
        f"добавлено  n2  {folder}/b.csv  документов: 2",
        f"пропущено  {folder}/c.exe  файлы такого вида не читаются: сохраните его как текст, HTML или PDF",
        "добавлено: 2, пропущено: 1",
    ]
    (folder / "a.txt").write_text("Мост закрыт до весны.", "utf-8")
    (folder / "b.csv").write_text(f"{_TABLE},,,,e\n", "utf-8")
    assert main(["sync"]) == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        f"обновлено  n1  {folder}/a.txt",
        f"обновлено  n2  {folder}/b.csv  документов: 2",
        "Пропущен файл added/corpus/b.csv#e: нет текста.",
    ]


def test_a_command_says_by_its_exit_code_that_something_is_missing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "c.exe").write_bytes(b"x")
    assert payload(capsys, "add", str(folder / "c.exe"), code=1)["totals"]["skipped"] == 1
    payload(capsys, "add", str(folder))
    assert payload(capsys, "sync")["totals"]["unchanged"] == 2
    folder.rename(folder.with_name("away"))
    (outcome,) = payload(capsys, "sync", code=1)["outcomes"]
    assert outcome["why"] == "it is not there: perhaps its drive is not mounted; what was read of it is kept"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "nowhere"], "There is nothing to add at nowhere: check the path."),
        (["add", "seeds/001_river.txt"], "seeds/001_river.txt is in the folder of sources"),
        (["remove", "n1", "001"], "001 was not added: 'dayeksoz sources --added' lists what was."),
        (["sync", "nowhere"], "nowhere was not added"),
    ],
)
def test_what_can_not_be_done_is_one_sentence_and_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["add", str(folder)]) == 0
    capsys.readouterr()
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"dayeksoz: {said}")
    assert listed(capsys) == ["001", "n1", "n2-d", "n2-s"]


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["--added"], ["n1", "n2-d", "n2-s"]),
        (["--sort", "date"], ["n2-d", "n2-s", "001", "n1"]),
        (["--sort", "title"], ["n2-d", "n2-s", "001", "n1"]),
        (["--sort", "added"], ["n2-d", "n2-s", "n1", "001"]),
        (["--sort", "id"], ["001", "n1", "n2-d", "n2-s"]),
        (["--since", "2024"], ["n2-d"]),
        (["--since", "2023-07-15", "--until", "2024-02-04"], ["n2-s"]),
        (["--until", "2023-07"], ["n2-s"]),
        (["--until", "2023-06-30"], []),
        (["--publisher", "степ"], ["n2-d"]),
        (["ШКОЛА", "орда"], ["n2-s"]),
        (["river"], ["001"]),
    ],
)
def test_sources_are_chosen_and_sorted(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], ids: list[str]
) -> None:
    assert main(["add", str(folder)]) == 0
    capsys.readouterr()
    assert listed(capsys, *arguments) == ids


@pytest.mark.parametrize("date", ["2024-13", "24", "2024-2-5", "2024-02-30", "yesterday", "2024-01-01-01"])
def test_a_date_that_is_none_is_bad_usage(date: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["sources", "--since", date])
    assert caught.value.code == 2
    assert "is not a date such as 2022, 2022-08 or 2022-08-19" in capsys.readouterr().err


def test_a_data_folder_can_be_moved(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["add", str(folder)]) == 0
    (tmp_path / "data").rename(tmp_path / "moved")
    monkeypatch.setenv("DAYEKSOZ_DATA_DIR", str(tmp_path / "moved"))
    capsys.readouterr()
    assert main(["index", "status"]) == 0
    assert "Up to date." in capsys.readouterr().out
    assert payload(capsys, "sync")["totals"]["unchanged"] == 2


_WATCH = """
import sys
from retrieval.sources import Additions, Collector, watch
from pathlib import Path
collector = Collector(Additions(Path(sys.argv[1])), lambda: None)
collector.add([sys.argv[2]])
for outcomes in watch(collector):
    print(*(f"{one.change}:{Path(one.place).name}" for one in outcomes), flush=True)
"""


def test_watching_takes_up_what_happens_to_files_and_ends_by_ctrl_c(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WATCH, str(tmp_path / "w.sqlite3"), str(folder)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "unchanged:a.txt unchanged:b.csv\n"
            # The watcher begins to look a moment after it has said what there is: until then the file
            # changes.
            for turn in range(60):
                (folder / "new.txt").write_text(f"Река разлилась {turn}.", "utf-8")
                if select.select([process.stdout], [], [], 1.0)[0]:
                    break
            assert process.stdout.readline() == "unchanged:a.txt unchanged:b.csv added:new.txt\n"
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
        finally:
            process.kill()  # else a failure would wait for it
