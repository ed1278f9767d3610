"""What Markdown files are read as: spans of their own content, and the facts above it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import NO_LINK, Fact, Link, LinkKind, PublicationDate, SkipReason
from retrieval.sources.readers.markdown import read_markdown
from retrieval.sources.readers.page import Page, Skipped

JEKYLL = """---
layout: post
title: "Казахстан и Россия: итоги переговоров"
date: 2024-11-27 14:25:00 +0500
last_modified_at: 2024-11-28
author:
  name: Айгуль Сарсенова
permalink: /news/:title
source: https://kazpravda.kz/n/itogi-peregovorov/
publisher: Казахстанская правда
tags: [политика, экономика]
---
{% include ads.html %}

# Казахстан и Россия: итоги переговоров #

![Флаги](/img/flags.jpg)

Главы государств провели **переговоры** в Астане.
Об этом сообщили [в Акорде](https://akorda.kz/ru).

- Товарооборот вырос на 5 процентов;
- Его ждут и в будущем.

> Мы — надёжные соседи,
> сказал президент.

| Область | 2022 | 2023 |
|:--------|-----:|-----:|
| Абай    | 1200 | 1350 |
| Жетысу  |  900 |  870 |

```python
print("не проза")
```

<div class="lead"><p>Переговоры продолжатся весной.</p></div>
<!-- правка -->

[ссылка]: https://akorda.kz
"""

HUGO = """+++
title = "Наурыз мерекесі"
date = 2024-03-05T23:10:00+05:00
authors = ["Ержан Әбдіраман", "Әсел Омар"]
url = "https://egemen.kz/article/nauryz"
+++

Мереке 21 наурызда тойланады.

## Бағдарлама

1. Таңертең шеру өтеді.
"""

SILENT = """Bridge is closed
================

The bridge was closed in 2019 after a flood.  It will open again.

Share Post

* * *

The mayor said so.
"""


def read(text: str, encoding: str = "utf-8") -> Page:
    (page,) = read_markdown(text.encode(encoding))
    assert isinstance(page, Page)
    assert page.text == text
    return page


def prose(page: Page) -> list[tuple[str, bool, str | None]]:
    return [(page.text[one.start : one.end], one.is_title, one.header) for one in page.paragraphs]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_a_page_of_jekyll(encoding: str) -> None:
    text = JEKYLL if encoding == "utf-8" else JEKYLL.replace("ё", "е")
    page = read(text.replace("\n", "\r\n"), encoding)
    header = "Область | 2022 | 2023"
    assert [(one.replace("\r\n", " / ").replace("ё", "е"), *rest) for one, *rest in prose(page)] == [
        ("Казахстан и Россия: итоги переговоров", True, None),
        (
            "Главы государств провели **переговоры** в Астане. / "
            "Об этом сообщили [в Акорде](https://akorda.kz/ru).",
            False,
            None,
        ),
        ("Товарооборот вырос на 5 процентов;", False, None),
        ("Его ждут и в будущем.", False, None),
        ("Мы — надежные соседи, / > сказал президент.", False, None),
        ("Абай    | 1200 | 1350", False, header),
        ("Жетысу  |  900 |  870", False, header),
        ("Переговоры продолжатся весной.", False, None),
    ]
    assert page.title == Fact("Казахстан и Россия: итоги переговоров")
    assert page.published == PublicationDate(2024, 11, 27, datetime.time(14, 25))
    assert page.updated == PublicationDate(2024, 11, 28)
    assert (page.author, page.publisher) == (Fact("Айгуль Сарсенова"), Fact("Казахстанская правда"))
    assert page.link == Link("https://kazpravda.kz/n/itogi-peregovorov/", LinkKind.ARTICLE)
    assert (page.part, page.encoding) == ("", encoding)


def test_a_page_of_hugo() -> None:
    page = read(HUGO)
    assert prose(page) == [
        ("Мереке 21 наурызда тойланады.", False, None),
        ("Бағдарлама", False, None),
        ("Таңертең шеру өтеді.", False, None),
    ]
    assert page.title == Fact("Наурыз мерекесі")
    assert page.published == PublicationDate(2024, 3, 5, datetime.time(23, 10))
    assert page.author == Fact("Ержан Әбдіраман, Әсел Омар")
    assert (page.publisher, page.updated) == (Fact("egemen.kz"), None)
    assert page.link == Link("https://egemen.kz/article/nauryz", LinkKind.ARTICLE)


def test_what_a_page_does_not_state_is_none() -> None:
    page = read(SILENT)
    assert prose(page) == [
        ("Bridge is closed", True, None),
        ("The bridge was closed in 2019 after a flood.  It will open again.", False, None),
        ("The mayor said so.", False, None),
    ]
    assert page.title == Fact("Bridge is closed")
    facts = (page.author, page.publisher, page.cites, page.published, page.updated, page.link)
    assert facts == (None, None, None, None, None, NO_LINK)


def test_a_page_may_state_its_date_and_address_below_the_headline() -> None:
    page = read(
        "# Итоги\n\n**27 ноября 2024, 14:25**\n\nТекст статьи здесь.\n\nИсточник: <https://a.kz/n/1>\n"
    )
    assert prose(page) == [("Итоги", True, None), ("Текст статьи здесь.", False, None)]
    assert page.published == PublicationDate(2024, 11, 27, datetime.time(14, 25))
    assert page.link == Link("https://a.kz/n/1", LinkKind.ARTICLE)


def test_turns_of_a_transcript_keep_their_marks() -> None:
    page = read("**В.Путин:** Добрый день.\n\n**К.-Ж.Токаев:** Спасибо.\n\nПродолжим.\n")
    assert [one.speaker for one in page.paragraphs] == ["В.Путин", "К.-Ж.Токаев", "К.-Ж.Токаев"]
    assert prose(page)[0][0] == "**В.Путин:** Добрый день."


@pytest.mark.parametrize(
    ("front", "title", "day"),
    [
        (
            "---\ntitle: Токаев: Наше сотрудничество\ndate: 2024-11-27\n---\n",
            "Токаев: Наше сотрудничество",
            27,
        ),
        ("---\ntitle: >-\n  В две\n  строки\ndate: 27.11.2024\n---\n", "В две строки", 27),
        ("\ufeff---\nTitle: A\nDate: 11/27/2024\n---\n", "A", 27),
        ("---\ntitle: A\ndate: 09/05/2024\n---\n", "A", None),
        ("---\ntitle: A\nupdated: 2024-11-27\n---\n", "A", None),
        ("---\n" + "a: &a [x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(9)) + "---\n", None, None),
        ("---\na: " + "[" * 5000 + "\ntitle: A\n---\n", "A", None),
        ("---\na: !!python/object/apply:os.system ['true']\n---\n", None, None),
        ("+++\ntitle = \n+++\n", None, None),
        ("---\n- a\n---\n", None, None),
        ("---\ntitle: A\n", None, None),
    ],
)
def test_front_matter_as_it_is_found(front: str, title: str | None, day: int | None) -> None:
    page = read(f"{front}\nThe text is here, and it goes on for long. It has an end.\n")
    assert page.title == (Fact(title) if title else None)
    assert page.published == (PublicationDate(2024, 11, day) if day else None)
    assert prose(page)[-1][0].startswith("The text")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\0\1\2", SkipReason.NOT_TEXT), (b"# \xc0\xe1\xfb\xf0", SkipReason.UNKNOWN_ENCODING)],
)
def test_what_is_no_text_is_refused(content: bytes, reason: SkipReason) -> None:
    assert list(read_markdown(content)) == [Skipped(reason)]


@given(st.text(alphabet="ab #>-*`|[]()!<>\n\r\t&;+=_~\\:1.ж\u2028\x0b\u200b", max_size=200))
def test_paragraphs_of_any_text_are_spans_of_it(text: str) -> None:
    (page,) = read_markdown(text.encode())
    assert isinstance(page, Page)
    assert page.text == text
    end = 0
    for one in page.paragraphs:
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip()
        end = one.end
