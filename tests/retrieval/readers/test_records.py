"""What rows of tables and lines of JSON are read as, and which of them are left out."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import NO_LINK, Fact, Link, LinkKind, PublicationDate, SkipReason
from retrieval.sources.readers.page import Page, Reading, Skipped
from retrieval.sources.readers.records import read_json_lines, read_table

HEADS = ["ID", "Title", "Text", "Date", "Updated", "Author", "Source", "URL", "views"]
ROWS = [
    [
        "512345", "Итоги переговоров", "Главы государств встретились в Астане.\n\nТоварооборот вырос.",
        "2024-11-27 14:25", "28.11.2024", "Айгуль Сарсенова", "Казправда", "https://kazpravda.kz/n/1", "17",
    ],
    ["", "Наурыз", "<p>Мереке 21 наурызда тойланады.</p>", "2024 жылғы 5 наурыз", "", "", "", "/n/2", ""],
    ["512345", "", "The bridge was closed after a flood.", "09/05/2023", "", "a@b.kz", "", "", ""],
]  # fmt: skip


def quoted(rows: list[list[str]], sign: str) -> str:
    return "".join(sign.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)


def as_json(rows: list[list[str]]) -> bytes:
    records = [dict(zip(HEADS, row, strict=True)) for row in rows]
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


def prose(page: Reading) -> list[tuple[str, bool, str | None]]:
    assert isinstance(page, Page)
    return [(page.text[one.start : one.end], one.is_title, one.header) for one in page.paragraphs]


@pytest.mark.parametrize(
    "readings",
    [
        list(read_table(quoted([HEADS, *ROWS], ",").encode())),
        list(read_table(quoted([HEADS, *ROWS], ";").encode("utf-8-sig"))),
        list(read_table(quoted([HEADS, *ROWS], "\t").encode("utf-16"))),
        list(read_table(("sep=;\r\n" + quoted([HEADS, *ROWS], ";")).encode())),
        list(read_json_lines(as_json(ROWS))),
    ],
    ids=["commas", "semicolons", "tabs", "Excel", "JSON"],
)
def test_a_record_is_a_page(readings: list[Reading]) -> None:
    talks, feast, bridge = readings
    assert prose(talks) == [
        ("Итоги переговоров", True, None),
        ("Главы государств встретились в Астане.", False, None),
        ("Товарооборот вырос.", False, None),
    ]
    assert prose(feast) == [("Наурыз", True, None), ("Мереке 21 наурызда тойланады.", False, None)]
    assert prose(bridge) == [("The bridge was closed after a flood.", False, None)]
    assert isinstance(talks, Page)
    assert isinstance(feast, Page)
    assert isinstance(bridge, Page)
    assert [page.part for page in (talks, feast, bridge)] == ["512345", "2", "512345-2"]
    assert (talks.title, talks.author) == (Fact("Итоги переговоров"), Fact("Айгуль Сарсенова"))
    assert talks.published == PublicationDate(2024, 11, 27, datetime.time(14, 25))
    assert talks.updated == PublicationDate(2024, 11, 28)
    assert talks.link == Link("https://kazpravda.kz/n/1", LinkKind.ARTICLE)
    assert talks.publisher == Fact("Казправда")
    assert (feast.published, feast.link, feast.publisher) == (PublicationDate(2024, 3, 5), NO_LINK, None)
    facts = (bridge.title, bridge.author, bridge.publisher, bridge.published, bridge.updated, bridge.link)
    assert facts == (None, None, None, None, None, NO_LINK)


def test_a_table_without_text_is_one_page_of_rows() -> None:
    content = "Область;Сбор;Сбор\nАбай;1 200;1 350\n;;\nЖетысу;900;870\n"
    (page,) = read_table(content.encode())
    header = "Область | Сбор | Сбор"
    assert prose(page) == [("Абай | 1 200 | 1 350", False, header), ("Жетысу | 900 | 870", False, header)]
    (same,) = read_json_lines('{"Город": "Алматы", "Жители": 2200000}\n{"Город": "Абай"}'.encode())
    assert prose(same) == [
        ("Алматы | 2200000", False, "Город | Жители"),
        ("Абай |", False, "Город | Жители"),
    ]


DAMAGED = SkipReason.DAMAGED


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("text,id\nOne goes.,1\nTwo goes,2,3\nThree goes.,3\n", ["1", "line 3", "3"]),
        ('text,id\nOne goes.,1\n"Two goes.,2\nThree goes.,3\n', ["1", "line 3", "3"]),
        ('text,id\n"Two goes.,2\n"Three goes.",3\nFour goes.,4\n', ["line 2", "3", "4"]),
        ('text,id\n"One" goes.,1\n"Two\ngoes.",2\n', ["line 2", "2"]),
        ("id,text\n1,\n2,Two goes.\n", ["1", "2"]),
        ("text\nOne goes.\n\n\nTwo goes.\n", ["1", "2"]),
        ('text,id\n"' + "a" * 10_000_001 + '",1\nTwo goes.,2\n', ["line 2", "2"]),
        ("text,id", []),
    ],
)
def test_a_faulty_row_is_named_and_the_rest_goes_in(content: str, parts: list[str]) -> None:
    readings = list(read_table(content.encode()))
    assert [one.part for one in readings] == parts
    for one in readings:
        is_damaged = isinstance(one, Skipped) and one.reason is DAMAGED
        assert is_damaged == one.part.startswith("line")


def test_a_file_of_faulty_records_alone_is_named_once() -> None:
    assert list(read_table(b'"text,id\nOne goes.,1\nTwo goes.,2\n')) == [Skipped(DAMAGED)]
    assert list(read_json_lines(b"One goes.\nTwo goes.\n")) == [Skipped(DAMAGED)]


def test_a_record_whose_markup_can_not_be_read_is_named() -> None:
    deep = "<div>" * 5000 + "One goes."
    damaged, good = read_table(f"text,id\n{deep},1\nTwo goes.,2\n".encode())
    assert damaged == Skipped(DAMAGED, "line 2")
    assert prose(good) == [("Two goes.", False, None)]


def test_an_empty_record_is_told() -> None:
    assert list(read_table(b"id,text\n7, \n")) == [Skipped(SkipReason.EMPTY, "7")]


@pytest.mark.parametrize(
    "line",
    ['{"text": "cut', "[1]", "null", "{}", "7", "[" * 100_000, '{"text": ' + "9" * 5000 + "}", "nonsense"],
)
def test_a_faulty_line_is_named_and_the_rest_goes_in(line: str) -> None:
    first, damaged, last = read_json_lines(f'{{"text": "One."}}\r\n{line}\n\n{{"text": "Two."}}\n'.encode())
    assert damaged == Skipped(DAMAGED, "line 2")
    assert prose(first) == [("One.", False, None)]
    assert prose(last) == [("Two.", False, None)]


def test_halves_of_characters_can_be_stored() -> None:
    (page,) = read_json_lines(rb'{"text": "\ud800 goes.", "title": "A \udfff", "id": "\ud800"}')
    assert isinstance(page, Page)
    assert (page.text, page.title) == ("A \ufffd\n\n\ufffd goes.", Fact("A \ufffd"))


@pytest.mark.parametrize("read", [read_table, read_json_lines])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"text\n\0\1\2", SkipReason.NOT_TEXT),
        (b"text\n\xc0\xe1\xfb\xf0", SkipReason.UNKNOWN_ENCODING),
    ],
)
def test_what_is_no_text_is_refused(read: object, content: bytes, reason: SkipReason) -> None:
    assert callable(read)
    assert list(read(content)) == [Skipped(reason)]


def test_a_million_columns_are_no_table_and_no_harm() -> None:
    wide = "a," * 1_000_000
    assert list(read_table(f"{wide}b\n{wide}b\n".encode())) == [Skipped(SkipReason.UNSUPPORTED)]
    (page,) = read_table(f"{wide}text\n{wide}One goes.\n".encode())
    assert prose(page) == [("One goes.", False, None)]


@given(st.text(alphabet='ab",;\t\n\r {}:[]\\жtext1\u2028', max_size=200))
def test_any_text_is_read_or_refused(noise: str) -> None:
    for head in ("", "text,id\n", '{"text": "a"}\n'):
        for read in (read_table, read_json_lines):
            readings = list(read((head + noise).encode()))
            assert len({one.part for one in readings}) == len(readings)
            for one in readings:
                if isinstance(one, Page):
                    one.text.encode()
