"""Which language the words around a quote are in."""

import asyncio
from pathlib import Path

import pytest

from bot.errors import RecordsError
from bot.serving.opening import open_file
from bot.serving.phrasing import PhraseChooser, language_of_answer, language_of_question
from bot.serving.records import Records
from retrieval import Answer


@pytest.mark.parametrize(
    ("chosen", "owners", "asked_in", "client", "expected"),
    [
        ("kk", "en", "ru", "en", "kk"),
        ("auto", "en", "ru", "kk", "ru"),
        (None, "en", "ru", "kk", "en"),
        (None, "auto", "ru", "kk", "ru"),
        (None, "auto", None, "kk", "kk"),
        (None, "auto", None, "KK-kz", "kk"),
        (None, "auto", None, "de", "en"),
        (None, "auto", None, None, "en"),
    ],
)
def test_the_chat_s_choice_comes_first_and_the_client_last(
    tmp_path: Path, chosen: str | None, owners: str, asked_in: str | None, client: str | None, expected: str
) -> None:
    records = Records(open_file(tmp_path / "people.sqlite3"))
    records.choose_language(-5, chosen)
    chooser = PhraseChooser(owners, records)
    found = asyncio.run(chooser.phrases_for(-5, client, asked_in=asked_in))
    assert found.common.language == expected


def test_records_that_fail_cost_only_the_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RecordsError("the disk is full")

    monkeypatch.setattr(Records, "language", broken)
    chooser = PhraseChooser("auto", Records(open_file(tmp_path / "people.sqlite3")))
    assert asyncio.run(chooser.phrases_for(-5, "ru", asked_in="kk")).common.language == "kk"


@pytest.mark.parametrize(
    ("question", "language"),
    [("Rnj nfrjq Njrftd?", "ru"), ("Қашан?", "kk"), ("Who is Токаев?", "en"), ("2022?", None), ("", None)],
)
def test_a_question_without_letters_tells_no_language(question: str, language: str | None) -> None:
    assert language_of_question(question) == language
    answer = Answer(question, "kk", 0.0, (), ())
    assert language_of_answer(answer) == ("kk" if language else None)
