"""Follow-ups answered over a few news items with the bundled model."""

import json
import shutil
from pathlib import Path

import pytest

from bot.serving.understanding import said_next
from retrieval import Engine, Retriever
from retrieval.conversation import AboutQuote, Reading, ReadingKind, Turn, answer_reading, read_in_context
from retrieval.documents import Answer
from retrieval.encoding.encoder import Encoder

TESTSET = Path(__file__).parents[1] / "testset"
SOURCES = (
    "news-ru/sources/001_dorogi-abay.txt",
    "news-ru/sources/007_steklo-taraz.txt",
    "news-ru/sources/014_socialnyy-hleb.txt",
    "news-kk/sources/014_shymkent-zholaqy.txt",
    "news-en/sources/001_landslides-jalal-abad.txt",
)


@pytest.fixture(scope="module")
def over_news(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Retriever:
    folder = tmp_path_factory.mktemp("news")
    for source in SOURCES:
        shutil.copy(TESTSET / source, folder / source.replace("/", "-"))
    return Engine(folder, tmp_path_factory.mktemp("data"), encoder=encoder).retriever


def after(retriever: Retriever, first: str, then: str) -> tuple[Reading, Answer]:
    shown = retriever.answer(first).quotes[0]
    reading = read_in_context(then, Turn(first, shown))
    return reading, answer_reading(retriever, reading, 3)


@pytest.mark.parametrize(
    ("first", "then", "answer"),
    [
        ("Во сколько обошёлся завод листового стекла в Таразе?", "А кто его директор?", "Мурат Есимханов"),
        ("Сколько стоит социальный хлеб в Петропавловске?", "А кто его печёт?", "«Солтүстік Нан»"),
        ("Шымкентте автобус жолақысы картамен қанша болады?", "ал оқушыларға ше?", "жолақы 40 теңге"),
    ],
)
def test_the_document_of_the_shown_quote_answers(
    over_news: Retriever, first: str, then: str, answer: str
) -> None:
    reading, found = after(over_news, first, then)
    assert reading.is_changed
    assert found.confidence >= over_news.calibration.answers_from
    quote = found.quotes[0]
    assert any(answer in quote.document.text[start:end] for start, end in quote.highlight)
    assert quote.text == quote.document.text[quote.start : quote.end]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("How many landslides hit Jalal-Abad region in 2023?", "what about Naryn region?"),
        ("Сколько аварий произошло за 2023 год в области Абай?", "а в Атырауской области?"),
        ("Сколько стоит социальный хлеб в Петропавловске?", "а кто его изобрёл?"),
        ("Во сколько обошёлся завод листового стекла в Таразе?", "А когда он закроется?"),
        ("Шымкентте автобус жолақысы картамен қанша болады?", "ал Алматыда ше?"),
    ],
)
def test_what_the_follow_up_names_itself_must_be_there(over_news: Retriever, first: str, then: str) -> None:
    reading, found = after(over_news, first, then)
    assert reading.is_changed
    assert not found.answered


def test_a_whole_question_is_answered_as_alone(over_news: Retriever) -> None:
    question = "Сколько стоит социальный хлеб в Петропавловске?"
    assert answer_reading(over_news, Reading(question, ReadingKind.WHOLE), 3) == over_news.answer(question, 3)


def test_a_quote_that_the_index_does_not_have_leads_nowhere(
    over_news: Retriever, retriever: Retriever
) -> None:
    """The shown quote may be of an index that was replaced since."""
    shown = retriever.answer("Кто председательствует в СНГ?").quotes[0]
    reading = read_in_context("А кто его директор?", Turn("Кто председательствует в СНГ?", shown))
    assert not answer_reading(over_news, reading, 3).answered


def test_the_gold_of_each_dialogue_stands_in_its_source() -> None:
    for line in (TESTSET / "dialogues.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["quote"]:
            folder = TESTSET.parents[1] if row["corpus"] == "seeds" else TESTSET / row["corpus"]
            path = folder / ("seeds" if row["corpus"] == "seeds" else "sources") / row["document"]
            assert row["quote"] in path.read_text("utf-8"), row["id"]


def test_what_follows_a_quote_is_the_next_passage_and_of_its_speaker(retriever: Retriever) -> None:
    shown = retriever.answer("Кто председательствует в СНГ?").quotes[0]
    assert shown.speaker == "К.-Ж.Токаев"
    following = said_next(retriever, shown, AboutQuote.MORE)
    assert following is not None
    assert following.start >= shown.end
    said = said_next(retriever, shown, AboutQuote.MORE_SAID)
    while said is not None:
        assert said.speaker == shown.speaker
        last, said = said, said_next(retriever, said, AboutQuote.MORE_SAID)
    assert "Спасибо, благодарю Вас" in last.text
