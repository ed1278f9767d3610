"""Times in questions over a small corpus with dates: what is searched, in which order, and what is said."""

import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval import Engine, Period, Retriever, evaluate
from retrieval.documents import Answer, TimeApplied
from retrieval.evaluation.question_file import QuestionFile
from retrieval.ranking.calibration import CONSERVATIVE
from retrieval.ranking.ranker import Ranking
from retrieval.ranking.recency import Statement
from retrieval.sources.folder import SourceFolder
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

FARES = {
    "fare2023.txt": "Проезд\n\n10 февраля 2023\n\nПроезд в автобусе стоит 100 тенге.\n",
    "fare2024.txt": "Проезд\n\n12 февраля 2024\n\nПроезд в автобусе стоит 120 тенге.\n",
    "fare2025.txt": "Проезд\n\n20 февраля 2025\n\nПроезд в автобусе стоит 150 тенге.\n",
    "review.txt": "Обзор цен\n\n5 мая 2021\n\nВ прошлом году проезд в автобусе стоил 90 тенге.\n",
    "undated.txt": "Из истории\n\nВ августе 2019 года проезд в автобусе стоил 60 тенге.\n",
    "gas.txt": "О газе\n\n3 марта 2024\n\nЭкспорт газа вырос на треть.\n",
}
TODAY = datetime.date(2025, 3, 12)
ASK = "Сколько стоит проезд в автобусе"

Over = Callable[[dict[str, str]], Retriever]


@pytest.fixture
def over(write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder) -> Over:
    """A retriever that answers whatever it finds, on a Wednesday in March 2025."""

    def retriever(files: dict[str, str]) -> Retriever:
        sources = write_sources(dict(files))
        engine = Engine(sources, tmp_path / "data", encoder=tiny, today=lambda: TODAY)
        return engine.retriever_with(replace(CONSERVATIVE, answers_from=0.0))

    return retriever


def found(answer: Answer) -> list[str]:
    return [quote.document.id for quote in answer.quotes]


def fitting(retriever: Retriever, question: str, within: Period | None = None) -> set[str]:
    """The documents that count for a question."""
    (query,) = retriever.queries([question], within=within)
    ranking = retriever.rank(query)
    passages = ranking.passages[: ranking.fitting]
    return {retriever.generation.passages[int(number)].document for number in passages}


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        (f"{ASK} в 2024 году?", {"fare2024", "gas"}),
        (f"{ASK} в феврале 2024 года?", {"fare2024"}),
        (f"{ASK} 12 февраля 2024 года?", {"fare2024"}),
        (f"{ASK} 13 февраля 2024 года?", set()),
        (f"{ASK} в 2020 году?", {"review"}),
        (f"{ASK} в 2019 году?", {"undated"}),
        (f"{ASK} в августе 2019 года?", {"undated"}),
        (f"{ASK} в мае 2019 года?", set()),
        (f"{ASK} в прошлом году?", {"fare2024", "gas"}),
        (f"{ASK} в прошлом месяце?", {"fare2025"}),
        (f"{ASK} на прошлой неделе?", set()),
        (f"{ASK} до 2023 года?", {"review", "undated"}),
        (f"{ASK} после 2023 года?", {"fare2024", "fare2025", "gas"}),
        (f"{ASK} с февраля 2024 года?", {"fare2024", "fare2025", "gas"}),
        (f"{ASK} между 2020 и 2023 годами?", {"review", "fare2023"}),
        ("автобусте жүру былтыр қанша тұрды?", {"fare2024", "gas"}),
        ("автобус 2024 жылға дейін", {"review", "undated", "fare2023"}),
        ("bus fares since March 2024", {"fare2025", "gas"}),
        (f"{ASK}?", {"fare2023", "fare2024", "fare2025", "review", "undated", "gas"}),
    ],
)
def test_a_source_counts_by_its_date_or_by_what_it_speaks_of(
    over: Over, question: str, documents: set[str]
) -> None:
    assert fitting(over(FARES), question) == documents


def test_days_from_outside_and_of_the_question_both_count(over: Over) -> None:
    retriever = over(FARES)
    within = Period.of_iso_range("2023..2024")
    assert fitting(retriever, f"{ASK}?", within) == {"fare2023", "fare2024", "gas"}
    assert fitting(retriever, f"{ASK} после 2023 года?", within) == {"fare2024", "gas"}
    answer = retriever.answer(f"{ASK}?", within=within)
    assert answer.time == TimeApplied(within, fits=True, newest_of=None)


def test_where_nothing_fits_there_is_no_answer_but_what_is_nearest(over: Over) -> None:
    answer = over(FARES).answer(f"{ASK} в 2015 году?")
    assert (answer.answered, answer.confidence) == (False, 0.0)
    assert answer.time == TimeApplied(Period.of(2015), fits=False, newest_of=None)
    assert answer.nearest[0].document.id in ("fare2023", "fare2024", "fare2025")


def test_quotes_are_only_of_the_time_that_is_asked_about(over: Over) -> None:
    retriever = over(FARES)
    assert set(found(retriever.answer(f"{ASK} до 2024 года?", top=10))) <= {"fare2023", "review", "undated"}


def test_many_passages_of_another_time_do_not_hide_the_one_that_fits(over: Over) -> None:
    many = {f"fare{number}.txt": FARES["fare2024.txt"].replace("120", str(number)) for number in range(300)}
    retriever = over({**many, "old.txt": "Билеты\n\n9 июня 2020\n\nПассажиры платили кондуктору.\n"})
    assert fitting(retriever, f"{ASK} в 2020 году?") == {"old"}


@pytest.mark.parametrize("word", ["сейчас", "қазір", "now", "на сегодняшний день"])
def test_the_latest_comes_first_and_is_said_to(over: Over, word: str) -> None:
    answer = over(FARES).answer(f"{ASK} {word}?", top=3)
    assert found(answer)[:3] == ["fare2025", "fare2024", "fare2023"]
    assert answer.time
    assert answer.time.period is None
    assert answer.time.newest_of is not None
    assert answer.time.newest_of >= 3
    assert answer.newer is None


def test_an_older_source_stays_first_where_the_newest_does_not_answer(
    over: Over, monkeypatch: pytest.MonkeyPatch
) -> None:
    retriever = over({**FARES, "fare2023.txt": FARES["fare2023.txt"].replace("стоит", "стоит ровно")})
    passages = retriever.generation.passages

    def likely(ranking: Ranking) -> float:
        return float(passages[int(ranking.passages[0])].document == "fare2023")

    question = "Сколько стоит ровно проезд в автобусе сейчас?"
    assert found(retriever.answer(question))[0] == "fare2025"
    monkeypatch.setattr(retriever, "_confidence", likely)
    monkeypatch.setattr(retriever, "calibration", replace(CONSERVATIVE, answers_from=0.5))
    answer = retriever.answer(question)
    assert found(answer)[0] == "fare2023"
    assert answer.time is None


def test_a_newer_source_that_gives_another_number_comes_second(over: Over) -> None:
    files = {**FARES, "fare2023.txt": FARES["fare2023.txt"].replace("стоит", "стоит ровно")}
    answer = over(files).answer("Сколько стоит ровно проезд в автобусе?", top=3)
    assert found(answer)[:2] == ["fare2023", "fare2025"]
    assert answer.newer == answer.quotes[1]
    assert answer.time is None


@pytest.mark.parametrize(
    "newer",
    [
        "Проезд\n\n20 февраля 2025\n\nПроезд в автобусе стоит 100 тенге.\n",  # says the same
        "Проезд\n\n10 февраля 2023\n\nПроезд в автобусе стоит 150 тенге.\n",  # of the same day
        "Проезд\n\nПроезд в автобусе стоит 150 тенге.\n",  # nobody knows when
        "О газе\n\n20 февраля 2025\n\nЭкспорт газа вырос в 150 раз.\n",  # of something else
    ],
)
def test_no_other_source_is_called_newer(over: Over, newer: str) -> None:
    files = {"first.txt": FARES["fare2023.txt"].replace("стоит", "стоит ровно"), "newer.txt": newer}
    answer = over(files).answer("Сколько стоит ровно проезд в автобусе?")
    assert found(answer)[0] == "first"
    assert answer.newer is None


def test_a_test_question_is_asked_on_its_own_day(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    gold = [{"document": "fare2024.txt", "quote": "Проезд в автобусе стоит 120 тенге."}]
    rows = [
        {"id": day, "question": f"{ASK} в прошлом году?", "gold": gold, "asked": day}
        for day in ("2024-03-12", "2025-03-12")
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    sources = write_sources(dict(FARES))
    run = evaluate(
        Engine(sources, tmp_path / "data", encoder=tiny), QuestionFile(path, SourceFolder(sources))
    )
    assert [(result.id, result.items[0].partition(":")[0]) for result in run.results] == [
        ("2024-03-12", "fare2023"),
        ("2025-03-12", "fare2024"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (Statement.of([0, 1], "стоит 150 тенге"), Statement.of([0, 1], "стоит 100 тенге"), True),
        (Statement.of([0, 1], "стоит 1 500 тенге"), Statement.of([0, 1], "стоит 1500 тенге"), False),
        (Statement.of([0], "стоит 150 тенге"), Statement.of([0, 1], "стоит тенге"), True),
        (Statement.of([2], "стоит 150 тенге"), Statement.of([0, 1], "стоит 100 тенге"), False),
        (Statement.of([0, 1], "стоит дорого"), Statement.of([0, 1], "стоит 100 тенге"), False),
    ],
)
def test_when_a_sentence_says_something_else(one: Statement, other: Statement, differs: bool) -> None:  # noqa: FBT001
    assert one.differs_from(other) is differs


@pytest.mark.parametrize("dates", [("5 мая 2022", "1 ноября 2024"), ("1 ноября 2024", "5 мая 2022")])
def test_what_was_published_once_more_counts_by_its_newest_source(over: Over, dates: tuple[str, str]) -> None:
    told = {
        f"told{at}.txt": f"Проезд\n\n{day}\n\nПроезд в автобусе стоит 120 тенге.\n"
        for at, day in enumerate(dates)
    }
    other = {"other.txt": "Проезд\n\n1 июня 2024\n\nПроезд в автобусе стоит 200 тенге.\n"}
    retriever = over({**told, **other})
    first, second = retriever.answer("Сколько сейчас стоит проезд в автобусе?").quotes
    newest = f"told{dates.index('1 ноября 2024')}"
    assert (first.document.id, second.document.id) == (newest, "other")
    assert len(first.also) == 1
    time = retriever.answer("Сколько сейчас стоит проезд в автобусе?").time
    assert time == TimeApplied(None, fits=True, newest_of=3)
