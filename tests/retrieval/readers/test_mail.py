"""What letters are read as: what their author wrote, and when."""

import datetime
from email.header import Header
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import NO_LINK, Fact, PublicationDate, SkipReason
from retrieval.sources.readers.mail import read_mail
from retrieval.sources.readers.page import Page, Skipped

SIGNATURE = "-- "
BODY = f"""Айгуль, добрый день!

Главы государств провели переговоры в Астане, об этом сообщила
пресс-служба со ссылкой на Акорду.

27 нояб. 2024 г., в 14:25, Иван <ivan@a.kz> написал(а):
> Что нового?
>> Расскажите.

Товарооборот вырос на 5 процентов.
{SIGNATURE}
Айгуль Сарсенова
+7 700 000 00 00
"""


def letter(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    return message


def read(content: bytes) -> Page:
    (page,) = read_mail(content)
    assert isinstance(page, Page)
    return page


def prose(page: Page) -> list[tuple[str, bool]]:
    return [(page.text[one.start : one.end], one.is_title) for one in page.paragraphs]


@pytest.mark.parametrize("charset", ["utf-8", "koi8-r", "windows-1251"])
def test_a_letter_with_a_reply_a_signature_and_attachments(charset: str) -> None:
    message = letter(
        Subject="Итоги переговоров в Астане",
        From="Айгуль Сарсенова <aigul@kazpravda.kz>",
        Date="Wed, 27 Nov 2024 23:25:00 +0500",
    )
    message.set_content(BODY, charset=charset)
    message.add_alternative("<p>Не то.</p>", subtype="html")
    message.add_attachment("Вложение не читается.", filename="a.txt")
    forwarded = letter(Subject="Чужое")
    forwarded.set_content("Чужое письмо.")
    message.add_attachment(forwarded)
    page = read(message.as_bytes())
    assert prose(page) == [
        ("Итоги переговоров в Астане", True),
        ("Айгуль, добрый день!", False),
        (
            "Главы государств провели переговоры в Астане, об этом сообщила\n"
            "пресс-служба со ссылкой на Акорду.",
            False,
        ),
        ("Товарооборот вырос на 5 процентов.", False),
    ]
    assert (page.title, page.author) == (Fact("Итоги переговоров в Астане"), Fact("Айгуль Сарсенова"))
    assert page.published == PublicationDate(2024, 11, 27, datetime.time(23, 25))
    assert (page.cites, page.publisher, page.link) == (Fact("Акорду"), None, NO_LINK)
    assert (page.part, page.updated, page.encoding) == ("", None, charset)


def test_a_letter_in_html_alone() -> None:
    message = letter(Subject="Наурыз", From="info@egemen.kz")
    message.set_content("<style>p {}</style><p>Мереке 21 наурызда<br>тойланады.</p>", subtype="html")
    page = read(message.as_bytes())
    assert prose(page) == [("Наурыз", True), ("Мереке 21 наурызда\nтойланады.", False)]
    assert (page.author, page.published) == (None, None)


def test_flowed_lines_are_one_paragraph() -> None:
    content = (
        b"Subject: Bridge\nContent-Type: text/plain; format=flowed\n\n"
        b"The bridge over the river \nIshim was closed.\n\nIt will open.\n"
    )
    assert prose(read(content)) == [
        ("Bridge", True),
        ("The bridge over the river Ishim was closed.", False),
        ("It will open.", False),
    ]


SUBJECT = "Токаев провёл встречу, об этом говорится на сайте"


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        (SUBJECT.encode(), SUBJECT),
        (SUBJECT.encode("cp1251"), SUBJECT),
        (Header(SUBJECT, "koi8-r").encode().encode(), SUBJECT),
        (b"=?utf-8?b?0J3QsNGD?=\n =?utf-8?b?0YDRi9C3?=", "Наурыз"),
        (b"=?no-such?q?a?=", "=?no-such?q?a?="),
        (b"=?utf-8?b?a?=", "=?utf-8?b?a?="),
        (b"", None),
        (b"x" * 10_000, None),
    ],
)
def test_subjects_as_programs_write_them(subject: bytes, title: str | None) -> None:
    page = read(b"From: a@b.kz\nSubject: " + subject + b"\n\nThe text is here.\n")
    assert page.title == (Fact(title) if title else None)


@pytest.mark.parametrize(
    ("sender", "author"),
    [
        ('"Sarsenova, Aigul" <a@b.kz>', "Sarsenova, Aigul"),
        ("=?utf-8?b?0JDQudCz0YPQu9GM?= <a@b.kz>", "Айгуль"),
        ("a@b.kz", None),
        ('"a@b.kz" <a@b.kz>', None),
        ("admin <a@b.kz>", None),
        ("<<<", None),
    ],
)
def test_an_address_is_no_author(sender: str, author: str | None) -> None:
    page = read(f"From: {sender}\nDate: yesterday\n\nThe text is here.\n".encode())
    assert page.author == (Fact(author) if author else None)
    assert page.published is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", SkipReason.UNSUPPORTED),
        (b"\n\nNo headers.", SkipReason.UNSUPPORTED),
        (b"Subject: a\nContent-Type: text/plain; charset=no-such\n\n\xc0\xe1", SkipReason.UNKNOWN_ENCODING),
    ],
)
def test_what_can_not_be_read_is_told(content: bytes, reason: SkipReason) -> None:
    assert list(read_mail(content)) == [Skipped(reason)]


def test_a_long_header_takes_no_long_time() -> None:
    for name in (b"Content-Type: text/plain", b"From: a", b"Subject: a", b"Date: a"):
        page = read(name + b"; " * 500_000 + b"\nX: y\n\nThe text is here.\n")
        assert ("The text is here.", False) in prose(page)


@given(st.binary(max_size=200), st.sampled_from(["Subject", "From", "Content-Type", "Date", "X"]))
def test_any_bytes_are_read_or_refused(noise: bytes, name: str) -> None:
    for content in (noise, name.encode() + b": " + noise, b"Subject: a\n\n" + noise):
        for one in read_mail(content):
            assert isinstance(one, Page | Skipped)
            if isinstance(one, Page):
                (one.text + repr(one.title) + repr(one.author)).encode()
