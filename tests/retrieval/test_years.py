"""The years that texts speak of: tables by hand, in three languages."""

import pytest

from retrieval.documents import PublicationDate
from retrieval.language.years import meant_years, stated_years

PUBLISHED = PublicationDate(2022, 8, 19)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("В 2021 году и 1991-м", {2021, 1991}),
        ("2022-2024 жылдары", {2022, 2024}),
        ("in 2022, not 2023.", {2022, 2023}),
        ("24.12.2021", {2021}),
        ("1500 тенге, 1200 км и 2000 человек", set()),
        ("1500 people in 1500", {1500}),
        ("2,021 tonnes, 2021,5 or 12021", set()),
        ("около 300 проектов на 2500 и 20 220", set()),
        ("", set()),
    ],
)
def test_stated_years(text: str, years: set[int]) -> None:
    assert stated_years(text) == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("В прошлом году объём торговли вырос", {2021}),
        ("позапрошлого года", {2020}),
        ("в этом году, то есть в текущем году", {2022}),
        ("за последний год открылись 4 тысячи", {2021, 2022}),
        ("в следующем году", {2023}),
        ("Өткен жылы былтырғыдай", {2021}),
        ("биыл тамызда", {2022}),
        ("осы жылы; келесі жылдан", {2022, 2023}),
        ("Last year and next year", {2021, 2023}),
        ("this year", {2022}),
        ("в прошлые годы, в будущем годовом отчёте", set()),
        ("соңғы жылдары, өткен жылдарда, осы жылдар", set()),
        ("in the last years", set()),
        ("каждый год, пять лет, годовщина", set()),
        ("every year", set()),
    ],
)
def test_years_that_words_mean(text: str, years: set[int]) -> None:
    assert meant_years(text, PUBLISHED) == years


def test_words_mean_nothing_where_it_is_not_known_when_they_were_said() -> None:
    assert meant_years("в прошлом году", None) == frozenset()
