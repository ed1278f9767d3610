"""The texts of each language."""

import datetime
import re
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest

import bot.locale
from bot.locale.chat_phrases import ChatPhrases
from bot.locale.lookup import DEFAULT, chat_phrases, phrases
from bot.locale.phrases import Phrases
from bot.telegram.messages.keyboards import to_languages
from retrieval import LANGUAGES, Task
from retrieval.documents import Basis, PublicationDate, SkipReason
from retrieval.errors import FetchError, FetchFault, QuestionFault


def places(text: object) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text)) if isinstance(text, str) else set()


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_each_language_says_everything(code: str) -> None:
    said, english = phrases(code), phrases(DEFAULT)
    assert said.language == code
    assert "other" in said.also
    assert all(places(text) == {"count"} for text in said.also.values())
    for field in fields(Phrases):
        assert getattr(said, field.name), field.name
        assert places(getattr(said, field.name)) == places(getattr(english, field.name)), field.name
    assert set(said.faults) == set(QuestionFault)
    assert set(said.fetch_faults) == set(FetchFault)
    assert set(said.tasks) == set(Task)
    assert set(said.skip_reasons) == set(SkipReason)
    assert set(said.basis) == {Basis.INFERRED, Basis.CURATED}


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_a_chat_says_everything_in_each_language_within_telegram_s_limits(code: str) -> None:
    said, english = chat_phrases(code), chat_phrases(DEFAULT)
    assert said.common is phrases(code)
    for field in fields(ChatPhrases):
        mine, theirs = getattr(said, field.name), getattr(english, field.name)
        assert mine, field.name
        assert places(mine) == places(theirs), field.name
        if isinstance(mine, Mapping):
            assert list(mine) == list(theirs), field.name
    assert len(said.name) <= 64
    assert len(said.short_description) <= 120
    assert len(said.description) <= 512
    assert all(len(text) <= 200 for text in (*said.thanks.values(), said.too_old, said.busy, said.failed))


def test_a_language_is_chosen_by_its_own_name() -> None:
    rows = to_languages(chat_phrases("kk")).inline_keyboard
    assert [(button.text, button.callback_data) for (button,) in rows] == [
        ("Русский", "language:ru"),
        ("Қазақша", "language:kk"),
        ("English", "language:en"),
        ("Сұрақ тілінде", "language:auto"),
    ]
    assert [chat_phrases(code).language_set for code in ("ru", "kk", "en")] == [
        "Теперь пояснения на русском.",
        "Енді түсіндірмелер қазақша болады.",
        "From now on, the words around the quotes are English.",
    ]


def test_a_new_language_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english = Path(bot.locale.__path__[0], "en.py").read_text("utf-8")
    turkish = english.replace('language="en"', 'language="tr"').replace(
        'untitled="untitled"', 'untitled="başlıksız"'
    )
    (tmp_path / "tr.py").write_text(turkish, "utf-8")
    monkeypatch.setattr(bot.locale, "__path__", [*bot.locale.__path__, str(tmp_path)])
    try:
        assert phrases("tr").untitled == "başlıksız"
        assert chat_phrases("tr").common.date(DAY) == "27 Kasım 2024, 14:25"
    finally:
        sys.modules.pop("bot.locale.tr", None)
        vars(bot.locale).pop("tr", None)


DAY = PublicationDate(2024, 11, 27, datetime.time(14, 25))
INFERRED_MONTH = PublicationDate(2024, 11, basis=Basis.INFERRED)
CURATED_YEAR = PublicationDate(2024, basis=Basis.CURATED)


@pytest.mark.parametrize(
    ("language", "day", "month", "year", "none"),
    [
        (
            "ru",
            "27 ноября 2024 г., 14:25",
            "ноябрь 2024 г. (установлено по тексту)",
            "2024 (внесено вручную)",
            "дата не указана",
        ),
        (
            "kk",
            "2024 ж. 27 қараша, 14:25",
            "2024 ж. қараша (мәтін бойынша анықталған)",
            "2024 (қолмен енгізілген)",
            "күні көрсетілмеген",
        ),
        (
            "en",
            "November 27, 2024, 14:25",
            "November 2024 (inferred from the text)",
            "2024 (added by hand)",
            "no date given",
        ),
    ],
)
def test_a_date_is_written_at_its_precision_with_its_basis(
    language: str, day: str, month: str, year: str, none: str
) -> None:
    said = phrases(language)
    dates = (DAY, INFERRED_MONTH, CURATED_YEAR, None)
    assert [said.date(date) for date in dates] == [day, month, year, none]


@pytest.mark.parametrize("code", list(LANGUAGES))
@pytest.mark.parametrize("fault", FetchFault, ids=lambda fault: fault.name)
def test_a_fault_of_fetching_is_a_sentence_in_each_language(code: str, fault: FetchFault) -> None:
    facts: dict[str, str | int] = {
        "address": "https://a.kz/{0}",
        "most": 5,
        "seconds": 30,
        "megabytes": 20,
        "status": 404,
    }
    needed = {name: facts[name] for name in places(str(fault))}
    said = phrases(code).not_fetched(FetchError("https://a.kz/", fault, needed))
    assert all(str(fact) in said for fact in needed.values())
    assert said.endswith(".")
    assert places(phrases(code).fetch_faults[fault]) == places(str(fault))


@pytest.mark.parametrize(
    ("count", "ru", "kk", "en"),
    [
        (1, "также в 1 источнике", "тағы 1 дереккөзде де бар", "also in 1 source"),
        (2, "также в 2 источниках", "тағы 2 дереккөзде де бар", "also in 2 sources"),
        (5, "также в 5 источниках", "тағы 5 дереккөзде де бар", "also in 5 sources"),
        (11, "также в 11 источниках", "тағы 11 дереккөзде де бар", "also in 11 sources"),
        (21, "также в 21 источнике", "тағы 21 дереккөзде де бар", "also in 21 sources"),
    ],
)
def test_further_sources_are_counted_in_the_right_form(count: int, ru: str, kk: str, en: str) -> None:
    assert [phrases(code).also_in(count) for code in ("ru", "kk", "en")] == [ru, kk, en]
