"""What the reader finds on a page, and what it must never make up."""

import pytest

from retrieval.documents import Basis, Fact, Link, LinkKind
from retrieval.sources import Corpus
from retrieval.sources.page import read_page

BOILERPLATE = ("Share Post", "Tags", "Image", "SHARES", "• 63", "Похожие материалы", "&lt;", "http://")


def test_facts_of_the_seeds(seeds: Corpus) -> None:
    """The table of what the five documents themselves, with the manifest, support."""
    found = [
        (
            document.id,
            document.title.value if document.title else None,
            document.publisher.value if document.publisher else None,
            document.cites.value if document.cites else None,
            (document.published.isoformat(), document.published.basis) if document.published else None,
            document.link,
        )
        for document in seeds.documents
    ]
    none = Link()
    assert found == [
        ("000", None, None, "Telegram-канал Кремля", ("2024-12-23", Basis.STATED), none),
        (
            "001",
            "Токаев: Наше сотрудничество с Россией развивается по восходящей линии",
            "Kazpravda.kz",
            "Акорда",
            ("2024-11-27", Basis.STATED),
            none,
        ),
        (
            "002",
            "На ежегодной пресс-конференции Путин подчеркнул особый статус отношений Казахстана и России.",
            None,
            "Sputnik.kz",
            ("2021-12-24", Basis.INFERRED),
            none,
        ),
        (
            "003",
            "Встреча с Президентом Казахстана Касым-Жомартом Токаевым",
            "kremlin.ru",
            None,
            ("2022-08-19", Basis.STATED),
            Link("http://kremlin.ru/events/president/news/copy/69182", LinkKind.ARTICLE),
        ),
        (
            "004",
            "Статью Токаева опубликовала российская газета",
            "Turantimes.kz",
            "газета «Известия»",
            ("2024", Basis.INFERRED),
            none,
        ),
    ]


def test_the_reader_alone_finds_no_date_where_none_is_complete(seeds: Corpus) -> None:
    assert read_page(seeds.documents[2].text).published is None
    assert read_page(seeds.documents[4].text).published is None


def test_prose_of_the_seeds_has_no_boilerplate_and_lacks_nothing(seeds: Corpus) -> None:
    for document in seeds.documents:
        prose = [document.text[p.start : p.end] for p in document.paragraphs]
        assert not [line for line in prose for mark in BOILERPLATE if mark in line]
        rest = document.text
        for line in prose:
            rest = rest.replace(line, "", 1)
        left_out = " ".join(rest.split())
        assert len(left_out) < 90, left_out


def test_speakers_of_a_transcript_are_carried(seeds: Corpus) -> None:
    document = seeds.documents[3]
    turns = [(p.speaker, document.text[p.start : p.end][:12]) for p in document.paragraphs]
    assert turns[1:3] == [(None, "Сочи"), (None, "В\xa0Сочи прошл")]
    assert turns[4:6] == [("В.Путин", "В.Путин: Ува"), ("В.Путин", "Этот год осо")]
    assert turns[9:11] == [("К.-Ж.Токаев", "К.-Ж.Токаев:"), ("К.-Ж.Токаев", "Действительн")]
    assert turns[-1] == ("К.-Ж.Токаев", "К.-Ж.Токаев:")


BODY = "\n\nПервый абзац статьи, в нём есть хотя бы одно предложение.\n\nВторой абзац статьи. Он длиннее.\n"


def test_a_headline_with_a_name_is_nobodys_speech() -> None:
    page = read_page("Касым-Жомарт Токаев: Сотрудничество растёт" + BODY)
    assert page.title == Fact("Касым-Жомарт Токаев: Сотрудничество растёт")
    assert [paragraph.speaker for paragraph in page.paragraphs] == [None, None, None]
    page = read_page("К.Токаев: Сотрудничество растёт" + BODY)
    assert page.title == Fact("К.Токаев: Сотрудничество растёт")
    assert [paragraph.speaker for paragraph in page.paragraphs] == [None, None, None]


def test_a_first_line_that_opens_a_transcript_is_no_title() -> None:
    page = read_page("К.Токаев: Сотрудничество растёт.\n\nВ.Путин: Да. Это так.\n")
    assert page.title is None
    assert [paragraph.speaker for paragraph in page.paragraphs] == ["К.Токаев", "В.Путин"]


def test_one_full_name_before_a_colon_is_prose_but_several_are_a_transcript() -> None:
    once = "Встреча" + BODY + "\nВладимир Путин: это так. Да."
    assert {paragraph.speaker for paragraph in read_page(once).paragraphs} == {None}
    twice = once + "\nКасым-Жомарт Токаев: и это. Тоже."
    assert [p.speaker for p in read_page(twice).paragraphs][-2:] == ["Владимир Путин", "Касым-Жомарт Токаев"]


@pytest.mark.parametrize(
    ("line", "link", "publisher"),
    [
        ("https://akorda.kz/ru/a-1", Link("https://akorda.kz/ru/a-1", LinkKind.ARTICLE), "akorda.kz"),
        ("https://www.akorda.kz/", Link("https://www.akorda.kz/", LinkKind.PUBLISHER), "akorda.kz"),
        ("Подробнее на https://akorda.kz/ru/a-1 сегодня.", Link(), None),
    ],
)
def test_a_line_that_is_an_address_is_the_link(line: str, link: Link, publisher: str | None) -> None:
    page = read_page("Заголовок" + BODY + line)
    assert (page.link, page.publisher) == (link, Fact(publisher) if publisher else None)


def test_a_date_in_prose_is_not_the_publication_date() -> None:
    page = read_page(
        "Договор от 25.05.1992 был подписан в Москве.\n\nВ 2013 году, 11 ноября 2013 года, новый."
    )
    assert page.published is None
    assert len(page.paragraphs) == 2


def test_a_word_of_boilerplate_inside_prose_stays() -> None:
    page = read_page(
        "Заголовок\n\nImage of the day: tags and shares are discussed here.\n\nФото дня выбрано."
    )
    assert len(page.paragraphs) == 3


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n \t\n", "Share Post\nTags\n• 63", "&nbsp;\n&lt;…&gt;"])
def test_a_page_without_prose_has_no_paragraphs(text: str) -> None:
    page = read_page(text)
    assert (page.paragraphs, page.title, page.published, page.link) == ((), None, None, Link())


def test_windows_line_ends_and_a_byte_order_mark() -> None:
    page = read_page("\ufeffЗаголовок\r\n\r\n05.09.2023\r\n\r\nПервый абзац. Ещё.\r\nВторой абзац. Ещё.\r\n")
    assert page.title == Fact("Заголовок")
    assert page.published is not None
    assert page.published.isoformat() == "2023-09-05"
    assert [(p.start, p.end) for p in page.paragraphs] == [(1, 10), (28, 46), (48, 66)]


def test_a_line_that_goes_on_in_lower_case_was_wrapped() -> None:
    page = read_page("Заголовок\n\nПредложение перенесено\nна другую строку. Вот.\nНовый абзац здесь. Да.")
    assert [(p.start, p.end) for p in page.paragraphs] == [(0, 9), (11, 56), (57, 79)]
