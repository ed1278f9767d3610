"""Terminal text and JSON from values."""

import dataclasses
import datetime
import json
from dataclasses import replace
from typing import Any

import pytest

from bot.citation import time_text
from bot.cli.payload import answer_payload, source_payload
from bot.locale.lookup import chat_phrases, phrases
from bot.telegram.messages.source_drafts import label_text
from bot.terminal.layout import answer_text, document_text, quote_text, sources_text, wrapped
from retrieval import Period
from retrieval.documents import (
    Answer,
    Basis,
    Document,
    Fact,
    Link,
    LinkKind,
    Paragraph,
    PublicationDate,
    Quote,
    TimeApplied,
)
from retrieval.errors import ProofError

TEXT = "Первое. Второе здесь.\n\nТретье."
DOCUMENT = Document(
    id="7",
    path="c/7.txt",
    text=TEXT,
    paragraphs=(Paragraph(0, 21), Paragraph(23, 30)),
    title=Fact("Заголовок"),
    publisher=Fact("a.kz", Basis.CURATED),
    cites=Fact("Акорда"),
    published=PublicationDate(2024, 11, 27, datetime.time(14, 25), Basis.INFERRED),
    link=Link("https://a.kz/1", LinkKind.ARTICLE),
)
BARE = dataclasses.replace(
    DOCUMENT, title=None, publisher=None, cites=None, published=None, link=Link(), id="8"
)
QUOTE = Quote(DOCUMENT, 0, 30, TEXT, ((8, 21),), "В.Путин", 0.91234)
RUSSIAN = phrases("ru")


def answer(*, answered: bool) -> Answer:
    return Answer("?", "ru", 0.93456, (QUOTE,) if answered else (), () if answered else (QUOTE,))


def test_a_quote_with_its_answering_sentence_set_off() -> None:
    assert quote_text(QUOTE, RUSSIAN, None, number=2, total=3).plain.splitlines() == [
        "Цитата 2 из 3",
        "│ Первое.",
        "┃ Второе здесь.",
        "│ Третье.",
        "Говорит: В.Путин",
        "Заголовок",
        "a.kz (внесено вручную), со ссылкой на: Акорда · 27 ноября 2024 г., 14:25 (установлено по тексту)",
        "https://a.kz/1",
    ]


def test_what_is_not_known_is_said_to_be_missing() -> None:
    bare = Quote(BARE, 0, 7, "Первое.", ((0, 7),), None, 1.0)
    assert quote_text(bare, phrases("en"), None, number=1, total=1).plain.splitlines() == [
        "┃ Первое.",
        "publisher not named · no date given",
        "no link to the article",
    ]


def test_a_publishers_site_is_said_to_be_one() -> None:
    site = dataclasses.replace(DOCUMENT, link=Link("https://a.kz", LinkKind.PUBLISHER))
    quote = Quote(site, 0, 7, "Первое.", ((0, 7),), None, 1.0)
    assert quote_text(quote, RUSSIAN, None, number=1, total=1).plain.endswith("https://a.kz (сайт издания)")


def test_wrapping_keeps_every_word_and_the_width() -> None:
    lines = quote_text(QUOTE, RUSSIAN, 12, number=1, total=1).plain.splitlines()
    assert lines[:3] == ["│ Первое.", "┃ Второе здесь.", "│ Третье."]
    long = "слово " * 50
    document = dataclasses.replace(DOCUMENT, text=long, paragraphs=(Paragraph(0, 299),))
    wrapped = quote_text(
        Quote(document, 0, 299, long[:299], ((0, 299),), None, 1), RUSSIAN, 42, number=1, total=1
    )
    barred = [line for line in wrapped.plain.splitlines() if line.startswith("┃ ")]
    assert max(len(line.rstrip()) for line in barred) <= 42
    assert "".join(line[2:] for line in barred).split() == long.split()


def test_control_characters_do_not_reach_the_terminal() -> None:
    nasty = "\x1b[31mКрасное\x07 и\x9b2J."
    document = Document("9", "c/9.txt", nasty, (Paragraph(0, len(nasty)),), title=Fact("\x1b]0;x\x07"))
    quote = Quote(document, 0, len(nasty), nasty, ((0, len(nasty)),), "\x1b", 1.0)
    shown = quote_text(quote, RUSSIAN, None, number=1, total=1).plain
    shown += sources_text([document], RUSSIAN, {}).plain + document_text(document, RUSSIAN).plain
    assert not [character for character in shown if ord(character) < 32 and character != "\n"]
    assert "\x9b" not in shown


def test_a_false_quote_is_not_shown() -> None:
    false = dataclasses.replace(QUOTE, text="Иное.")
    with pytest.raises(ProofError):
        quote_text(false, RUSSIAN, None, number=1, total=1)
    with pytest.raises(ProofError):
        answer_payload(Answer("?", "ru", 1, (false,), ()))


def test_no_answer_is_said_before_what_is_nearest() -> None:
    shown = answer_text(answer(answered=False), RUSSIAN, None).plain.splitlines()
    assert shown[0] == "В корпусе нет ответа на этот вопрос."
    assert shown[1] == "Ближайшие по теме места (это не ответ):"
    assert "┃ Второе здесь." in shown


def test_sources_with_and_without_facts() -> None:
    assert sources_text([DOCUMENT, BARE], RUSSIAN, {"8": "7"}).plain.splitlines() == [
        "7  27 ноября 2024 г., 14:25 (установлено по тексту)",
        "   Заголовок",
        "   a.kz (внесено вручную), со ссылкой на: Акорда · https://a.kz/1",
        "8  дата не указана",
        "   без заголовка: «Первое. Второе здесь.»",
        "   издание не указано · ссылки на статью нет · заменён новой версией: 7",
    ]


def test_a_whole_document_is_shown_as_its_file_has_it() -> None:
    assert document_text(BARE, RUSSIAN).plain.endswith("\n\n" + TEXT)


def test_the_contract_of_an_answer() -> None:
    assert json.loads(json.dumps(answer_payload(answer(answered=True)))) == {
        "question": "?",
        "language": "ru",
        "answered": True,
        "confidence": 0.9346,
        "quotes": [
            {
                "text": TEXT,
                "start": 0,
                "end": 30,
                "highlight": [[8, 21]],
                "speaker": "В.Путин",
                "header": None,
                "score": 0.9123,
                "source": {
                    "id": "7",
                    "path": "c/7.txt",
                    "title": "Заголовок",
                    "author": None,
                    "publisher": "a.kz",
                    "cites": "Акорда",
                    "published": {
                        "date": "2024-11-27",
                        "precision": "day",
                        "basis": "inferred",
                        "time": "14:25",
                    },
                    "updated": None,
                    "link": {"url": "https://a.kz/1", "kind": "article"},
                    "encoding": "utf-8",
                },
                "also": [],
            }
        ],
        "nearest": [],
        "time": None,
        "newer": None,
    }


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (
            TimeApplied(Period.of(2022, 8), fits=True, newest_of=None),
            {"since": "2022-08-01", "until": "2022-08-31", "fits": True, "newest_of": None},
        ),
        (
            TimeApplied(Period.of_iso_range("2022.."), fits=False, newest_of=None),
            {"since": "2022-01-01", "until": None, "fits": False, "newest_of": None},
        ),
        (
            TimeApplied(None, fits=True, newest_of=4),
            {"since": None, "until": None, "fits": True, "newest_of": 4},
        ),
    ],
)
def test_the_contract_of_a_time(time: TimeApplied, expected: dict[str, object]) -> None:
    given = replace(answer(answered=True), time=time, newer=answer(answered=True).quotes[0])
    payload = answer_payload(given)
    assert payload["time"] == expected
    assert payload["newer"] == payload["quotes"][0]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        (
            "en",
            [
                "Only sources from this time, or passages that speak of it: August 2022",
                "The newest of 4 sources: November 27, 2024, 14:25 (inferred from the text)",
                "There is a newer source on this: November 27, 2024, 14:25 (inferred from the text), "
                "«Заголовок»",
            ],
        ),
        (
            "ru",
            [
                "Только источники этого времени и отрывки, в которых о нём говорится: август 2022 г.",
                "Самый новый из источников (4): 27 ноября 2024 г., 14:25 (установлено по тексту)",
                "Об этом есть более новый источник: 27 ноября 2024 г., 14:25 (установлено по тексту), "
                "«Заголовок»",
            ],
        ),
        (
            "kk",
            [
                "Тек осы уақыттағы дереккөздер мен ол туралы айтылған үзінділер: 2022 ж. тамыз",
                "Дереккөздердің (4) ең жаңасы: 2024 ж. 27 қараша, 14:25 (мәтін бойынша анықталған)",
                "Бұл туралы жаңарақ дереккөз бар: 2024 ж. 27 қараша, 14:25 (мәтін бойынша анықталған), "
                "«Заголовок»",
            ],
        ),
    ],
)
def test_what_is_said_of_a_time(code: str, lines: list[str]) -> None:
    time = TimeApplied(Period.of(2022, 8), fits=True, newest_of=4)
    given = replace(answer(answered=True), time=time, newer=answer(answered=True).quotes[0])
    assert time_text(given, phrases(code)).replace("\xa0", " ").splitlines() == lines
    shown = answer_text(given, phrases(code), width=None).plain.replace("\xa0", " ")
    assert shown.startswith("\n".join(lines))


@pytest.mark.parametrize(
    ("dates", "en", "ru", "kk"),
    [
        ("2022", "2022", "2022", "2022"),
        ("2021..2023", "2021 – 2023", "2021 – 2023", "2021 – 2023"),
        ("2022-03..", "March 2022 and later", "март 2022 г. и позже", "2022 ж. наурыз және одан кейін"),
        ("..2022", "2022 and earlier", "2022 и раньше", "2022 және одан бұрын"),
        ("2022-08-19", "August 19, 2022", "19 августа 2022 г.", "2022 ж. 19 тамыз"),
    ],
)
def test_a_period_in_words(dates: str, en: str, ru: str, kk: str) -> None:
    period = Period.of_iso_range(dates)
    said = [phrases(code).period(period).replace("\xa0", " ") for code in ("en", "ru", "kk")]
    assert said == [en, ru, kk]


def test_that_no_source_is_of_the_time_stands_below_no_answer() -> None:
    time = TimeApplied(Period.of(2015), fits=False, newest_of=None)
    shown = answer_text(replace(answer(answered=False), time=time), phrases("en"), width=None).plain
    assert shown.startswith(
        "The corpus holds no answer to this question.\nNo source is from this time or speaks of it: 2015\n"
    )


def test_the_contract_of_no_answer_and_of_missing_facts() -> None:
    payload = answer_payload(answer(answered=False))
    assert (payload["answered"], payload["quotes"], len(payload["nearest"])) == (False, [], 1)
    assert source_payload(BARE) == {
        "id": "8",
        "path": "c/7.txt",
        "title": None,
        "author": None,
        "publisher": None,
        "cites": None,
        "published": None,
        "updated": None,
        "link": {"url": None, "kind": "none"},
        "encoding": "utf-8",
    }


def test_author_update_and_encoding_are_shown_where_they_are_known() -> None:
    known = dataclasses.replace(
        DOCUMENT,
        author=Fact("А. Автор"),
        updated=PublicationDate(2024, 12, 1, datetime.time(9, 5)),
        encoding="cp1251",
    )
    assert sources_text([known], RUSSIAN, {}).plain.splitlines() == [
        "7  27 ноября 2024 г., 14:25 (установлено по тексту), обновлено 1 декабря 2024 г., 09:05",
        "   Заголовок",
        "   a.kz (внесено вручную), автор: А. Автор, со ссылкой на: Акорда · https://a.kz/1"
        " · кодировка: cp1251",
    ]
    assert source_payload(known)["updated"] == {
        "date": "2024-12-01",
        "precision": "day",
        "basis": "stated",
        "time": "09:05",
    }


def test_quoted_rows_stand_below_the_head_of_their_table() -> None:
    rows = dataclasses.replace(QUOTE, speaker=None, header="Сбор, тонн. Область | 2023")
    shown = quote_text(rows, RUSSIAN, None, number=1, total=1).plain.splitlines()
    assert shown[0] == "Таблица: Сбор, тонн. Область | 2023"
    assert label_text(rows, chat_phrases("ru")) == "Таблица: Сбор, тонн. Область | 2023"
    payload: Any = answer_payload(Answer("?", "ru", 1, (rows,), ()))
    assert payload["quotes"][0]["header"] == "Сбор, тонн. Область | 2023"


def told_in(*ids: str) -> Quote:
    links = {id_: Link(f"https://{id_}.kz", LinkKind.ARTICLE) for id_ in ids}
    documents = [dataclasses.replace(BARE, id=id_, link=link) for id_, link in links.items()]
    also = tuple(Quote(document, 0, 7, "Первое.", ((0, 7),), None, 1.0) for document in documents)
    return dataclasses.replace(QUOTE, also=also)


def test_further_sources_are_named_below_the_quote() -> None:
    shown = quote_text(told_in("a", "b"), RUSSIAN, None, number=1, total=1).plain.splitlines()
    assert shown[-3:] == [
        "также в 2 источниках:",
        "  издание не указано · дата не указана · https://a.kz",
        "  издание не указано · дата не указана · https://b.kz",
    ]
    shown = quote_text(told_in(*"abcdefgh"), RUSSIAN, None, number=1, total=1).plain.splitlines()
    assert shown[-5] == "также в 8 источниках:"
    assert shown[-2:] == ["  издание не указано · дата не указана · https://c.kz", "  и ещё 5"]


def test_further_sources_are_places_in_json() -> None:
    payload = answer_payload(Answer("?", "ru", 1, (told_in("a"),), ()))
    (place,) = payload["quotes"][0]["also"]
    assert (place["id"], place["start"], place["end"], place["highlight"]) == ("a", 0, 7, [[0, 7]])
    assert place["link"] == {"url": "https://a.kz", "kind": "article"}
    assert source_payload(told_in("a").also[0].document).items() <= place.items()


def test_a_false_further_source_is_not_shown() -> None:
    (other,) = told_in("a").also
    false = dataclasses.replace(QUOTE, also=(dataclasses.replace(other, text="Иное."),))
    with pytest.raises(ProofError):
        answer_payload(Answer("?", "ru", 1, (false,), ()))
    with pytest.raises(ProofError):
        quote_text(false, RUSSIAN, None, number=1, total=1)


def test_lines_are_wrapped_between_words_and_addresses_stay_whole() -> None:
    address = "https://example.org/жаңалықтар/2025/наурыз"
    said = f"Мен жаңалықтардан дәйексөз келтіремін.\n\n{address}"
    assert wrapped(said, 24) == f"Мен жаңалықтардан\nдәйексөз келтіремін.\n\n{address}"
    assert wrapped(said, None) == said
