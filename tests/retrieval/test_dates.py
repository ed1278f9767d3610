import datetime

import pytest

from retrieval.documents import PublicationDate
from retrieval.sources.readers.saved_page.dates import find_dateline

AT_1425 = datetime.time(14, 25)


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
    assert find_dateline(line) == (date, True)


@pytest.mark.parametrize(
    "line",
    [
        "31.02.2024",
        "13.13.2024",
        "27.11.2024 25:99",
        "нет даты",
        "телефон 8-701-2024",
        "Aprıl 5, 2023",
        "5 мая 1491",
    ],
)
def test_what_is_no_date_is_no_dateline(line: str) -> None:
    assert find_dateline(line) == (None, False)
