"""Where an article begins and ends on a page, whose it is, and that nothing of it is lost."""

import pytest

from retrieval.documents import Fact, PublicationDate
from retrieval.sources.readers.page import Page
from retrieval.sources.readers.saved_page.lines import read_page

TITLE = "Мост через Урал закрывают на ремонт"
TEXT = (
    "В Атырау мост через Урал закрывают на ремонт до конца лета, сообщили в акимате.\n\n"
    "Объезд идёт по улице Сатпаева, где поставят временные знаки и светофоры."
)
PAGE = f"{TITLE}\n\n18.04.2024\n\n{TEXT}\n\n"


def prose(page: Page) -> list[str]:
    return [page.text[one.start : one.end] for one in page.paragraphs]


@pytest.mark.parametrize(
    "head",
    [
        f"Перейти к содержанию страницы сайта\n\n{TITLE}\n18.04.2024",
        f"USD / KZT - 448.33\n+12°\n\n{TITLE}\n18.04.2024",
        f"Вести · Право · Деньги · Дом\n\n{TITLE}\n18.04.2024",
        f"Официальный сайт акимата Атырау\nГлавная / Новости\n{TITLE}\n18.04.2024",
        f"Атырау инфо\nГлавная | Афиша | Форум | Чат\n18.04.2024\n\n{TITLE}",
        f"Единая служба ремонта дорог\nВойти   Поиск\n{TITLE}\n18.04.2024\nАвтор: Иван Петров",
        f"Город и мир сегодня\n5,1K подписчиков\n\n{TITLE}",
        f"Политика   Экономика   Спорт\n18.04.2024\n\n{TITLE}\nРаботы займут всё лето",
    ],
)
def test_a_headline_is_found_below_what_a_site_sets_above_it(head: str) -> None:
    page = read_page(f"{head}\n\n{TEXT}\n")
    assert page.title == Fact(TITLE)
    assert prose(page)[0] == TITLE


@pytest.mark.parametrize(
    "head",
    [
        "О мостах\n\nСтатья 1. Общие положения о мостах",
        "Вести Атырау\nМост через Урал и другие мосты",
        "Радио «Урал» — программа «Мосты»",
    ],
)
def test_where_two_lines_may_be_the_headline_none_is(head: str) -> None:
    assert read_page(f"{head}\n\n{TEXT}\n").title is None


@pytest.mark.parametrize(
    "tail",
    [
        "Читайте также\nДругой мост тоже закрывают\nКак узаконить пристройку: мнение юриста",
        "Комментарии (2)\nДачница 28.10.09 в 07:15\nСпасибо, давно пора.\nТоха 30.10.09 в 21:44\nГде отчёт?",
        "Поделиться\nДругой мост тоже закрывают",
        "Редакция: Атырау, улица Сатпаева, 2. Тел. 32-00-00\n18+",
        "Фото: pixabay.com\nКоличество просмотров: 308",
        "More on this story\nHow to photograph a nest",
        "Сондай-ақ оқыңыз\nМақташылар баға туралы не дейді?",
        "4 thoughts on “Bridge”\nold_pilot says:\nNovember 9, 2024 at 6:02 am\nsame thing happened in 1993",
    ],
)
def test_what_a_site_sets_below_a_text_is_no_prose(tail: str) -> None:
    assert len(read_page(f"{PAGE}{tail}\n").paragraphs) == 3


@pytest.mark.parametrize(
    "tail",
    [
        "Закрыты также:\n— улица Абая\n— улица Сатпаева\n— школа № 2",
        "Город | 2022 | 2023\nАтырау | 12 | 15\nАктау | 10 | 11",
        "Город   2022   2023\nАтырау   1 204   1 506\nАктау   10   11",
        "Телефон для справок: 8 (7122) 55-55-55.\nЗвонить можно в любое время.",
        "Чтобы получать уведомления, жители должны зарегистрироваться на портале eGov.",
        "Комментарий эксперта\nИнженер считает, что мост простоит ещё долго.",
        "Что говорят жители\nЖители недовольны: объезд длинный, а автобусы ходят редко.\nА пока",
        "Tagged birds return to the river\nThe birds come back to the bridge each year, nobody knows why.",
    ],
)
def test_what_may_be_prose_below_a_text_is_kept(tail: str) -> None:
    kept = "\n".join(prose(read_page(f"{PAGE}{tail}\n")))
    assert [line for line in tail.split("\n") if line not in kept] == []


def test_the_article_goes_on_below_links_and_buttons() -> None:
    rest = "Жители недовольны: объезд длинный, а автобусы ходят редко."
    page = read_page(f"{PAGE}Читайте также:\nДругой мост тоже закрывают\n\nЧто говорят жители\n\n{rest}\n")
    assert prose(page)[3:] == ["Что говорят жители", rest]


@pytest.mark.parametrize(
    ("text", "author"),
    [
        (f"{PAGE}Автор: Ерлан Сапаров", "Ерлан Сапаров"),
        (f"{PAGE}Сәуле ТҰРАР,\nЖамбыл облысы", "Сәуле ТҰРАР"),
        (f"{PAGE}Андрей Самохин, Атырау", "Андрей Самохин"),
        (f"{PAGE}Автор: Ерлан Сапаров\nТекст: Иван Петров", None),
        (f"{PAGE}Агентство КАЗИНФОРМ", None),
        (f"{TITLE}\n18.04.2024\nАйгуль Омарова\nКорреспондент отдела новостей\n\n{TEXT}", "Айгуль Омарова"),
        (f"{TITLE}\nBy Timur Saparbek in Nation on 18 April 2024\n\n{TEXT}", "Timur Saparbek"),
        (f"{TITLE}\n18.04.2024\nАвторы\nЛев Мохов\n\n{TEXT}", "Лев Мохов"),
        (f"{TITLE}\n18.04.2024\nСеверный Казахстан\n\n{TEXT}", None),
    ],
)
def test_an_author_is_stated_where_a_label_or_the_form_leaves_no_doubt(text: str, author: str | None) -> None:
    assert read_page(text).author == (Fact(author) if author else None)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (f"Газета «Урал» №48 от 20.03.2024, стр. 8\n{TITLE}", "2024-03-20"),
        (f"{TITLE}\n15 мая 2024, 10:00. Автор: Кирилл Нечаев", "2024-05-15"),
        (f"FOR IMMEDIATE RELEASE\nAstana, 3 December 2024\n\n{TITLE}", "2024-12-03"),
        (f"Astana, 3 December 2024\n\n{TITLE}", None),
        (f"{TITLE}\nПриказ № 48 от 20.03.2024", None),
    ],
)
def test_more_lines_that_date_a_page(head: str, day: str | None) -> None:
    published = read_page(f"{head}\n\n{TEXT}\n").published
    assert (published.isoformat() if published else None) == day


def test_the_moment_below_a_post_of_a_channel_is_its_own() -> None:
    below = "https://t.me/uralbridge/17\n6.7K views  Jul 3, 2025 at 09:12"
    published = read_page(f"{TITLE}\n\n{TEXT}\n\n{below}\n").published
    assert published is not None
    assert published == PublicationDate(2025, 7, 3, published.time)
    assert read_page(f"{TITLE}\n\n{TEXT}\n\nJul 3, 2025 at 09:12\n").published is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[00:00] ВЕДУЩАЯ: Доброе утро! Вот.\n[00:21] СЛУШАТЕЛЬ: Алло. Это я.",
            ["ВЕДУЩАЯ", "СЛУШАТЕЛЬ"],
        ),
        (
            "HOST [00:04]\nHello. So.\n\n"
            "ANNA [00:15]\nYes. So.\n\nUNKNOWN SPEAKER [00:22]\nI know!\n\nHOST [00:30]\nBye. So.",
            ["HOST", "HOST", "ANNA", "ANNA", None, None, "HOST", "HOST"],
        ),
        (
            "Председатель. Начинаем. Вот.\n\nИванов И.И. Спасибо. Вот.\n\n"
            "С места. Позор! Вот.\n\nИванов И.И. Нет. Вот.\n\n"
            "Председатель. Закрыто. Вот.\n\nСтенограмму вела Петрова.",
            ["Председатель", "Иванов И.И.", None, "Иванов И.И.", "Председатель", None],
        ),
        (
            "Төраға: Бастаймыз. Ия.\n\nМұрат Сейітқазы: Дұрыс. Ия.\n\n"
            "Гүлсім апай: Жоқ. Ия.\n\nМұрат Сейітқазы: Ия. Солай.",
            ["Төраға", "Мұрат Сейітқазы", "Гүлсім апай", "Мұрат Сейітқазы"],
        ),
        (
            "Q: Why? So.\n\nAnna Sarieva: Because. So.\n\n"
            "Q: And? So.\n\nAnna Sarieva: Yes. So.\n\nHoney is sold on Saturdays.",
            ["Q", "Anna Sarieva", "Q", "Anna Sarieva", None],
        ),
    ],
)
def test_more_marks_of_speakers(text: str, expected: list[str | None]) -> None:
    assert [one.speaker for one in read_page(text).paragraphs] == expected
