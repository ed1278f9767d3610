"""What a line states about when a page was published and updated, and what it leaves open."""

import datetime

import pytest

from retrieval.documents import PublicationDate
from retrieval.sources.readers.saved_page.datelines import find_dateline

AT_1425 = datetime.time(14, 25)


def written(date: PublicationDate | None) -> str | None:
    """``2024-04-18``, with `` 10:35`` behind it where the time is known."""
    if date is None:
        return None
    return date.isoformat() + (f" {date.time:%H:%M}" if date.time else "")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("23.12.2024", PublicationDate(2024, 12, 23)),
        ("23-12-2024", PublicationDate(2024, 12, 23)),
        ("25/09/2023", PublicationDate(2023, 9, 25)),
        ("27.11.2024 14:25 Авторитетно", PublicationDate(2024, 11, 27, AT_1425)),
        ("2022-08-19 18:35:00", PublicationDate(2022, 8, 19, datetime.time(18, 35))),
        ("2022-08-19T18:35", PublicationDate(2022, 8, 19, datetime.time(18, 35))),
        ("5 сентября 2023 года, 14:25", PublicationDate(2023, 9, 5, AT_1425)),
        ("1 мая 2020 г. в 14:25", PublicationDate(2020, 5, 1, AT_1425)),
        ("2023 жылғы 5 қыркүйек", PublicationDate(2023, 9, 5)),
        ("5 қыркүйек 2023", PublicationDate(2023, 9, 5)),
        ("September 5, 2023", PublicationDate(2023, 9, 5)),
        ("5 September 2023", PublicationDate(2023, 9, 5)),
        ("К 30-летию Независимости | 24 декабря 08:23", None),
        ("24 декабря", None),
    ],
)
def test_datelines_as_pages_write_them(line: str, date: PublicationDate | None) -> None:
    found = find_dateline(line)
    assert found is not None
    assert found.published == date


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("18 апр 2024", "2024-04-18"),
        ("18 апр. 2024 г., чт", "2024-04-18"),
        ("18 АПРЕЛЯ 2024, 10:35", "2024-04-18 10:35"),
        ("Четверг, 18 апреля 2024, 10:35", "2024-04-18 10:35"),
        ("10:35 18.04.2024", "2024-04-18 10:35"),
        ("10:35, 18 апреля 2024", "2024-04-18 10:35"),
        ("18 апреля 2024 • 10:35", "2024-04-18 10:35"),
        ("18 апреля 2024 года, 10:35 МСК", "2024-04-18 10:35"),
        ("18 апреля 2024, 10:35 по времени Астаны", "2024-04-18 10:35"),
        ("18.04.2024 10:35 (GMT+6)", "2024-04-18 10:35"),
        ("18.04.2024 10:35 UTC+5", "2024-04-18 10:35"),
        ("18.04.2024 10:35 1 254 просмотра", "2024-04-18 10:35"),
        ("18 апреля 2024 | Общество", "2024-04-18"),
        ("Общество | 18 апреля 2024", "2024-04-18"),
        ("МОСКВА, 18 апр 2024 — РИА Новости", "2024-04-18"),
        ("АСТАНА. 18 апреля 2024. КАЗИНФОРМ", "2024-04-18"),
        ("Tengrinews.kz, 18 апреля 2024", "2024-04-18"),
        ("18.04.2024, ТАСС", "2024-04-18"),
        ("АСТАНА. КАЗИНФОРМ – 18 апреля 2024", "2024-04-18"),
        ("[18.04.2024]", "2024-04-18"),
        ("09/08/2021г.", "2021-08-09"),
        ("04/18/2024", "2024-04-18"),
        ("2024/04/18", "2024-04-18"),
        ("2024.04.18 10:35", "2024-04-18 10:35"),
        ("2024-04-18T10:35:00.000+06:00", "2024-04-18 10:35"),
        ("18.04.24", "2024-04-18"),
        ("31.12.99", "1999-12-31"),
        ("Автор: Айгуль Сарсенова, 18 апреля 2024", "2024-04-18"),
        ("18 Сәуір, 2024", "2024-04-18"),
        ("2 қыркүйек 2024 жылы", "2024-09-02"),
        ("2024 ж. 18 сәуір", "2024-04-18"),
        ("2024 жылдың 18 сәуірі", "2024-04-18"),
        ("Бейсенбі, 18 сәуір 2024 ж., 10:35", "2024-04-18 10:35"),
        ("18 сәуір 2024, сағат 10:35", "2024-04-18 10:35"),
        ("18 сәу. 2024", "2024-04-18"),
        ("Apr 18, 2024", "2024-04-18"),
        ("Apr. 18, 2024", "2024-04-18"),
        ("April 18th, 2024", "2024-04-18"),
        ("18th April 2024", "2024-04-18"),
        ("18th of April 2024", "2024-04-18"),
        ("18-Apr-2024", "2024-04-18"),
        ("Thursday, April 18, 2024 10:35 AM", "2024-04-18 10:35"),
        ("April 18, 2024, 12:15 pm ET", "2024-04-18 12:15"),
        ("12:00 AM, April 18, 2024", "2024-04-18 00:00"),
        ("April 18, 202410:35 AM GMT+6Updated 2 hours ago", "2024-04-18 10:35"),
        ("By Aidana Yergaliyeva in Nation on 18 April 2024", "2024-04-18"),
        ("By John Smith | April 18, 2024", "2024-04-18"),
        ("18 April 2024 · 3 min read", "2024-04-18"),
        ("18 April 2024 by John Smith", "2024-04-18"),
        ("🕐 10:35, 18 апреля 2024 👁 1254", "2024-04-18 10:35"),
        ("Дата: 18.04.2024, время: 10:35", "2024-04-18 10:35"),
        ("18 апреля 2024 в 10:35 (по Астане)", "2024-04-18 10:35"),
        ("April 18, 2024 / 10:35 AM", "2024-04-18 10:35"),
    ],
)
def test_a_complete_day_is_read_in_any_form(line: str, published: str) -> None:
    found = find_dateline(line)
    assert found is not None
    assert (written(found.published), found.updated, found.is_labelled) == (published, None, False)


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("18.04.2024, 10:35 (обновлено: 19.04.2024, 12:40)", "2024-04-18 10:35", "2024-04-19 12:40"),
        ("10:35 18.04.2024 (обновлено: 14:02 18.04.2024)", "2024-04-18 10:35", "2024-04-18 14:02"),
        ("18.04.2024, 10:35, обн. 12:15", "2024-04-18 10:35", None),
        ("Опубликовано: 18.04.2024 10:35 | Обновлено: 19.04.2024", "2024-04-18 10:35", "2024-04-19"),
        ("Опубликовано 18 апреля 2024", "2024-04-18", None),
        ("Дата публикации: 18.04.2024", "2024-04-18", None),
        ("Обновлено 18 апреля 2024", None, "2024-04-18"),
        ("Последнее обновление: 19.04.2024 11:00", None, "2024-04-19 11:00"),
        ("Жарияланды: 18.04.2024 10:35", "2024-04-18 10:35", None),
        ("Жарияланған күні: 18 сәуір 2024 | Жаңартылған күні: 20 сәуір 2024", "2024-04-18", "2024-04-20"),
        ("Соңғы жаңарту: 19.04.2024", None, "2024-04-19"),
        ("Published: 18 April 2024, 2:30 pm", "2024-04-18 14:30", None),
        ("Published 18 April 2024 | Updated 19 April 2024", "2024-04-18", "2024-04-19"),
        ("Posted on April 18, 2024 at 9:05 p.m. EDT", "2024-04-18 21:05", None),
        ("Last Updated: April 18, 2024 10:35 IST", None, "2024-04-18 10:35"),
        ("Last modified on Thu 18 Apr 2024 13.40 BST", None, "2024-04-18"),
    ],
)
def test_an_update_is_kept_apart_from_the_publication(
    line: str, published: str | None, updated: str | None
) -> None:
    found = find_dateline(line)
    assert found is not None
    assert (written(found.published), written(found.updated)) == (published, updated)


@pytest.mark.parametrize(
    "line",
    [
        "вчера, 14:20",
        "сегодня в 10:35",
        "5 минут назад",
        "кеше, 14:20",
        "2 сағат бұрын",
        "2 hours ago",
        "Апрель 2024",
        "April 2024",
        "18 апреля, четверг",
        "18 сәуір",
        "18.04.2024 – 25.04.2024",
        "31.02.2024",
        "13.13.2024",
        "February 30, 2024",
        "9 мая 1945",
        "5 мая 1491",
        "18.04.65",
    ],
)
def test_a_line_that_is_all_date_is_a_dateline_though_its_day_is_left_open(line: str) -> None:
    found = find_dateline(line)
    assert found is not None
    assert (found.published, found.updated, found.is_bare) == (None, None, True)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("09/08/2021", None),
        ("09-08-2021", None),
        ("18/04/24", None),
        ("18.04.24", None),
        ("08/08/2021", "2021-08-08"),
        ("04/18/2024", "2024-04-18"),
        ("18/04/2024", "2024-04-18"),
        ("09.08.2021", "2021-08-09"),
    ],
)
def test_where_the_month_may_come_first_only_a_sure_day_is_read(line: str, date: str | None) -> None:
    found = find_dateline(line, may_be_american=True)
    assert found is not None
    assert written(found.published) == date


@pytest.mark.parametrize(
    "line",
    [
        "27.11.2024 25:99",
        "нет даты",
        "телефон 8-701-2024",
        "г. Астана, 5 марта 2024",
        "Астана қ., 18 сәуір 2024",
        "Astana, 18 April 2024",
        "Дата рождения: 18.04.1994",
        "Дата обращения: 18.04.2024",
        "Срок подачи заявок: 18 апреля 2024",
        "Deadline: 18 April 2024",
        "9 мая 2024 День Победы",
        "9 мая | Праздник",
        "10:35 Токаев прибыл",
        "5 мая 10:00 Парад Победы",
        "Закон изменён 18 апреля 2024",
        "18.04.2024 прошла встреча",
        "5 марта 2024 года № 123",
        "АСТАНА, 5 марта 2024 года",
        "ПРИКАЗ, 5 марта 2024",
        "5 марта 2024, НАТО",
    ],
)
def test_the_date_of_something_else_is_no_dateline(line: str) -> None:
    assert find_dateline(line) is None
