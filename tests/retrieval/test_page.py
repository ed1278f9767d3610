"""What the reader finds on a page, and what it must never make up."""

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.documents import Basis, Fact, Link, LinkKind, PublicationDate
from retrieval.sources.corpus import Corpus
from retrieval.sources.readers.saved_page.lines import read_page

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
    places = once + "\nНур Султан: открыт завод. Он работает."
    assert {paragraph.speaker for paragraph in read_page(places).paragraphs} == {None}
    talk = once + "\nКасым-Жомарт Токаев: и это. Тоже.\nВладимир Путин: да. Так."
    speakers = [paragraph.speaker for paragraph in read_page(talk).paragraphs]
    assert speakers[-3:] == ["Владимир Путин", "Касым-Жомарт Токаев", "Владимир Путин"]


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


@pytest.mark.parametrize(
    "line",
    [
        "Что изменится с 1 января 2025 года в Казахстане",
        "25 мая 1992 года в Москве был подписан Договор о дружбе",
        "Назарбаев. Встреча прошла 24 декабря в столице при участии",
        "«Мы встретимся 5 мая в Москве», – сказал Токаев журналистам",
        "На встрече обсудили план на 2024-12-31 и далее:",
        "1 мая 1500 человек вышли на парад",
        "Поделиться опытом приехали врачи",
        "Подписывайтесь под петицией жителей Алматы о сохранении парка",
        "Share this moment with your family",
    ],
)
def test_prose_that_looks_like_something_else_is_kept_and_dates_nothing(line: str) -> None:
    page = read_page(f"{line}\n\n5 сентября 2024, 10:15\n{BODY}")
    assert (page.paragraphs[0].start, page.paragraphs[0].end) == (0, len(line))
    assert page.published is not None
    assert page.published.isoformat() == "2024-09-05"


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("Обновлено: 07.09.2023 12:00\nОпубликовано: 05.09.2023 10:15", "2023-09-05"),
        ("Среда, 25 декабря 2024\n\nЗаголовок\n\n5 сентября 2023, 10:15", None),
        ("23-12-2024\n23.12.2024", "2024-12-23"),
        ("АСТАНА, 5 сентября 2023 — КазТАГ", "2023-09-05"),
        ("Среда, 25 декабря 2024\n\nЗаголовок\n\nОпубликовано: 5 сентября 2023", "2023-09-05"),
        ("Среда, 25 декабря 2024\n\nЗаголовок\n\nвчера, 14:20", None),
        ("Заголовок\n\nОпубликовано:\n05.09.2023\nОбновлено:\n07.09.2023", "2023-09-05"),
        ("Заголовок\n\n05.09.2023 – 07.09.2023", None),
        ("Заголовок\n\n05.09.2023\n\n24 декабря", None),
        ("Заголовок\n\n18.04.2024 19:00 Дворец Республики", None),
        ("Заголовок\n\n9 мая 2024 — День Победы", None),
    ],
)
def test_of_several_dates_none_or_the_sure_one_is_stated(head: str, date: str | None) -> None:
    published = read_page(head + BODY).published
    assert (published.isoformat() if published else None) == date


def test_a_date_that_two_countries_read_differently_is_not_stated() -> None:
    body = "\n\nThe first paragraph of it. It is here.\n\nThe second one. It is longer.\n"
    assert read_page("Title\n\n09/05/2023 2:30 PM" + body).published is None
    assert read_page("Title\n\nSeptember 5, 2023, 2:30 PM" + body).published == PublicationDate(
        2023, 9, 5, datetime.time(14, 30)
    )


@pytest.mark.parametrize(
    ("turn", "speaker"),
    [
        ("Н.Пашинян (как переведено): Спасибо. Да.", "Н.Пашинян"),
        ("К.‑Ж.Токаев: Спасибо. Да.", "К.‑Ж.Токаев"),
        ("К.-Ж.&nbsp;Токаев: Спасибо. Да.", "К.-Ж. Токаев"),
        ("Вопрос: Спасибо? Да.", "Вопрос"),
        ("Си Цзиньпин: Спасибо. Да.", "Си Цзиньпин"),
        ("Журналист: Спасибо. Да.", "Журналист"),
        ("Прохожий: Спасибо. Да.", None),
        ("President of Kazakhstan Kassym-Jomart Tokayev (retranslated): Thank you. Yes.", None),
        ("* * *\nПо итогам переговоров подписано соглашение. Оно важно.", None),
    ],
)
def test_words_are_never_given_to_another_speaker(turn: str, speaker: str | None) -> None:
    text = f"В.Путин: Рад. Очень.\nД.Песков: Да. Так.\nВ.Путин: Вот. Всё.\n{turn}"
    assert read_page(text).paragraphs[-1].speaker == speaker


def test_one_turn_alone_is_not_carried_over() -> None:
    page = read_page("Заголовок\n\nВступление. Оно есть.\nК.Токаев: Мы растём. Да.\nЗатем он уехал. Всё.")
    assert [p.speaker for p in page.paragraphs] == [None, None, "К.Токаев", None]


@pytest.mark.parametrize(
    ("tail", "url"),
    [
        ("Читайте также:\nhttps://a.kz/other-1\n\nhttps://a.kz/this-2", "https://a.kz/this-2"),
        ("https://t.me/akorda/1201", "https://t.me/akorda/1201"),
        ("https://t.me/s/akorda/1201", "https://t.me/s/akorda/1201"),
        ("https://t.me/akorda", None),
        ("https://t.me/share/url?url=https://a.kz/1", None),
        ("Оригинал статьи: https://a.kz/this-2", "https://a.kz/this-2"),
        ("https://t.me/s/a\nhttps://www.facebook.com/sharer?u=1\nhttps://a.kz/this-2", "https://a.kz/this-2"),
        ("https://a.kz/one-1\nhttps://a.kz/two-2", None),
        ("Источник: https://a.kz/this-2", "https://a.kz/this-2"),
        ("https://[ссылка]", None),
        ("https://example.com℀", None),
    ],
)
def test_only_the_pages_own_address_is_its_link(tail: str, url: str | None) -> None:
    assert read_page(f"Заголовок{BODY}\n{tail}\n").link.url == url


@pytest.mark.parametrize(
    ("sentence", "publisher", "cites"),
    [
        ("Об этом сообщает Tengrinews.kz.", "Tengrinews.kz", None),
        ("Об этом передает корреспондент Zakon.kz со ссылкой на Акорду.", "Zakon.kz", "Акорду"),
        ("Как пишет Bloomberg.com, цены растут.", None, None),
        ("Как сообщает Bloomberg.com, цены растут.", None, None),
        ("Это передает Mr.Smith в записке.", None, None),
        ("Суд отказал со ссылкой на отсутствие состава преступления.", None, None),
        ("Об этом говорится со ссылкой на пресс-службу Акорды в четверг.", None, "пресс-службу Акорды"),
        ("Это передано со ссылкой на «Известия».", None, "«Известия»"),
        ("Фото — Depositphotos.com", None, None),
    ],
)
def test_publisher_and_cited_source(sentence: str, publisher: str | None, cites: str | None) -> None:
    page = read_page(f"Заголовок{BODY}\n{sentence}")
    found = (page.publisher and page.publisher.value, page.cites and page.cites.value)
    assert found == (publisher, cites)


def test_a_channel_is_published_by_no_site_of_its_own() -> None:
    assert read_page(f"Заголовок{BODY}\nhttps://t.me/akorda/1201").publisher is None


@pytest.mark.parametrize(
    "first",
    [
        "Главная",
        "Басты бет",
        "Главная / Новости / Политика",
        "Сегодня, 12:30",
        "Новости",
        "Общество",
        "Қоғам",
        "World",
        "BBC News",
        "Новости | Tengrinews.kz",
        "www.zakon.kz/news/123",
        "https://zakon.kz/1",
        "Tengrinews.kz",
        "18 апр 2024",
        "Апрель 2024",
        "вчера, 14:20",
        "Опубликовано: 18.04.2024",
        "By John Smith",
        "Поделиться в Facebook",
        "Теги: мост, ремонт",
        "© 2024 Zakon.kz",
        "Меню\nВойти\nПодписка",
        "\n".join(["Главная", "Политика"] + [f"Пункт {letter}" for letter in "абвгдежзик"] * 16),
    ],
)
def test_what_a_site_sets_above_a_headline_is_no_title(first: str) -> None:
    page = read_page(f"{first}\n\nЗаголовок статьи, которая началась{BODY}")
    assert page.title == Fact("Заголовок статьи, которая началась")
    assert len(page.paragraphs) == 3


@pytest.mark.parametrize(
    "first",
    [
        "Мост через Урал закрывают. Где объезд?",
        "Мост закрыт! Что делать водителям",
        "Инфляция 9,8 %. Нацбанк снизил ставку",
        "«Это победа». Как Астана встретила чемпионов",
        "Касым-Жомарт Токаев: «Дороги — наш приоритет. Средства есть»",
        "Көпір жабылды. Айналма жол қайда?",
        "U.S. envoy visits Astana",
        "Bridge closes. What now?",
        "В четверг мост закрыли.\n\n18.04.2024",
        "18.04.2024\n\nВ четверг мост закрыли.",
        "Главная\nНовости\nПолитика\nСпорт\nКонтакты\nМост закрыт",
        "Главная\nНовости\nПолитика\nСпорт\nКонтакты\nМост закрыт\n18.04.2024",
    ],
)
def test_a_headline_is_the_title(first: str) -> None:
    title = read_page(first + BODY).title
    assert title is not None
    assert title.value in first.split("\n")
    assert title.value.casefold() != "контакты"


@pytest.mark.parametrize(
    "first",
    [
        "Сегодня в городе открыли мост. Его ждали десять лет.",
        "В четверг мост закрыли на ремонт.",
        "Астана, 18 апреля 2024",
        "18.04.2024 10:35 Айгуль Сарсенова",
        "Дата обращения: 18.04.2024",
        "Президент Казахстана в среду принял в столице\nПредседателя Правительства. Он доложил\nо мосте.",
        "К.Токаев: Сотрудничество растёт\n\nВ.Путин: Да.",
    ],
)
def test_where_a_headline_is_in_doubt_there_is_no_title(first: str) -> None:
    page = read_page(first + BODY)
    assert page.title is None
    assert page.paragraphs[0].start == 0


@pytest.mark.parametrize(
    "line",
    [
        "© 2024 Zakon.kz. Все права защищены",
        "Все права защищены.",
        "Zakon.kz, 2024. Все права защищены",
        "Опубликован в разделах: Общество, Астана",
        "Опубликовано:",
        "Поделиться в Facebook",
        "Теги: мост, Урал",
        "Метки: мост",
        "Читать также",
        "Читайте также: Мост закрыли",
        "Подписывайтесь на наш канал в Telegram",
        "All rights reserved",
        "Copyright © 2024 The Astana Times",
        "Subscribe to our newsletter",
        "Share this article",
        "1 мин. чтения",
        "3 min read",
        "Барлық құқықтар қорғалған",
        "Тағы оқыңыз:",
        "Бөлісу",
    ],
)
def test_a_whole_line_that_is_the_sites_is_no_prose(line: str) -> None:
    assert len(read_page(f"Заголовок{BODY}\n{line}\n").paragraphs) == 3


@pytest.mark.parametrize(
    "line",
    [
        "В 2020 году суд подтвердил, что все права защищены.",
        "Раз в год проходит акция «Поделиться теплом».",
        "Общество",
        "10:35 Токаев прибыл во дворец",
        "г. Астана, 5 марта 2024",
        "5 мая 10:00 Парад Победы",
        "Меткий выстрел решил исход",
        "Topic: the bridge and its repair",
    ],
)
def test_what_may_be_prose_is_kept(line: str) -> None:
    page = read_page(f"Заголовок\n\n18.04.2024{BODY}\n{line}\n")
    assert page.text[page.paragraphs[-1].start : page.paragraphs[-1].end] == line
    assert page.published == PublicationDate(2024, 4, 18)


ITEM = "В городе открыли школу, сообщили в акимате. Она рассчитана на детей."


def test_a_digest_has_no_date_of_its_own() -> None:
    items = [f"{day} апреля 2024\nОткрыта школа\n{ITEM}" for day in (15, 16, 17)]
    assert read_page("Новости недели\n\n" + "\n\n".join(items)).published is None
    assert read_page("Новости недели\n\n18.04.2024\n\n" + "\n\n".join(items)).published is None
    page = read_page("Новости недели\n\nОпубликовано: 18.04.2024\n\n" + "\n\n".join(items))
    assert page.published == PublicationDate(2024, 4, 18)


def test_dates_in_a_list_of_other_pages_are_not_this_pages() -> None:
    page = f"Заголовок\n\n18.04.2024{BODY}\nПохожие материалы\nОткрыт завод\n17.04.2024\n"
    assert read_page(page).published == PublicationDate(2024, 4, 18)
    assert read_page(f"{page}{ITEM}").published is None


def test_an_update_is_no_publication() -> None:
    page = read_page(f"Заголовок\n\n18.04.2024, 10:35 (обновлено: 19.04.2024){BODY}")
    assert page.published == PublicationDate(2024, 4, 18, datetime.time(10, 35))
    assert page.updated == PublicationDate(2024, 4, 19)
    page = read_page(f"Заголовок\n\nЖаңартылды: 19.04.2024{BODY}")
    assert (page.published, page.updated) == (None, PublicationDate(2024, 4, 19))
    page = read_page(f"Заголовок\n\n18.04.2024\nОбновлено: 17.04.2024{BODY}")
    assert (page.published, page.updated) == (PublicationDate(2024, 4, 18), None)


FRONT = """---
title: "Мост. Закрыт?"\x20
date: 2024-04-18T10:35:00+06:00
lastmod: 2024-04-19
author:
  name: А. Сарсенова
  url: https://a.kz/authors/7
tags:
  - мост
url: https://a.kz/news/1
---
"""


def test_front_matter_is_facts_and_no_prose() -> None:
    page = read_page(f"{FRONT}\nМост. Закрыт?{BODY}\nhttps://b.kz/news/2")
    assert page.title == Fact("Мост. Закрыт?")
    assert page.published == PublicationDate(2024, 4, 18, datetime.time(10, 35))
    assert page.updated == PublicationDate(2024, 4, 19)
    assert page.link == Link("https://a.kz/news/1", LinkKind.ARTICLE)
    assert [paragraph.is_title for paragraph in page.paragraphs] == [True, False, False]
    assert page.paragraphs[0].start == len(FRONT) + 1


@pytest.mark.parametrize(
    "text", ["---\nОн сказал: да.\n---\nИ ушёл.", "---\ntitle: Мост\nИ текст.", "---\n---\nА."]
)
def test_a_rule_above_a_text_is_no_front_matter(text: str) -> None:
    page = read_page(text)
    assert page.text[page.paragraphs[-1].start : page.paragraphs[-1].end] in text.splitlines()
    assert page.title is None or page.title.value != "Мост"


@given(
    st.lists(
        st.sampled_from(
            ["18.04.2024", "Опубликовано:", "---", "title: а", "Новости", "Читайте также:", "А.Б.: в", ""]
        )
        | st.text(max_size=30),
        max_size=12,
    ).flatmap(
        lambda lines: st.sampled_from(["\n", "\n\n", "\r\n", "\u2028"]).map(lambda end: end.join(lines))
    )
)
@example("²\n٣.٤.٢٠٢٤\n1²:00")
def test_any_text_is_a_page(text: str) -> None:
    page = read_page(text)
    end = 0
    for paragraph in page.paragraphs:
        assert end <= paragraph.start < paragraph.end <= len(text)
        end = paragraph.end


def test_a_line_of_place_and_day_is_no_part_of_the_headline_above_it() -> None:
    page = read_page("Указ Президента\nг. Астана, 5 марта 2024 года, № 123" + BODY)
    assert (page.title, page.published) == (Fact("Указ Президента"), None)
    assert len(page.paragraphs) == 4


def test_a_wrapped_headline_is_one_title() -> None:
    page = read_page("Президенты Казахстана и России провели переговоры в\nАстане\n05.09.2023\n" + BODY)
    assert page.title == Fact("Президенты Казахстана и России провели переговоры в Астане")
    assert page.published is not None


@pytest.mark.parametrize(
    "text",
    [
        "Рост 5 млрд. " * 20_000,
        "со ссылкой на «" * 20_000,
        "слово за словом. " * 20_000,
        "18.04.2024 " * 30_000,
        "Обновлено: " * 30_000,
        "Новости / " * 33_000,
        "- a" * 110_000,
        "&nbsp;" * 55_000,
        *(sign * 1_000_000 for sign in "1.—а \n©"),
    ],
)
def test_long_lines_take_linear_time(text: str) -> None:
    """Quadratic time would be minutes here: the test would not end."""
    page = read_page(f"Заголовок\n\n{text}.")
    assert page.paragraphs[-1].end <= len(f"Заголовок\n\n{text}.")
