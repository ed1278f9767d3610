"""Commands as scripts meet them: output, exit codes, one line on standard error."""

import hashlib
import io
import json
import os
import pkgutil
import pty
import re
import shutil
import subprocess
import sys
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from bot.cli import corpus
from bot.cli.main import COMMANDS, main
from bot.cli.parser import parser
from bot.exit_codes import SETTINGS_WRONG
from bot.settings import PROJECT
from retrieval import IndexStatus
from retrieval.evaluation import ColdStart, Speed
from retrieval.index.store import StoreStatus
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

KAZAKH = "Ресей Қазақстанның сауда серіктестері арасында нешінші орында?"


COLD = ColdStart(seconds=1.0, plain_seconds=8.0, memory=180.0, plain_memory=900.0)


@pytest.mark.usefixtures("ready")
def test_bench_prints_ratios(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.cli.bench.measure_cold_start", lambda *_: COLD)
    plot = tmp_path / "speed.png"
    assert main(["bench", "--passages", "30", "--json", "--plot", str(plot)]) == 0
    assert plot.read_bytes().startswith(b"\x89PNG")
    found = json.loads(capsys.readouterr().out)
    assert found["passages"] == 30
    assert found["questions"] == 177
    assert found["cold_start"] == asdict(COLD) | {"time_ratio": 0.125, "memory_ratio": 0.2}
    assert found["answer_ratio"] == pytest.approx(found["answer_ms"] / found["plain_answer_ms"], abs=0.001)
    assert found["busy_ratio"] == pytest.approx(found["busy_p95_ms"] / found["answer_ms"], abs=0.001)
    expected = found["indexed_per_second"] / found["embedded_per_second"]
    assert found["index_ratio"] == pytest.approx(expected, abs=0.001)


@pytest.mark.usefixtures("ready")
def test_bench_says_its_figures(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    speed = Speed(
        passages=30,
        questions=177,
        answer_ms=30.0,
        plain_answer_ms=20.0,
        busy_p95_ms=60.0,
        indexed_per_second=15.0,
        embedded_per_second=20.0,
    )
    monkeypatch.setattr("bot.cli.bench.measure_speed", lambda *_: speed)
    monkeypatch.setattr("bot.cli.bench.measure_cold_start", lambda *_: COLD)
    assert main(["bench", "--passages", "30"]) == 0
    heading, _, start, memory, question, index, *_, busy = capsys.readouterr().out.splitlines()
    assert heading.startswith("30 passages, 177 questions one at a time; model bundled")
    assert start.split() == ["cold", "start", "to", "an", "answer", "1.00", "s", "8.00", "s", "0.12"]
    assert memory.split() == ["its", "peak", "memory", "180", "MiB", "900", "MiB", "0.20"]
    assert question.split() == ["a", "question,", "p50", "30.0", "ms", "20.0", "ms", "1.50"]
    assert index.split() == ["indexing", "15.0", "passages/s", "20.0", "passages/s", "0.75"]
    assert busy.endswith("at most 60.0 ms: 2.00 times the p50.")
    with pytest.raises(SystemExit, match="2"):
        main(["bench", "--passages", "0"])


@pytest.mark.usefixtures("ready")
def test_a_glossary_beside_the_sources_adds_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "corpus"
    shutil.copytree(PROJECT / "seeds", own)
    monkeypatch.setenv("DAYEKSOZ_CORPUS_DIR", str(own))
    (own / "glossary.csv").write_text("kk,ru,en\nҚырғимақ,Экибастузская ГРЭС,Zhuldyzai\n", "utf-8")
    assert main(["ask", "--json", "Zhuldyzai"]) == 0
    payload = json.loads(capsys.readouterr().out)
    (found, *_) = payload["quotes"] or payload["nearest"]
    assert "Экибастузской ГРЭС" in found["text"]
    (own / "glossary.csv").write_text("kk;ru\n", "utf-8")
    assert main(["ask", "Zhuldyzai"]) == 1
    assert "glossary.csv has no column ru: name ru, kk, en in line 1." in capsys.readouterr().err


def stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        check=False,
        capture_output=True,
    )


@pytest.mark.usefixtures("ready")
def test_ask_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Кто", "председательствует", "в", "СНГ?"]) == 0
    out, err = capsys.readouterr()
    lines = out.replace("\xa0", " ").splitlines()
    assert "┃ В этом году Казахстан председательствует в СНГ, в октябре будет саммит" in out.replace(
        "\xa0", " "
    )
    assert "Говорит: К.-Ж.Токаев" in lines
    assert "kremlin.ru · 19 августа 2022 г., 18:35" in lines
    assert "http://kremlin.ru/events/president/news/copy/69182" in lines
    assert err == ""
    assert "\x1b" not in out


@pytest.mark.usefixtures("ready")
def test_a_quote_can_be_checked_against_the_text_of_its_source(capfdbinary: Any) -> None:
    assert main(["source", "003", "--text"]) == 0
    text = (PROJECT / "seeds" / "003_5bae6fbf0cd5c1af.txt").read_bytes()
    assert capfdbinary.readouterr().out == text
    assert main(["source", "003", "--json"]) == 0
    found = json.loads(capfdbinary.readouterr().out)
    assert (found["id"], found["text_sha256"]) == ("003", hashlib.sha256(text).hexdigest())
    assert main(["source", "003"]) == 0
    assert b"kremlin.ru" in capfdbinary.readouterr().out
    assert main(["source", "no"]) == 1
    out, err = capfdbinary.readouterr()
    assert (out, b"no" in err, err.count(b"\n")) == (b"", True, 1)


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("А сколько он стоит?", "О чём речь? Назовите в вопросе, о ком или о чём вы спрашиваете.\n"),
        ("who said that?", "What is this about? Name the person or the thing that you ask about.\n"),
    ],
)
def test_what_leans_on_something_unsaid_gets_a_sentence(
    question: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", question]) == 0
    assert capsys.readouterr().out == said
    assert main(["ask", "--json", question]) == 0
    payload = json.loads(capsys.readouterr().out)
    assert (payload["answered"], payload["confidence"], payload["quotes"]) == (False, 0.0, [])


@pytest.mark.usefixtures("ready")
def test_ask_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "--top", "1", KAZAKH]) == 0
    payload = json.loads(capsys.readouterr().out)
    assert (payload["question"], payload["language"], payload["answered"]) == (KAZAKH, "kk", True)
    (quote,) = payload["quotes"]
    text = (PROJECT / quote["source"]["path"]).read_bytes().decode()
    assert text[quote["start"] : quote["end"]] == quote["text"]
    ((start, end),) = quote["highlight"]
    assert "на\xa0первом месте" in text[start:end]
    assert quote["source"]["published"] == {
        "date": "2022-08-19",
        "precision": "day",
        "basis": "stated",
        "time": "18:35",
    }


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("dates", "documents"),
    [
        (["--since", "2024"], {"000", "001", "004"}),
        (["--until", "2022-08-18"], {"002"}),
        (["--since", "2022-08", "--until", "2022-08-19"], {"003"}),
    ],
)
def test_ask_within_dates(
    dates: list[str], documents: set[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "Что Путин говорил об отношениях с Казахстаном?"
    assert main(["ask", "--json", "--top", "50", *dates, question]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert {quote["source"]["id"] for quote in alone["quotes"]} <= documents
    assert alone["quotes"] or alone["nearest"]
    assert alone["time"]["fits"] is True
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(question.encode())))
    assert main(["ask", "--top", "50", *dates, "-"]) == 0
    assert json.loads(capsys.readouterr().out) == alone


def test_dates_that_leave_no_day_are_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--since", "2025", "--until", "2024-12", "Кто?"]) == 2
    assert capsys.readouterr().err == "dayeksoz: --since lies after --until: exchange them.\n"


@pytest.mark.usefixtures("ready")
def test_no_answer_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "Who is the president of France?"]) == 0
    payload = json.loads(capsys.readouterr().out)
    assert (payload["answered"], payload["quotes"], len(payload["nearest"])) == (False, [], 3)
    assert main(["ask", "привет"]) == 0
    assert capsys.readouterr().out.startswith("В корпусе нет ответа на этот вопрос.\n")


@pytest.mark.usefixtures("ready")
def test_many_questions_keep_their_order_and_bad_ones_their_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = [KAZAKH.encode(), b"\xff\xfe", b"", "привет".encode(), b"x" * 100_000, "😀".encode()]
    stdin(monkeypatch, b"\r\n".join(questions))
    assert main(["ask", "-"]) == 1
    out, err = capsys.readouterr()
    payloads: list[dict[str, Any]] = [json.loads(line) for line in out.splitlines()]
    assert [payload["answered"] for payload in payloads] == [True, False, False, False, False, False]
    assert [payload.get("error") for payload in payloads] == [
        None,
        "The question is not UTF-8 text.",
        "The question is empty: ask in words.",
        None,
        "The question has 100000 characters: ask in at most 1000.",
        "The question has no words or numbers: ask in words.",
    ]
    (line,) = err.splitlines()
    assert line.startswith("dayeksoz: 4 of the lines could not be asked (the first is line 2)")


@pytest.mark.usefixtures("ready")
def test_no_questions_are_no_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin(monkeypatch, b"")
    assert main(["ask", "-"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "The question is empty: ask in words."),
        ("   ", "The question is empty: ask in words."),
        ("🤷", "The question has no words or numbers: ask in words."),
        ("ы" * 100_000, "The question has 100000 characters: ask in at most 1000."),
        ("\udcff", "The question is not valid text (UTF-8): type it again."),
    ],
)
def test_a_question_that_cannot_be_asked_is_bad_usage(
    question: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", question]) == 2
    assert capsys.readouterr() == ("", f"dayeksoz: {message}\n")


@pytest.mark.parametrize(
    "arguments",
    [[], ["ask"], ["fly"], ["ask", "--top", "0", "a"], ["ask", "--top", "x", "a"], ["index", "burn"]],
)
def test_bad_usage_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: dayeksoz")


def test_each_command_of_the_parser_has_its_function() -> None:
    (commands,) = [action for action in parser()._actions if action.dest == "command"]
    assert set(commands.choices or ()) == set(COMMANDS)
    assert all(callable(pkgutil.resolve_name(place)) for place in COMMANDS.values())


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"{metadata.version('dayeksoz')}\n"


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from bot.cli.main import main\n"
        "try: main(['--help'])\nexcept SystemExit: print(*sys.modules)"
    )
    modules = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, check=True, capture_output=True, text=True
    ).stdout.split()
    heavy = {"numpy", "torch", "pydantic", "rich", "sentence_transformers", "babel", "importlib.metadata"}
    assert not heavy & set(modules)
    assert "argparse" in modules


def test_a_missing_corpus_and_a_wrong_setting_are_one_line_each(tmp_path: Path) -> None:
    missing = run("ask", "да?", DAYEKSOZ_CORPUS_DIR=str(tmp_path / "no"))
    assert (missing.returncode, missing.stdout) == (1, b"")
    (line,) = missing.stderr.decode().splitlines()
    assert line.startswith("dayeksoz: There is no folder of sources at ")
    wrong = run("sources", DAYEKSOZ_LANGUAGE="fr")
    assert (wrong.returncode, wrong.stdout) == (SETTINGS_WRONG, b"")
    (line,) = wrong.stderr.decode().splitlines()
    assert line.startswith("dayeksoz: DAYEKSOZ_LANGUAGE: Input should be 'auto'")


def test_output_that_cannot_be_written_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "bot", "sources"],
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert result.returncode == 1
    assert result.stderr.decode().splitlines() == ["dayeksoz: [Errno 28] No space left on device"]


def test_a_reader_that_leaves_early_is_no_error() -> None:
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{sys.executable} -m bot sources | true"],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        check=False,
        capture_output=True,
    )
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize(("no_color", "is_plain"), [("", False), ("1", True)])
def test_a_terminal_gets_style_unless_it_wants_none(no_color: str, is_plain: bool) -> None:  # noqa: FBT001
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "bot", "sources"],
        env={**os.environ, "PYTHONPATH": str(PROJECT), "TERM": "xterm", "NO_COLOR": no_color},
        stdout=theirs,
        check=True,
    )
    os.close(theirs)
    shown = os.read(ours, 100_000)
    os.close(ours)
    assert b"kremlin.ru" in shown
    assert (b"\x1b" not in shown) is is_plain


def test_sources_in_words_and_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    assert main(["sources"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "000  23 декабря 2024 г.",
        "     без заголовка: «Президент России Владимир Путин на брифинге с журналистами по итогам…»",
        "     издание не указано, со ссылкой на: Telegram-канал Кремля · ссылки на статью нет",
    ]
    assert "004  2024 (установлено по тексту)" in lines
    assert main(["sources", "Туркменистан"]) == 0
    assert capsys.readouterr() == ("", "Таких источников нет.\n")
    assert main(["sources", "--json"]) == 0
    payload = json.loads(capsys.readouterr().out)
    assert [source["id"] for source in payload] == ["000", "001", "002", "003", "004"]
    assert payload[4]["published"] == {"date": "2024", "precision": "year", "basis": "inferred", "time": None}


def test_skipped_files_are_named(
    write_sources: WriteSources,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tiny: TinyEncoder,
) -> None:
    folder = write_sources({"good.txt": "Ракета стартовала с Байконура. Да.", "bad.txt": b"\0"})
    monkeypatch.setenv("DAYEKSOZ_CORPUS_DIR", str(folder))
    monkeypatch.setattr("retrieval.engine.load_encoder", lambda *_: tiny)
    monkeypatch.setattr("retrieval.engine.identify", lambda _: tiny.model_id)
    assert main(["ask", "Откуда стартовала ракета?"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "Skipped the file corpus/bad.txt: it is not a text file.",
        "This model is not calibrated: answers are given only when very sure (dayeksoz calibrate).",
    ]
    assert main(["sources"]) == 0
    assert capsys.readouterr().err == "Skipped the file corpus/bad.txt: it is not a text file.\n"


def test_index_is_built_told_of_and_rebuilt(
    write_sources: WriteSources,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tiny: TinyEncoder,
) -> None:
    folder = write_sources({"good.txt": "Ракета стартовала с Байконура. Да."})
    monkeypatch.setenv("DAYEKSOZ_CORPUS_DIR", str(folder))
    monkeypatch.setattr("retrieval.engine.load_encoder", lambda *_: tiny)
    monkeypatch.setattr("retrieval.engine.identify", lambda _: tiny.model_id)
    assert main(["index", "status"]) == 0
    assert capsys.readouterr().out.startswith("Out of date: there is no index yet")
    for action in ("build", "rebuild"):
        assert main(["index", action]) == 0
        built, counts, state = capsys.readouterr().out.splitlines()
        assert built.endswith("with tiny exact.")
        assert (counts, state) == ("Documents: 1, passages: 1.", "Up to date.")
    (folder / "new.txt").write_text("Ещё один текст. Да.", "utf-8")
    assert main(["index", "status"]) == 0
    assert "Out of date: the sources have changed" in capsys.readouterr().out
    assert main(["index"]) == 0
    assert main(["index", "rollback"]) == 0
    assert "Documents: 1, passages: 1." in capsys.readouterr().out.splitlines()
    assert main(["index", "status", "--verify"]) == 0
    _, _, older, newer, size, state = capsys.readouterr().out.splitlines()
    assert older.startswith("* ")
    assert older.endswith(": 1 documents, 1 passages, segments: 1, dead: 0%")
    assert newer.startswith("  ")
    assert newer.endswith(": 2 documents, 2 passages, segments: 1, dead: 0%")
    assert re.fullmatch(r"On disk: \d+\.\d MB\.", size)
    assert state.startswith("Rolled back: ")
    assert main(["index", "rollback"]) == 1
    assert "There is no earlier index to go back to" in capsys.readouterr().err
    assert main(["index", "build"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["Documents: 2, passages: 2.", "Up to date."]


@pytest.mark.parametrize(
    ("store", "line"),
    [
        (StoreStatus("host:19530", 41, has_words=True), "Store: Milvus at host:19530, 41 passages."),
        (
            StoreStatus("host:19530", 41, has_words=False),
            "Store: Milvus at host:19530, 41 passages; it has no search by words, so the index does that.",
        ),
        (
            StoreStatus("host:19530", 0, has_words=False, fault="it does not answer"),
            "Store: Milvus at host:19530 can't be used (it does not answer).",
        ),
    ],
)
def test_the_status_names_the_store(store: StoreStatus, line: str) -> None:
    status = IndexStatus(None, "", False, (), 0, None, store)  # noqa: FBT003
    assert corpus._kept(status).splitlines() == ["On disk: 0.0 MB.", line]
    assert corpus._state(status, builds=True).startswith("Whether" if store.fault else "Up to date.")
    assert corpus._state(status, builds=False).startswith("It is only read here")
