import datetime
import re
from dataclasses import fields

import pytest

from bot.locale import ChatFrame, Frame, chat_frame, frame
from retrieval.documents import Basis, PublicationDate, SkipReason
from retrieval.errors import QuestionFault
from retrieval.language import Language
from retrieval.progress import Task


def places(text: object) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text)) if isinstance(text, str) else set()


@pytest.mark.parametrize("language", list(Language))
def test_each_language_says_everything(language: Language) -> None:
    words = frame(language)
    assert words.language is language
    for field in fields(Frame):
        assert getattr(words, field.name), field.name
        assert places(getattr(words, field.name)) == places(getattr(frame(Language.ENGLISH), field.name))
    assert set(words.faults) == set(QuestionFault)
    assert set(words.tasks) == set(Task)
    assert set(words.skip_reasons) == set(SkipReason)
    assert set(words.basis) == {Basis.INFERRED, Basis.CURATED}


@pytest.mark.parametrize("language", list(Language))
def test_a_chat_says_everything_in_each_language_within_telegram_s_limits(language: Language) -> None:
    words, english = chat_frame(language), chat_frame(Language.ENGLISH)
    assert words.frame is frame(language)
    for field in fields(ChatFrame):
        assert getattr(words, field.name), field.name
        assert places(getattr(words, field.name)) == places(getattr(english, field.name)), field.name
    for name in ("commands", "administrator_commands", "thanks", "language_names", "language_set"):
        assert list(getattr(words, name)) == list(getattr(english, name))
    assert len(words.name) <= 64
    assert len(words.short_description) <= 120
    assert len(words.description) <= 512
    assert all(len(text) <= 200 for text in (*words.thanks.values(), words.too_old, words.busy, words.failed))


DAY = PublicationDate(2024, 11, 27, datetime.time(14, 25))
INFERRED_MONTH = PublicationDate(2024, 11, basis=Basis.INFERRED)
CURATED_YEAR = PublicationDate(2024, basis=Basis.CURATED)


@pytest.mark.parametrize(
    ("language", "day", "month", "year", "none"),
    [
        (
            Language.RUSSIAN,
            "27 ноября 2024 г., 14:25",
            "ноябрь 2024 г. (установлено по тексту)",
            "2024 (внесено вручную)",
            "дата не указана",
        ),
        (
            Language.KAZAKH,
            "2024 ж. 27 қараша, 14:25",
            "2024 ж. қараша (мәтін бойынша анықталған)",
            "2024 (қолмен енгізілген)",
            "күні көрсетілмеген",
        ),
        (
            Language.ENGLISH,
            "November 27, 2024, 14:25",
            "November 2024 (inferred from the text)",
            "2024 (added by hand)",
            "no date given",
        ),
    ],
)
def test_a_date_is_written_at_its_precision_with_its_basis(
    language: Language, day: str, month: str, year: str, none: str
) -> None:
    words = frame(language)
    dates = (DAY, INFERRED_MONTH, CURATED_YEAR, None)
    assert [words.date(date) for date in dates] == [day, month, year, none]
