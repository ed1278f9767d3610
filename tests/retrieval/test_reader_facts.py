import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from retrieval.errors import DatasetError
from retrieval.evaluation import FactScore, Mismatch, measure_readers

PAGE = "Мост открыли\n\n18.04.2024, 10:35\n\nМост через реку открыли утром. Движение уже пустили.\n"
TALKS = (
    "Встреча\n\nА.Иванов: Я рад вас видеть. Мы будем работать.\n\nБ.Петров: Спасибо, я тоже рад.\n\n"
    "После встречи стороны подписали документы.\n"
)
ROWS: list[dict[str, Any]] = [
    {
        "document": "ru/a.txt", "title": "Мост  открыли", "published": "2024-04-18", "time": "10:40",
        "publisher": None, "link": "https://a.kz/1", "prose": ["Движение уже"], "no_prose": ["10:35"],
    },
    {
        "document": "ru/b.txt", "title": None,
        "speakers": {"Я рад вас": "А.Иванов", "Спасибо": "П.Борисов", "После встречи": None, "нигде": "В"},
    },
    {"document": "ru/none.txt", "title": "Нет"},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources" / "ru").mkdir(parents=True)
    for name, text in (("a", PAGE), ("b", TALKS), ("c", PAGE)):
        (tmp_path / "sources" / "ru" / f"{name}.txt").write_text(text, "utf-8")
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    return tmp_path


def test_what_is_right_wrong_and_missed(folder: Path) -> None:
    report = measure_readers(folder)
    assert (report.files, report.documents) == (3, 3)
    scores = {fact: score for fact, score in report.scores.items() if score.due or score.stated}
    assert scores == {
        "document": FactScore(right=2, due=3, stated=3),
        "title": FactScore(right=1, due=1, stated=2),
        "published": FactScore(right=1, due=1, stated=1),
        "time": FactScore(right=0, due=1, stated=1),
        "link": FactScore(right=0, due=1, stated=0),
        "speaker": FactScore(right=1, due=2, stated=2),
        "prose": FactScore(right=1, due=1, stated=1),
    }
    assert set(report.mismatches) == {
        Mismatch("ru/none.txt", "document", "ru/none.txt", None),
        Mismatch("ru/c.txt", "document", None, "ru/c.txt"),
        Mismatch("ru/a.txt", "time", "10:40", "10:35"),
        Mismatch("ru/a.txt", "link", "https://a.kz/1", None),
        Mismatch("ru/b.txt", "title", None, "Встреча"),
        Mismatch("ru/b.txt", "speaker", "П.Борисов", "Б.Петров"),
    }
    score = report.scores["title"]
    assert (score.precision, score.recall) == (0.5, 1.0)
    assert (report.scores["author"].precision, report.scores["author"].recall) == (1.0, 1.0)


def test_the_command_prints_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--readers", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "3 documents in 3 files"
    assert lines[2].split() == ["document", "3", "3", "2", "0.667", "0.667"]
    assert "ru/a.txt: time: «10:35», not «10:40»" in lines
    assert "ru/c.txt: document: «ru/c.txt», not nothing" in lines
    assert main(["eval", "--readers", "--json", str(folder)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["facts"]["title"] == {"right": 1, "due": 1, "stated": 2, "precision": 0.5, "recall": 1.0}
    assert len(found["mismatches"]) == 6


def test_a_folder_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="holds no rows"):
        measure_readers(tmp_path)
