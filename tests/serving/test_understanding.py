"""What is said to remarks, and of a quote, from figures that can be counted by hand."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from bot.locale.lookup import phrases
from bot.serving.understanding import about_quote_text, nothing_next, reply_to, understood
from retrieval import Engine, Retriever
from retrieval.conversation import AboutQuote, ReadingKind, Remark
from retrieval.documents import (
    Basis,
    Document,
    Fact,
    Link,
    LinkKind,
    Paragraph,
    PublicationDate,
    Quote,
)
from retrieval.sources.corpus import FileReading
from retrieval.sources.seen_files import SeenFiles
from tests.tiny_encoder import TinyEncoder

RU, KK, EN = map(phrases, ("ru", "kk", "en"))


def document(id_: str, published: PublicationDate | None, publisher: str | None = None) -> Document:
    return Document(
        id_,
        f"c/{id_}.txt",
        "Текст.",
        (Paragraph(0, 6),),
        title=Fact(f"Заголовок {id_}"),
        publisher=Fact(publisher) if publisher else None,
        published=published,
        link=Link("https://news.example/" + id_, LinkKind.ARTICLE),
    )


@dataclass(frozen=True)
class Documents:
    """A corpus source, and its own snapshot, of documents that are given."""

    documents: tuple[Document, ...]

    @property
    def hashes(self) -> dict[str, str]:
        return {one.id: one.id for one in self.documents}

    def read(self, name: str) -> FileReading:
        return FileReading(tuple(one for one in self.documents if one.id == name))

    def snapshot(self, seen: SeenFiles | None = None) -> Self:  # noqa: ARG002 - nothing is kept in files
        return self


@pytest.fixture
def over(tmp_path: Path) -> Callable[..., Retriever]:
    """Gives a retriever over some documents."""

    def retriever(*documents: Document) -> Retriever:
        data = tmp_path / "-".join(one.id for one in documents)
        return Engine(Documents(documents), data, encoder=TinyEncoder()).retriever

    return retriever


DOCUMENTS = [
    document("a", PublicationDate(2024, 5, 2, datetime.time(9, 30)), "Первая"),
    document("b", PublicationDate(2024, 5, 2, datetime.time(18, 5)), "Вторая"),
    document("c", PublicationDate(2021, 12, 24, basis=Basis.INFERRED), "Вторая"),
    document("d", PublicationDate(2024), "Третья"),  # some day of that year: no one knows that it is later
    document("e", None),
]


def test_the_newest_is_by_date_and_time_of_publication(over: Callable[..., Retriever]) -> None:
    all_of_them = over(*DOCUMENTS)
    assert reply_to(Remark.NEWEST, all_of_them, RU) == (
        "Самый новый по дате публикации:\nЗаголовок b\nВторая · 2 мая 2024 г., 18:05\nhttps://news.example/b"
    )
    assert reply_to(Remark.NEWEST, all_of_them, EN).splitlines()[2] == "Вторая · May 2, 2024, 18:05"
    assert reply_to(Remark.NEWEST, over(DOCUMENTS[4]), KK) == (
        "Жарияланған күні бойынша ең жаңасы:\nкүні көрсетілмеген"
    )


def test_the_figures_are_those_of_the_corpus(over: Callable[..., Retriever]) -> None:
    all_of_them = over(*DOCUMENTS)
    assert reply_to(Remark.COUNT, all_of_them, EN) == (
        "Documents in the corpus: 5. Dates of publication: December 24, 2021 (inferred from the text) – "
        "May 2, 2024\nThe list: /sources"
    )
    assert reply_to(Remark.COUNT, over(*DOCUMENTS[:2]), KK) == (
        "Корпустағы құжат саны: 2. Жарияланған күндері: 2024 ж. 2 мамыр\nТізімі: /sources"
    )
    assert reply_to(Remark.SOURCES, all_of_them, RU) == (
        "Документов в корпусе: 5. Издания: Вторая, Первая, Третья. Список: /sources."
    )
    assert reply_to(Remark.SOURCES, over(DOCUMENTS[4]), RU) == (
        "Документов в корпусе: 1. Издания: издание не указано. Список: /sources."
    )


@pytest.mark.parametrize("code", ["ru", "kk", "en"])
def test_there_is_a_word_for_each_remark(code: str, over: Callable[..., Retriever]) -> None:
    all_of_them = over(*DOCUMENTS)
    said = [reply_to(remark, all_of_them, phrases(code)) for remark in Remark]
    assert len(set(said)) == len(Remark)
    assert not any("{" in text for text in said)


@pytest.mark.parametrize(
    ("about", "speaker", "text"),
    [
        (AboutQuote.SPEAKER, "К. Токаев", "Говорит: К. Токаев"),
        (AboutQuote.SPEAKER, None, "Источник не отмечает, кто это говорит."),
        (AboutQuote.DATE, None, "Опубликовано: 2 мая 2024 г., 09:30"),
        (AboutQuote.PLACE, None, "Первая\nhttps://news.example/a"),
    ],
)
def test_what_is_known_of_a_quote(about: AboutQuote, speaker: str | None, text: str) -> None:
    quote = Quote(DOCUMENTS[0], 0, 6, "Текст.", ((0, 6),), speaker, 1.0)
    assert about_quote_text(about, quote, RU) == text


def test_a_greeting_is_answered_or_left_out() -> None:
    assert understood("Здравствуйте!", None) == (Remark.GREETING, "ru")
    reading = understood("Здравствуйте! Кто такой Токаев?", None)
    assert (reading.question, reading.kind) == ("Кто такой Токаев?", ReadingKind.WHOLE)  # type: ignore[union-attr]


def test_it_says_why_nothing_follows() -> None:
    source = document("a", None)
    unknown, known = (Quote(source, 0, 6, "Текст.", (), speaker, 1.0) for speaker in (None, "В.Путин"))
    assert nothing_next(unknown, AboutQuote.MORE_SAID, RU) == "Источник не отмечает, кто это говорит."
    assert nothing_next(known, AboutQuote.MORE_SAID, RU) == "Больше показать нечего."
    assert nothing_next(unknown, AboutQuote.MORE, RU) == "Больше показать нечего."
