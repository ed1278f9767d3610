"""What the reader finds on a page, and what it must never make up."""

import pytest

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
    ],
)
def test_of_several_dates_none_or_the_sure_one_is_stated(head: str, date: str | None) -> None:
    published = read_page(head + BODY).published
    assert (published.isoformat() if published else None) == date


def test_a_date_that_two_countries_read_differently_is_not_stated() -> None:
    body = "\n\nThe first paragraph of it. It is here.\n\nThe second one. It is longer.\n"
    assert read_page("Title\n\n09/05/2023 2:30 PM" + body).published is None
    assert read_page("Title\n\nSeptember 5, 2023, 2:30 PM" + body).published == PublicationDate(2023, 9, 5)


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


@pytest.mark.parametrize("first", ["Главная", "Басты бет", "Главная / Новости / Политика", "Сегодня, 12:30"])
def test_a_menu_is_no_title(first: str) -> None:
    assert read_page(f"{first}\n\nЗаголовок{BODY}").title == Fact("Заголовок")


def test_a_wrapped_headline_is_one_title() -> None:
    page = read_page("Президенты Казахстана и России провели переговоры в\nАстане\n05.09.2023\n" + BODY)
    assert page.title == Fact("Президенты Казахстана и России провели переговоры в Астане")
    assert page.published is not None


@pytest.mark.parametrize(
    "text", ["Рост 5 млрд. " * 20_000, "со ссылкой на «" * 20_000, "слово за словом. " * 20_000]
)
def test_long_lines_take_linear_time(text: str) -> None:
    """Quadratic time would be minutes here: the test would not end."""
    page = read_page("Заголовок\n\n" + text)
    assert page.paragraphs[-1].end == len("Заголовок\n\n" + text.rstrip())
