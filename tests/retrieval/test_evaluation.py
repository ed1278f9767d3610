"""Test sets, runs, summaries and comparisons."""

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.cli.evaluation import TEST_SET
from bot.cli.main import main
from retrieval import LANGUAGES
from retrieval.encoding.encoder import ModelId
from retrieval.errors import DatasetError
from retrieval.evaluation.beir import BeirDataset
from retrieval.evaluation.comparison import compare
from retrieval.evaluation.question_file import QuestionFile
from retrieval.evaluation.run import Result, Run, load_run, save_run
from retrieval.evaluation.summary import groups, summarise
from retrieval.ranking.calibration import load_calibration, read_calibration
from retrieval.sources.corpus import corpus_of
from retrieval.sources.folder import SourceFolder
from tests.conftest import SEEDS, WriteSources

if TYPE_CHECKING:
    pass

WriteBeir = Callable[..., Path]

CORPUS = [
    '{"_id": "d1", "title": "Газ", "text": "Экспорт газа вырос."}',
    '{"_id": "d2", "text": "Нефть ушла."}',
]
QUERIES = ['{"_id": "q1", "text": "экспорт газа"}', '{"_id": "q2", "text": "нефть"}']
QRELS = ["query-id\tcorpus-id\tscore", "q1\td1\t1", "q2\td2\t2", "q2\td1\t0"]


@pytest.fixture
def write_beir(tmp_path: Path) -> WriteBeir:
    def write(
        corpus: list[str] = CORPUS,
        queries: list[str] = QUERIES,
        qrels: list[str] = QRELS,
        unanswerable: list[str] | None = None,
        end: str = "\n",
        start: str = "",
    ) -> Path:
        folder = tmp_path / "beir"
        (folder / "qrels").mkdir(parents=True)
        files = {"corpus.jsonl": corpus, "queries.jsonl": queries, "qrels/test.tsv": qrels}
        if unanswerable is not None:
            files["unanswerable.jsonl"] = unanswerable
        for name, lines in files.items():
            (folder / name).write_bytes((start + end.join(lines) + end).encode())
        return folder

    return write


@pytest.mark.parametrize(("end", "start"), [("\n", ""), ("\r\n", ""), ("\n", "\ufeff"), ("\n\n", "\ufeff")])
def test_a_beir_folder(write_beir: WriteBeir, end: str, start: str) -> None:
    dataset = BeirDataset(write_beir(unanswerable=['{"_id": "u1", "text": "уран"}'], end=end, start=start))
    assert [(q.id, sorted(q.documents), q.is_answerable) for q in dataset.questions] == [
        ("q1", ["d1"], True),
        ("q2", ["d2"], True),
        ("u1", [], False),
    ]
    assert [document.text for document in corpus_of(dataset.corpus.snapshot()).documents] == [
        "Газ Экспорт газа вырос.",
        "Нефть ушла.",
    ]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"corpus": [*CORPUS, "{broken"]}, r"corpus.jsonl, line 3, is not valid JSON"),
        ({"corpus": [*CORPUS, '{"text": "a"}']}, r"corpus.jsonl, line 3, lacks one of _id, text"),
        ({"corpus": [*CORPUS, CORPUS[0]]}, r"corpus.jsonl, line 3, repeats the id 'd1'"),
        ({"corpus": []}, r"corpus.jsonl holds no documents"),
        ({"queries": [*QUERIES, r'{"_id": "q3", "text": "\ud83d"}']}, r"queries.jsonl, line 3, holds half"),
        ({"queries": [*QUERIES, QUERIES[0]]}, r"queries.jsonl, line 3, repeats the id 'q1'"),
        ({"queries": QUERIES[:1]}, r"qrels name the question 'q2'"),
        ({"qrels": [*QRELS, "q1\td9\t1"]}, r"test.tsv, line 5, names the document 'd9'"),
        ({"qrels": [*QRELS, "q1 d1 1"]}, r"test.tsv, line 5, is not"),
        ({"qrels": QRELS[:1]}, r"holds no question with a relevant document"),
        ({"unanswerable": QUERIES}, r"both hold the question 'q1'"),
    ],
)
def test_a_faulty_beir_folder_is_one_clear_error(
    write_beir: WriteBeir, files: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(DatasetError, match=message):
        _ = BeirDataset(write_beir(**files)).questions


def test_a_missing_folder_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"can't be read|must hold"):
        _ = BeirDataset(tmp_path).questions


ARTICLE = "Заголовок\n\nПервое\u00a0предложение статьи. Второе предложение здесь.\n"
GOLD = {"document": "a.txt", "quote": "Первое предложение"}


def question_file(write_sources: WriteSources, tmp_path: Path, *rows: dict[str, Any]) -> QuestionFile:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return QuestionFile(path, SourceFolder(write_sources({"a.txt": ARTICLE})))


def test_a_question_file(write_sources: WriteSources, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "1", "question": "Что первое?", "gold": [GOLD], "split": "tune", "kind": "fact"},
        {"id": "2", "question": "Who?", "gold": []},
    ]
    found = question_file(write_sources, tmp_path, *rows).questions
    assert [(q.id, q.language, q.kind, q.split, q.is_answerable) for q in found] == [
        ("1", "ru", "fact", "tune", True),
        ("2", "en", "", "report", False),
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "1", "question": "?", "gold": [GOLD | {"quote": "Нет такого"}]}, "does not stand in a.txt"),
        ({"id": "1", "question": "?", "gold": [GOLD | {"quote": " "}]}, "does not stand in a.txt"),
        ({"id": "1", "question": "?", "gold": [GOLD | {"document": "b.txt"}]}, "the corpus lacks"),
        ({"id": "1", "question": "?", "gold": ["Первое"]}, "without document or quote"),
        ({"id": "1", "question": "?", "gold": [GOLD], "split": "test"}, "must be tune or report"),
        ({"id": "1", "question": "?", "gold": [GOLD], "asked": "2024-13-01"}, "such as 2024-05-31"),
        ({"id": "1", "question": "?", "gold": [GOLD], "asked": 2024}, "such as 2024-05-31"),
        ({"id": 1, "question": "?", "gold": [GOLD]}, "lacks one of id, question"),
        ({"id": "1", "question": "?", "gold": []}, "holds no question with an answer"),
    ],
)
def test_a_faulty_question_file_is_one_clear_error(
    write_sources: WriteSources, tmp_path: Path, row: dict[str, Any], message: str
) -> None:
    with pytest.raises(DatasetError, match=message):
        _ = question_file(write_sources, tmp_path, row).questions


def test_the_projects_own_test_set() -> None:
    questions = QuestionFile(TEST_SET, SourceFolder(SEEDS)).questions
    assert len(questions) >= 150
    assert sum(not question.is_answerable for question in questions) >= 50
    for language in LANGUAGES:
        of_language = [question for question in questions if question.language == language]
        assert len(of_language) >= 50
        assert abs(sum(2 * (question.split == "tune") - 1 for question in of_language)) <= 3
    near = sum(question.kind == "near_miss" for question in questions)
    assert near > sum(not question.is_answerable for question in questions) / 2


def result(
    id_: str, *items: str, confidence: float | None = 0.5, relevant: str = "r", **facts: Any
) -> Result:
    values: dict[str, Any] = {
        "id": id_,
        "question": f"{id_}?",
        "language": "ru",
        "kind": "fact",
        "split": "tune",
        "items": items,
        "relevant": frozenset({relevant} - {""}),
        "expected": (),
        "quote": "Цитата.",
        "quoted_from": "c/1.txt",
        "confidence": confidence,
        "answered": None if confidence is None else confidence >= 0.5,
        "highlight_is_right": None,
        "milliseconds": 1.0,
    }
    return Result(**(values | facts))


def run(*results: Result) -> Run:
    return Run("set", "hybrid", "model", "g1", "2026-01-02T03:04:05+00:00", 2, 3, 0.5, None, results)


def test_a_summary_by_hand() -> None:
    # Answered: a (right), b (wrong), u (no answer exists). Silent: c (right).
    summary = summarise(
        [
            result("a", "r", confidence=0.9, highlight_is_right=True),
            result("b", "x", "r", confidence=0.6, highlight_is_right=False),
            result("c", "r", confidence=0.1),
            result("u", "x", confidence=0.7, relevant=""),
        ]
    )
    assert (summary.questions, summary.unanswerable) == (3, 1)
    assert summary.metrics["Success@1"].mean == pytest.approx(2 / 3)
    assert summary.metrics["RR@10"].mean == pytest.approx((1 + 1 / 2 + 1) / 3)
    assert summary.metrics["highlight"].mean == 0.5
    assert summary.abstention is not None
    assert summary.abstention.answer_rate == pytest.approx(2 / 3)
    assert summary.abstention.wrong_answer_rate == pytest.approx(2 / 3)
    assert summary.abstention.auroc == pytest.approx(1 / 3)


def test_without_unanswerable_questions_or_confidence_there_is_no_abstention() -> None:
    assert summarise([result("a", "r")]).abstention is None
    bare = [result("a", "r", confidence=None), result("u", "x", confidence=None, relevant="")]
    assert summarise(bare).abstention is None


def test_groups_are_what_differs() -> None:
    found = groups(run(result("a", "r"), result("b", "x", language="kk")))
    assert {by: sorted(summaries) for by, summaries in found.items()} == {"language": ["kk", "ru"]}
    assert found["language"]["kk"].metrics["Success@1"].mean == 0


def test_a_run_comes_back_from_disk_with_a_trec_file_beside_it(tmp_path: Path) -> None:
    saved = run(result("q 1", "d 1", "d2"), result("q2"))
    path = save_run(saved, tmp_path / "runs")
    assert load_run(path) == saved
    assert path.with_suffix(".trec").read_text() == (
        "q_1 Q0 d_1 1 1.000000 dayeksoz-hybrid\nq_1 Q0 d2 2 0.500000 dayeksoz-hybrid\n"
    )
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(DatasetError, match="is not a saved run"):
        load_run(tmp_path / "other.json")


def test_a_comparison_by_hand() -> None:
    old = run(
        *(result(f"q{number}", "x", "r") for number in range(8)), result("same", "r"), result("lost", "r")
    )
    new = run(
        *(result(f"q{number}", "r") for number in range(8)), result("same", "r"), result("lost", "x", "r")
    )
    found = compare(old, new)
    assert [pair[1].id for pair in found.won] == [f"q{number}" for number in range(8)]
    assert [pair[1].id for pair in found.lost] == ["lost"]
    assert found.differences["Success@1"].mean == pytest.approx(7 / 10)
    # Nine changes of equal size, one against: 2 * (1 + 9) of 2 ** 9 sign patterns are as extreme.
    assert found.differences["Success@1"].p == pytest.approx(20 / 512, abs=0.002)
    assert found.differences["Success@10"].p == 1
    with pytest.raises(DatasetError, match="not of 'other'"):
        compare(old, Run("other", *list(vars_of(new))[1:]))


def vars_of(values: Run) -> list[Any]:
    return [getattr(values, name) for name in Run.__slots__]


@pytest.mark.usefixtures("ready")
def test_the_gate_on_the_projects_own_test_set(capsys: pytest.CaptureFixture[str]) -> None:
    """Below what is measured, so that only a real loss trips it."""
    gate = ["--min", "nDCG@10=0.74", "--min", "Success@1=0.56", "--min", "Success@10=0.92"]
    assert main(["eval", "--json", *gate]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["dataset"], found["questions"], found["unanswerable"]) == ("questions", 111, 66)
    assert set(found["metrics"]) == {"nDCG@10", "Success@1", "Success@3", "Success@10", "RR@10", "R@100"}
    assert set(found["abstention"]) >= {"auroc", "answer_rate", "wrong_answer_rate"}
    assert set(found["seconds"]) == {"index", "query_p50_ms", "query_p95_ms"}
    assert set(found["groups"]["language"]) == {"ru", "kk", "en"}


@pytest.mark.usefixtures("ready")
def test_eval_of_a_beir_folder_compares_and_gates(
    write_beir: WriteBeir, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(write_beir(unanswerable=['{"_id": "u1", "text": "рецепт борща"}']))
    assert main(["eval", "--json", "--ranker", "lexical", folder]) == 0
    old = json.loads(capsys.readouterr().out)
    assert (old["metrics"]["Success@1"], old["abstention"]) == (1.0, None)
    assert main(["eval", folder, "--against", old["run"], "--min", "Success@1=1"]) == 0
    shown = capsys.readouterr().out
    assert "2 questions with an answer, 1 without" in shown
    assert "Against the saved run, 2 questions" in shown
    assert main(["eval", folder, "--min", "nDCG@10=1.01"]) == 1
    assert capsys.readouterr().err == "dayeksoz: nDCG@10 is 1.0000, below 1.01.\n"


def test_eval_without_a_test_set_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "no-such"]) == 1
    assert capsys.readouterr().err.startswith("dayeksoz: There is no test set at no-such:")
    assert main(["eval", "--report", "no-such/report.html"]) == 1
    assert capsys.readouterr().err == "dayeksoz: There is no folder no-such for the report: make it first.\n"
    with pytest.raises(SystemExit):
        main(["eval", "--min", "speed=1"])
    assert "is not one of nDCG@10" in capsys.readouterr().err


@pytest.mark.usefixtures("ready")
def test_a_report_is_one_page_that_loads_nothing(
    write_beir: WriteBeir, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queries = [QUERIES[0], '{"_id": "q2", "text": "экспорт <b>нефти</b> & газа"}']
    folder = write_beir(queries=queries, unanswerable=['{"_id": "u1", "text": "рецепт борща"}'])
    page = tmp_path / "report.html"
    assert main(["eval", str(folder), "--report", str(page)]) == 0
    text = page.read_text("utf-8")
    assert text.count("<svg") == 3
    assert re.findall(r"""(?:src|href)=["'](?!#)""", text) == []
    assert re.findall(r"@import|url\((?!#)", text) == []
    failure = text[text.index("Worst failures") :]
    assert "экспорт &lt;b&gt;нефти&lt;/b&gt; &amp; газа" in failure
    assert "<p>Нефть ушла.</p>" in failure
    assert "<p>Газ Экспорт газа вырос.</p>" in failure
    capsys.readouterr()


VERDICTS = [
    {"question": "Что первое?", "document": "a.txt", "quote": "Первое предложение", "verdict": "up"},
    {"question": "Кто он?", "document": "a.txt", "quote": "Второе предложение здесь.", "verdict": "down"},
    {"question": "что первое? ", "document": "a.txt", "quote": "Первое предложение", "verdict": "up"},
    {"question": "Что ещё?", "document": "a.txt", "quote": "Первое предложение", "verdict": "up"},
]


def test_verdicts_become_questions(
    write_sources: WriteSources,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    export, into = tmp_path / "export.jsonl", tmp_path / "set.jsonl"
    export.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in VERDICTS), "utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO("what\na\nn\n"))
    assert main(["feedback", "review", str(export), "--into", str(into)]) == 0
    said = capsys.readouterr().out
    assert "[a] the quote answers  [n] the corpus has no answer  [s] skip  [q] stop: " in said
    assert said.endswith(f"2 of 4 rows became questions of {into}.\n")
    found = QuestionFile(into, SourceFolder(write_sources({"a.txt": ARTICLE}))).questions
    assert [(q.text, q.is_answerable, q.split) for q in found] == [
        ("Что первое?", True, "tune"),
        ("Кто он?", False, "tune"),
    ]
    monkeypatch.setattr(sys, "stdin", io.StringIO("s\n"))
    assert main(["feedback", "review", str(export), "--into", str(into)]) == 0
    assert "0 of 4 rows" in capsys.readouterr().out


def test_a_verdict_of_another_kind_is_one_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = tmp_path / "export.jsonl"
    export.write_text(json.dumps(VERDICTS[0] | {"verdict": "meh"}), "utf-8")
    assert main(["feedback", "review", str(export), "--into", str(tmp_path / "set.jsonl")]) == 1
    assert capsys.readouterr().err == "dayeksoz: export.jsonl, line 1, has the verdict 'meh': up or down.\n"


@pytest.mark.usefixtures("ready")
def test_calibrate_writes_what_the_next_answer_uses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DAYEKSOZ_DATA_DIR", str(tmp_path))
    assert main(["calibrate", str(TEST_SET), "--target", "0.45"]) == 0
    assert "Answers are given from a confidence of " in capsys.readouterr().out
    (path,) = (tmp_path / "calibration").iterdir()
    fitted = read_calibration(path)
    assert list(fitted.provenance.datasets) == ["questions"]
    assert fitted.provenance.figures["wrong_answer_rate"] <= 0.45
    assert load_calibration(ModelId(fitted.model, "auto"), tmp_path / "calibration") == fitted
