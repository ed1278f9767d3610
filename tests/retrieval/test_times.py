"""What questions ask for by their words of time, and the times that passages speak of.

The tables by hand are in the folder ``asked_times``: one for each language.
"""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Period
from retrieval.documents import PublicationDate
from retrieval.language.times import asked_time, spoken_periods, without_times
from retrieval.language.words import words

WEDNESDAY = datetime.date(2025, 3, 12)
TABLES = sorted(Path(__file__).with_name("asked_times").glob("*.txt"))
ROWS = [
    line.split(" → ")
    for table in TABLES
    for line in table.read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def described(question: str, today: datetime.date) -> str:
    """What a question asks for, as the tables write it, but for the length of the dates."""
    asked = asked_time(question, today)
    if asked is None:
        return "-"
    return " ".join(filter(None, [str(asked.period or ""), "newest" * asked.newest]))


def expected(cell: str) -> str:
    dates, newest = cell.removesuffix("newest").strip(), cell.endswith("newest")
    period = Period.of_iso_range(dates) if dates not in ("", "-") else None
    return "-" if cell == "-" else " ".join(filter(None, [str(period or ""), "newest" * newest]))


@pytest.mark.parametrize(("question", "cell"), ROWS)
def test_what_a_question_asks_for(question: str, cell: str) -> None:
    assert described(question, WEDNESDAY) == expected(cell)


def test_each_language_has_a_table() -> None:
    counted = {table.stem: len(table.read_text("utf-8").splitlines()) - 1 for table in TABLES}
    assert set(counted) == {"english", "kazakh", "russian"}
    assert min(counted.values()) >= 80


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Что произошло в Семее вчера?", "Что произошло в Семее      ?"),
        ("Последние новости о мосте", "                  о мосте"),
        ("Цены с 2021 по 2023 год", "Цены                   "),
        ("Что решили до 2023 года?", "Что решили             ?"),
        ("Сколько стоил газ в 2019 году?", "Сколько стоил газ в 2019 году?"),
        ("Что было в августе 2022 года?", "Что было в августе 2022 года?"),
        ("Қазір әкім кім?", "      әкім кім?"),
        ("Who is the mayor now?", "Who is the mayor    ?"),
        ("Что было летом прошлого года?", "Что было                    ?"),
        ("Ең соңғысы қандай?", "           қандай?"),
        ("Проезд до 2022стоил сколько?", "Проезд              сколько?"),
        ("Сегодняшние цены?", "            цены?"),
    ],
)
def test_words_of_time_are_no_topics_but_written_dates_are(question: str, left: str) -> None:
    assert without_times(question, asked_time(question, WEDNESDAY)) == left


@pytest.mark.parametrize(
    ("today", "question", "cell"),
    [
        (datetime.date(2024, 1, 1), "вчера", "2023-12-31"),
        (datetime.date(2024, 1, 15), "в прошлом месяце", "2023-12"),
        (datetime.date(2024, 12, 3), "в следующем месяце", "2025-01"),
        (datetime.date(2024, 1, 1), "last week", "2023-12-25..2023-12-31"),
        (datetime.date(2024, 3, 1), "вчера", "2024-02-29"),
        (datetime.date(2024, 3, 31), "өткен айда", "2024-02"),
    ],
)
def test_times_are_seen_from_the_day_of_the_question(today: datetime.date, question: str, cell: str) -> None:
    assert described(question, today) == expected(cell)


@pytest.mark.parametrize("day", ["31.02.2024", "31 февраля 2024 года", "2024-02-31"])
def test_of_a_day_that_no_calendar_has_the_year_counts(day: str) -> None:
    assert described(day, WEDNESDAY) == expected("2024")


PUBLISHED = PublicationDate(2024, 1, 15)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("В 2023 году произошло 486 аварий.", ["2023"]),
        ("В декабре открыли школу.", ["2023-12"]),
        ("12 сентября запустили завод.", ["2023-09-12"]),
        ("В феврале начнут ремонт.", ["2024-02"]),
        ("Вчера прошёл снег.", ["2024-01-14"]),
        ("На прошлой неделе было тепло.", ["2024-01-08..2024-01-14"]),
        ("2023 жылғы қарашада ашылды.", ["2023-11"]),
        ("18 мамырда іске қосылды.", ["2024-05-18"]),
        ("In August 2022 and in 2021", ["2022-08", "2021"]),
        ("You may see it. They march on.", []),
        ("It opened in May.", ["2024-05"]),
        ("Ничего не произошло.", []),
    ],
)
def test_what_a_passage_speaks_of(text: str, cells: list[str]) -> None:
    spoken = sorted(spoken_periods(text, PUBLISHED), key=lambda period: -period.first)
    assert spoken == sorted(map(Period.of_iso_range, cells), key=lambda period: -period.first)


def test_months_without_a_year_mean_nothing_where_it_is_not_known_when_they_were_said() -> None:
    assert list(spoken_periods("В декабре открыли школу, вчера и в прошлом месяце.", None)) == []


words_of_time = st.sampled_from(
    [word for question, _ in ROWS for word in question.split()]
    + ["2022", "31", "29 ақпан", "I", "Q2", "–", ".."]
)


@given(
    st.lists(words_of_time | st.text(max_size=6), max_size=12),
    st.sampled_from([" ", ""]),
    st.dates(datetime.date(1990, 1, 1)),
)
def test_any_words_give_well_formed_times(parts: list[str], between: str, today: datetime.date) -> None:
    question = between.join(parts)
    asked = asked_time(question, today)
    if asked is None:
        return
    assert asked.period or asked.newest
    assert all(0 <= start < end <= len(question) for start, end in asked.spans)
    assert asked.spans == tuple(sorted(asked.spans))
    left = without_times(question, asked)
    assert len(left) == len(question)
    outside = [at for at in range(len(question)) if not any(s <= at < e for s, e in asked.spans)]
    assert all(left[at] == question[at] for at in outside)
    assert set(words(left)) <= set(words(question))  # no word is cut in two
