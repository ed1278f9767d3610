import datetime
from collections.abc import Iterable
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import NO_LINK, Fact, LinkKind, PublicationDate, SkippedFile, SkipReason
from retrieval.sources.corpus import corpus_of
from retrieval.sources.folder import SourceFolder
from retrieval.sources.readers.page import Page, Reading, Skipped
from retrieval.sources.readers.telegram.footer import is_footer
from retrieval.sources.readers.telegram.html_export import is_telegram_export, read_html_export
from retrieval.sources.readers.telegram.json_export import read_json_export
from retrieval.sources.readers.text_file import read_text_file
from tests.conftest import WriteSources
from tests.retrieval.readers.telegram_exports import (
    ACCOUNT_JSON,
    CHANNEL,
    CHANNEL_ID,
    CHANNEL_JSON,
    GROUP_JSON,
    HTML_FILE,
    HTML_PHOTO,
    HTML_POLL,
    PRIVATE_JSON,
    chat,
    exported,
    html_forward,
    html_message,
    html_page,
    html_service,
    message,
)


class Stated(NamedTuple):
    """What a page states, in short."""

    part: str
    prose: list[str]
    published: str | None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    cites: str | None = None
    updated: str | None = None


def value(fact: Fact | None) -> str | None:
    return fact.value if fact else None


def written(date: PublicationDate | None) -> str | None:
    if date is None:
        return None
    return date.isoformat() + (f" {date.time:%H:%M:%S}" if date.time else "")


def prose(page: Page) -> list[str]:
    return [page.text[one.start : one.end] for one in page.paragraphs]


def stated(page: Page) -> Stated:
    assert page.link == NO_LINK
    assert [one.is_title for one in page.paragraphs] == [
        number == 0 and page.title is not None for number in range(len(page.paragraphs))
    ]
    return Stated(
        page.part, prose(page), written(page.published), value(page.title), value(page.author),
        value(page.publisher), value(page.cites), written(page.updated),
    )  # fmt: skip


def pages(readings: Iterable[Reading]) -> list[Page]:
    found = list(readings)
    assert all(isinstance(one, Page) for one in found)
    return [one for one in found if isinstance(one, Page)]


def in_channel(part: int, prose: list[str], published: str, **more: str) -> Stated:
    return Stated(str(part), prose, published, publisher=CHANNEL, **more)


ENTITIES = (
    "Сбор: жирный, курсив, подчёркнутый, зачёркнутый, скрытый, код  с пробелами, Айгуль, 🇰🇿, по ссылке, "
    "https://open.kz/b, @akorda, #Астана, $KZT, /start, a@b.kz, +7 727 250 00 00, 4400 4300 0000 0000."
)

POSTS = [
    in_channel(
        2,
        [
            "⚡️Мост через Иртыш закрывают на ремонт",
            "Движение ограничат с 20 апреля.",
            "Объезд — по улице Ломова.",
        ],
        "2024-04-18 10:35:12",
        title="Мост через Иртыш закрывают на ремонт",
    ),
    in_channel(3, ["Бүгін Алматыда жаңа мектеп ашылды."], "2024-04-18 00:15:00"),
    in_channel(
        4,
        ["Parliament passes the water code", "The vote took place on Wednesday. Details are in the report."],
        "2024-04-18 10:35:12",
        title="Parliament passes the water code",
        updated="2024-04-18 11:02:40",
    ),
    in_channel(
        5,
        ["Первый снимок: подъём воды у села Теренкөл.", "Третий снимок: дамба у Петропавловска."],
        "2024-04-19 08:00:01",
    ),
    in_channel(8, ["Вода начала уходить из города."], "2024-04-19 09:30:00", cites="Kazinform"),
    in_channel(
        9,
        ["Поддерживаете единый часовой пояс? — Да: 120", "Поддерживаете единый часовой пояс? — Нет: 0"],
        "2024-04-19 10:00:00",
    ),
    in_channel(11, [ENTITIES, "Цитата министра.", "if x:", "y()"], "2024-04-19 10:10:00"),
    in_channel(13, ["Колонка о языке и школе."], "2024-04-19 10:30:00", author="Мадина Ахметова"),
    in_channel(
        14,
        ["Цены на нефть выросли, сообщает Kursiv.media со ссылкой на Reuters."],
        "2024-04-19 10:40:00",
        cites="Reuters",
    ),
    in_channel(
        15, ["Министр объяснил, почему растёт тариф.", "Он назвал три причины."], "2024-04-19 10:50:00"
    ),
    in_channel(16, ["Слова неизвестного источника."], "2024-04-19 11:00:00"),
    in_channel(
        18, ["Сіз қай тілде оқисыз? — Қазақша", "Сіз қай тілде оқисыз? — Орысша"], "2024-04-19 11:20:00"
    ),
    in_channel(20, ["Главное за день:", "— бюджет принят;", "— курс доллара 447,5."], "2024-04-19 21:00:00"),
    in_channel(21, ["Коротко о погоде"], "2024-04-20 07:00:00"),
    in_channel(22, ["Повтор своей же записи."], "2024-04-20 07:30:00"),
    in_channel(23, ["Запись редактора от своего имени."], "2024-04-20 08:00:00", author="Ерлан"),
    in_channel(
        24,
        ["Ставка осталась прежней, сообщил Нацбанк.", "Курс доллара — 447,5 тенге."],
        "2024-04-20 09:00:00",
        cites="Нацбанк",
    ),
]


def test_the_posts_of_a_channel() -> None:
    assert [stated(page) for page in pages(read_json_export(CHANNEL_JSON))] == POSTS


def test_the_text_of_a_post_is_whole_and_verbatim() -> None:
    found = {page.part: page.text for page in pages(read_json_export(CHANNEL_JSON))}
    assert found["2"].endswith("Ломова.\n\nПодписаться: @zhana_kun")
    assert found["11"] == f"{ENTITIES}\nЦитата министра.\nif x:\n    y()"


GROUP_POSTS = [
    Stated("2", ["Воду отключат во вторник."], "2023-01-01 10:01:00", author="Айгуль"),
    Stated("3", ["Объявление акимата."], "2023-01-01 10:02:00", cites="Акимат Алматы"),
    Stated("4", ["Аккаунт удалён, слова остались."], "2023-01-01 10:03:00"),
    Stated("5", ["Сообщение анонимного администратора."], "2023-01-01 10:04:00", author="Соседи"),
    Stated("6", ["Первая новость."], "2023-01-01 10:05:00", cites="Tengrinews"),
    Stated("7", ["Вторая новость."], "2023-01-01 10:05:00", cites="Tengrinews"),
]
PRIVATE_POSTS = [
    Stated("501", ["Добрый день, документы готовы."], "2022-06-07 08:09:10", author="Иван Петров"),
    Stated("502", ["Спасибо, заберу завтра."], "2022-06-07 08:10:00", author="Мария"),
]


@pytest.mark.parametrize(("content", "posts"), [(GROUP_JSON, GROUP_POSTS), (PRIVATE_JSON, PRIVATE_POSTS)])
def test_the_posts_of_groups_and_persons_have_authors(content: bytes, posts: list[Stated]) -> None:
    assert [stated(page) for page in pages(read_json_export(content))] == posts


def test_the_chats_of_an_account_keep_their_posts_apart() -> None:
    assert [stated(page) for page in pages(read_json_export(ACCOUNT_JSON))] == [
        *(post._replace(part=f"5-{post.part}") for post in PRIVATE_POSTS),
        POSTS[0]._replace(part=f"{CHANNEL_ID}-2"),
        Stated("9-501", ["Заметка себе."], "2022-06-07 09:00:00", author="Мария"),
        GROUP_POSTS[0]._replace(part="77-2"),
    ]


@pytest.mark.parametrize(
    ("content", "readings"),
    [
        (b"", [Skipped(SkipReason.UNSUPPORTED)]),
        (b'{"a": [1, 2', [Skipped(SkipReason.UNSUPPORTED)]),
        (b'[{"text": "x"}]', [Skipped(SkipReason.UNSUPPORTED)]),
        (b'{"messages": [{"role": "user", "content": "x"}]}', [Skipped(SkipReason.UNSUPPORTED)]),
        (b'{"type": "FeatureCollection", "id": 1, "messages": []}', [Skipped(SkipReason.UNSUPPORTED)]),
        (b"[" * 100_000, [Skipped(SkipReason.UNSUPPORTED)]),
        (b"1" * 100_000, [Skipped(SkipReason.UNSUPPORTED)]),
        (exported(chat("private_channel", "A", 1, [])), []),
        (b'{"name": "A", "type": "public_channel", "id"', [Skipped(SkipReason.DAMAGED)]),
        (exported(chat("private_channel", "A", 1, [])) + b"garbage", [Skipped(SkipReason.DAMAGED)]),
    ],
)
def test_what_is_no_whole_export(content: bytes, readings: list[Reading]) -> None:
    assert list(read_json_export(content)) == readings


@pytest.mark.parametrize("damage", ["", '\n  {"id": 21, "type": "mess', "]]", '{"text": "\\y"}'])
def test_the_posts_before_a_cut_are_read(damage: str) -> None:
    cut = CHANNEL_JSON.decode().index('"id": 21')
    *read, last = read_json_export(
        (CHANNEL_JSON.decode()[:cut].rstrip().removesuffix("{").rstrip() + damage).encode()
    )
    assert [stated(page) for page in pages(read)] == POSTS[:13]
    assert last == Skipped(SkipReason.DAMAGED, "after 20")


def test_control_characters_are_read_as_exports_write_them() -> None:
    content = exported(chat("public_channel", "A", 1, [message(1, "Слова здесь\\x и ¤там.")]))
    (page,) = pages(read_json_export(content.replace("¤".encode(), rb"\x0B")))
    assert page.text == "Слова здесь\\x и \x0bтам."


def test_odd_values_are_left_out() -> None:
    odd = [
        message(1, None), message(2, [None, 5, {"type": "bold"}]), message(3, {"text": "слово"}),
        message(4, "Без даты.", date=""), message(5, "Не число.", id="5"), message(4, "Тот же номер."),
        message(6, "Опрос.", poll={"question": None, "answers": ["x"]}, author=7, edited=5),
        "no message", ["nor this"],
    ]  # fmt: skip
    found = pages(read_json_export(exported(chat("public_channel", CHANNEL, 1, odd))))  # type: ignore[arg-type]
    assert [stated(page) for page in found] == [
        in_channel(3, ["слово"], "2024-04-18 10:35:12"),
        Stated("4", ["Без даты."], None, publisher=CHANNEL),
        in_channel(6, ["Опрос."], "2024-04-18 10:35:12"),
    ]


def test_a_post_goes_with_no_album_but_its_own() -> None:
    photo = {"photo": "photos/1.jpg"}
    messages = [
        message(1, "Одна.", **photo),
        message(2, "Другая, секундой позже.", "2024-04-18T10:35:13", **photo),
        message(4, "Третья, через номер.", "2024-04-18T10:35:13", **photo),
        message(5, "Без снимка.", "2024-04-18T10:35:13"),
        message(6, "Голос.", "2024-04-18T10:35:13", file="voice.ogg", media_type="voice_message"),
        *(message(number, f"Снимок {number}.", "2024-04-18T10:35:14", **photo) for number in range(7, 19)),
    ]
    found = pages(read_json_export(exported(chat("public_channel", CHANNEL, 1, messages))))
    assert [(page.part, len(page.paragraphs)) for page in found] == [
        ("1", 1), ("2", 1), ("4", 1), ("5", 1), ("6", 1), ("7", 10), ("17", 2),
    ]  # fmt: skip


HTML_CHANNEL = html_page(
    CHANNEL,
    html_service(1, f"Channel &laquo;{CHANNEL}&raquo; created"),
    html_service(-1, "18 April 2024"),
    html_message(
        2,
        CHANNEL,
        "⚡️<strong>Мост через Иртыш закрывают на ремонт</strong><br><br>"
        "Движение ограничат с 20 апреля.<br><br>"
        "Объезд &mdash; по улице &quot;Ломова&quot;.<br><br>Подписаться: "
        '<a href="https://t.me/zhana_kun">@zhana_kun</a>',
        media=HTML_PHOTO,
    ),
    html_message(3, None, "Первый снимок.", "18.04.2024 10:40:00 UTC+05:00", HTML_PHOTO),
    html_message(4, None, "", "18.04.2024 10:40:00 UTC+05:00", HTML_PHOTO),
    html_message(5, None, "Третий снимок.", "18.04.2024 10:40:00 UTC+05:00", HTML_PHOTO),
    html_message(6, f"{CHANNEL} via @vote", "", "18.04.2024 11:00:00 UTC+05:00", HTML_POLL),
    html_message(
        7, CHANNEL, "", "18.04.2024 12:00:00 UTC+05:00", html_forward("Kazinform ", "Вода уходит из города.")
    ),
    html_message(8, None, "", "18.04.2024 12:00:00 UTC+05:00", html_forward(None, "Дорогу открыли.")),
    html_message(
        9,
        CHANNEL,
        "Колонка о языке.<br><br><pre>a  b<br>c</pre>"
        '<span class="spoiler hidden" onclick="ShowSpoiler(this)">'
        '<span aria-hidden="true">скрыто</span></span>',
        "18.04.2024 13:00:00",
        HTML_FILE,
        '<div class="signature details">\nМадина Ахметова\n</div>',
    ),
    html_message(10, None, "", "18.04.2024 13:01:00", HTML_FILE),
    html_message(
        11, None, '<a href="" onclick="return ShowHashtag(&quot;a&quot;)">#a</a>', "18.04.2024 13:02:00"
    ),
)
HTML_POSTS = [
    in_channel(
        2,
        [
            "⚡️Мост через Иртыш закрывают на ремонт",
            "Движение ограничат с 20 апреля.",
            'Объезд — по улице "Ломова".',
        ],
        "2024-04-18 10:35:12",
        title="Мост через Иртыш закрывают на ремонт",
    ),
    in_channel(3, ["Первый снимок.", "Третий снимок."], "2024-04-18 10:40:00"),
    in_channel(
        6,
        ["Поддерживаете единый часовой пояс? — Да: 120", "Поддерживаете единый часовой пояс? — Нет: 0"],
        "2024-04-18 11:00:00",
    ),
    in_channel(7, ["Вода уходит из города."], "2024-04-18 12:00:00", cites="Kazinform"),
    in_channel(8, ["Дорогу открыли."], "2024-04-18 12:00:00", cites="Kazinform"),
    in_channel(9, ["Колонка о языке.", "a  b", "cскрыто"], "2024-04-18 13:00:00", author="Мадина Ахметова"),
]

HTML_GROUP = html_page(
    "Соседи",
    html_message(2, "Айгуль Сапарова", "Воду отключат во вторник.", "01.01.2023 10:01:00 UTC+06:00"),
    html_message(3, None, "До среды.", "01.01.2023 10:01:30 UTC+06:00"),
    html_service(4, "Олег joined group by link from Айгуль"),
    html_message(
        5, "Олег", "", "01.01.2023 10:02:00 UTC+06:00", html_forward("Deleted Account", "Объявление.")
    ),
    html_message(6, "Deleted Account", "Слова остались.", "01.01.2023 10:03:00 UTC+06:00"),
    html_message(7, "Соседи", "От имени группы.", "01.01.2023 10:04 UTC+06:00"),
)
HTML_GROUP_POSTS = [
    Stated("2", ["Воду отключат во вторник."], "2023-01-01 10:01:00", author="Айгуль Сапарова"),
    Stated("3", ["До среды."], "2023-01-01 10:01:30", author="Айгуль Сапарова"),
    Stated("5", ["Объявление."], "2023-01-01 10:02:00"),
    Stated("6", ["Слова остались."], "2023-01-01 10:03:00"),
    Stated("7", ["От имени группы."], None, author="Соседи"),
]


@pytest.mark.parametrize(("content", "posts"), [(HTML_CHANNEL, HTML_POSTS), (HTML_GROUP, HTML_GROUP_POSTS)])
def test_the_posts_of_an_html_export(content: bytes, posts: list[Stated]) -> None:
    assert is_telegram_export(content)
    assert [stated(page) for page in pages(read_html_export(content))] == posts


def test_other_web_pages_are_no_exports_and_lists_of_an_export_have_no_posts() -> None:
    assert not is_telegram_export(b"<html><title>Exported Data</title><p>Exports grew.</p></html>")
    assert not is_telegram_export(b"")
    contacts = html_page("Contacts", '<div class="entry"><div class="name bold">Иван +7 700</div></div>')
    assert is_telegram_export(contacts)
    assert list(read_html_export(contacts)) == []


COPIED = [
    (
        "Канал, [18.04.2024 10:35]\nПервая новость.\n\nКанал, [18.04.2024 10:40]\nВторая новость.",
        [
            Stated("1", ["Первая новость."], "2024-04-18 10:35:00", author="Канал"),
            Stated("2", ["Вторая новость."], "2024-04-18 10:40:00", author="Канал"),
        ],
    ),
    (
        "\ufeffTengrinews.kz, [18.04.24, 9:05]\r\nОдна новость.\r\n\r\nПодписаться: @tengrinews\r\n",
        [Stated("1", ["Одна новость."], "2024-04-18 09:05:00", publisher="Tengrinews.kz")],
    ),
    (
        "Channel, [18 Apr 2024 at 10:35:12]:\nThe bridge is closed.\n\n"
        "Channel, [Apr 19, 2024 at 9:05:12 PM]: It is open.",
        [
            Stated("1", ["The bridge is closed."], "2024-04-18 10:35:00", author="Channel"),
            Stated("2", ["It is open."], "2024-04-19 21:05:00", author="Channel"),
        ],
    ),
    (
        "[18.04.2024 10:35] Канал: Первая новость.\nЕё вторая строка.\n[19.04.2024 10:35] Жаңа күн:\n"
        "Екінші жаңалық.",
        [
            Stated("1", ["Первая новость.", "Её вторая строка."], "2024-04-18 10:35:00", author="Канал"),
            Stated("2", ["Екінші жаңалық."], "2024-04-19 10:35:00", author="Жаңа күн"),
        ],
    ),
    (
        "Жаңа күн, [2024 ж. 18 сәу. 10:35]\nЖаңалық.",
        [Stated("1", ["Жаңалық."], "2024-04-18 10:35:00", author="Жаңа күн")],
    ),
    (
        "Канал, [18 апр. 2024 г. в 10:35:12]:\nНовость.",
        [Stated("1", ["Новость."], "2024-04-18 10:35:00", author="Канал")],
    ),
    ("Ann, [2024-04-18 5:05]\nNews.", [Stated("1", ["News."], "2024-04-18 05:05:00", author="Ann")]),
    # 04/05 may be of May or of April, unless another head shows the order.
    ("Ann, [04/05/2024 10:35]\nNews.", [Stated("1", ["News."], None, author="Ann")]),
    (
        "Ann, [04/05/2024 10:35]\nNews.\n\nAnn, [23/05/2024 10:35]\nMore.",
        [
            Stated("1", ["News."], "2024-05-04 10:35:00", author="Ann"),
            Stated("2", ["More."], "2024-05-23 10:35:00", author="Ann"),
        ],
    ),
    (
        "Канал, [18.04.2024 10:35]\n[ Photo ]\n\nКанал, [18.04.2024 10:36]\n[Forwarded from Zakon.kz]\n"
        "[ Фотография ]\nСуд вынес решение.\n\n"
        "Олег, [18.04.2024 10:37]\n[In reply to Канал]\nКогда?",
        [
            Stated("2", ["Суд вынес решение."], "2024-04-18 10:36:00", cites="Zakon.kz"),
            Stated("3", ["Когда?"], "2024-04-18 10:37:00", author="Олег"),
        ],
    ),
    (
        "Выписки о паводке за неделю.\n\nКанал, [18.04.2024 10:35]\nВода уходит.\n\n"
        "Канал, [19.04.2024 10:35]\nВода ушла.",
        [
            Stated("start", ["Выписки о паводке за неделю."], None),
            Stated("1", ["Вода уходит."], "2024-04-18 10:35:00", author="Канал"),
            Stated("2", ["Вода ушла."], "2024-04-19 10:35:00", author="Канал"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "posts"), COPIED)
def test_copied_posts(text: str, posts: list[Stated]) -> None:
    found = pages(read_text_file(text.encode()))
    assert [stated(page) for page in found] == posts
    assert all(page.text in text for page in found)


@pytest.mark.parametrize(
    "text",
    [
        "Мост открыли\n\nОн писал в чате:\n\nОлег, [18.04.2024 10:35]\nМост стоит.\n\n"
        "Об этом сообщил акимат.",
        "Канал, [вчера в 10:35]\nНовость одна.\n\nКанал, [сегодня в 10:35]\nНовость другая.",
        "Дата публикации [18.04.2024 10:35]\n\nНовость дня.",
        "Список: [18.04.2024 10:35, 19.04.2024 10:35]\n\nНовость дня.",
    ],
)
def test_other_texts_are_one_page(text: str) -> None:
    (page,) = pages(read_text_file(text.encode()))
    assert page.part == ""
    assert page.text == text


@pytest.mark.parametrize(
    ("line", "has_link", "is_one"),
    [
        ("Подписаться: @zhana_kun", False, True),
        ("👉 Подпишись на наш канал | https://t.me/zhana_kun", False, True),
        ("Жаңа күн | Подписаться", True, True),
        ("@zhana_kun", False, True),
        ("#новости #Алматы", False, True),
        ("Telegram • Instagram • TikTok", True, True),
        ("Telegram • Instagram • TikTok", False, False),
        ("Біздің Telegram-арнаға жазылыңыз!", False, True),
        ("Subscribe to our channel", False, True),
        ("Реклама: @zhana_ads", False, True),
        ("📩 Прислать новость — @zhana_bot", False, True),
        ("Подписаться на акции компании можно до 5 мая.", False, False),
        ("#Алматы готовится к паводку", False, False),
        ("Об этом пишет @tengrinews.", False, False),
        ("Telegram заблокировали в стране.", True, False),
        ("Канал Instagram закрыли", True, False),
        ("Join the army of readers", False, False),
        ("Жаңа күн", False, False),
    ],
)
def test_only_whole_lines_about_the_channel_are_footers(line: str, has_link: bool, is_one: bool) -> None:  # noqa: FBT001
    assert is_footer(line, CHANNEL, has_link=has_link) is is_one


def test_a_channels_address_in_the_manifest_links_its_posts(write_sources: WriteSources) -> None:
    known = '{ value = "https://t.me/zhana_kun", kind = "publisher", basis = "curated", because = "знаю" }'
    manifest = f"""
    ["result.json"]
    link = {known}
    ["copied.txt"]
    link = {known}
    ["result.json#3"]
    link = {{ value = "https://zhanakun.kz/3", kind = "article", basis = "curated", because = "знаю" }}
    """
    folder = write_sources(
        {
            "result.json": CHANNEL_JSON,
            "all.json": ACCOUNT_JSON,
            "copied.txt": COPIED[0][0],
            "other.json": b"{}",
            "manifest.toml": manifest,
        }
    )
    corpus = corpus_of(SourceFolder(folder).snapshot())
    links = {document.path: (document.link.url, document.link.kind) for document in corpus.documents}
    assert links["corpus/result.json#2"] == ("https://t.me/zhana_kun/2", LinkKind.ARTICLE)
    assert links["corpus/result.json#3"] == ("https://zhanakun.kz/3", LinkKind.ARTICLE)
    assert links["corpus/copied.txt#1"] == ("https://t.me/zhana_kun", LinkKind.PUBLISHER)
    assert links["corpus/all.json#5-501"] == (None, LinkKind.NONE)
    assert corpus.skipped == (SkippedFile("corpus/other.json", SkipReason.UNSUPPORTED),)


def test_times_are_those_of_the_exporting_machine() -> None:
    page = pages(read_json_export(CHANNEL_JSON))[1]
    assert page.published == PublicationDate(2024, 4, 18, datetime.time(0, 15))


JSON_PIECES = st.sampled_from(
    [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"messages"',
        '"type"',
        '"public_channel"',
        '"id"',
        "1",
        '"text"',
        '"message"',
        '"chats"',
        '"list"',
        "null",
        '"Слово."',
        '"date"',
        '"2024-04-18T10:35:12"',
        "\\x0B",
        '"poll"',
        '"answers"',
    ]
)
HTML_PIECES = st.sampled_from(
    [
        '<div class="message default" id="message7">',
        '<div class="text">',
        "</div>",
        "Слово.",
        "<br>",
        '<div id="x">',
        '<div class="forwarded body">',
        '<div class="media_poll">',
        '<div class="from_name">',
        "<!-- -->",
        "&#x0B;",
        '<div class="date" title="99.99.2024 10:35:12">',
        '<div class="answer">',
        "\0",
        "<strong>",
        "<?x?>",
    ]
)
COPIED_PIECES = st.sampled_from(
    ["Канал", ", ", "[", "18.04.2024 10:35", "]", ":", "\n", "\r", " ", "99/99/2024 5:05"]
)


@given(
    st.binary(max_size=200) | st.lists(JSON_PIECES, max_size=30).map(lambda found: "".join(found).encode())
)
def test_any_bytes_are_read_as_json(content: bytes) -> None:
    assert all(isinstance(one, Page | Skipped) for one in read_json_export(content))


@given(st.lists(HTML_PIECES, min_size=1, max_size=30))
def test_any_elements_are_read_as_html(found: list[str]) -> None:
    assert all(isinstance(one, Page) for one in read_html_export("".join(["<html>", *found]).encode()))


@given(st.lists(COPIED_PIECES, max_size=40).map("".join))
def test_any_heads_are_read_as_copied_text(text: str) -> None:
    for page in pages(read_text_file(text.encode())):
        assert page.text in text
