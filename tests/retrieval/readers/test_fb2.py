import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import SkipReason
from tests.retrieval.readers.shown import (
    ENTITIES,
    OUTSIDE,
    facts,
    page,
    pages,
    prose,
    readings_in_folder,
    reason,
    with_locked_parts,
    zipped,
)

HEAD = 'xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink"'
ABOUT = """<title-info><author><first-name>Ыбырай</first-name><last-name>Алтынсарин</last-name></author>
<book-title>Қазақ хрестоматиясы</book-title><annotation><p>О книге.</p></annotation>
<date value="1879-01-01">1879</date></title-info>
<document-info><author><nickname>scanner</nickname></author><date value="2010-03-04">2010</date>
</document-info>
<publish-info><publisher>Жазушы</publisher><city>Алматы</city><year>1988</year></publish-info>"""
CHAPTERS = """<body><title><p>Ыбырай Алтынсарин</p><p>Қазақ хрестоматиясы</p></title>
<section><title><p>Бірінші бөлім</p></title><p>Кел, балалар, оқылық!<a l:href="#n1" type="note">[1]</a></p>
<poem><stanza><v>Өнер-білім бар жұрттар</v><v>Тастан сарай салғызды.</v></stanza></poem></section>
<section><title><p>Глава вторая</p></title><section><p>Степь была тиха.</p></section></section></body>
<body name="notes"><title><p>Примечания</p></title>
<section id="n1"><title><p>1</p></title><p>Өлең.</p></section>
</body>"""


def made(body: str, about: str = ABOUT, binary: str = "", encoding: str = "utf-8") -> bytes:
    text = f"""<?xml version="1.0" encoding="{encoding}"?>
    <FictionBook {HEAD}><description>{about}</description>{body}{binary}</FictionBook>"""
    return text.encode(encoding)


def test_a_book_has_a_page_for_each_chapter() -> None:
    found = pages("a.fb2", made(CHAPTERS))
    assert [(one.part, prose(one)) for one in found] == [
        (
            "1",
            ["Ыбырай Алтынсарин\nҚазақ хрестоматиясы", "Бірінші бөлім", "Кел, балалар, оқылық!",
             "Өнер-білім бар жұрттар\nТастан сарай салғызды."],
        ),
        ("2", ["Глава вторая", "Степь была тиха."]),
        ("3", ["Примечания", "Өлең."]),
    ]  # fmt: skip
    for one in found:
        assert facts(one) == ["Қазақ хрестоматиясы", "Ыбырай Алтынсарин", "Жазушы", "1988"]


def test_a_book_without_headings_is_one_page() -> None:
    found = page(
        "a.fb2", made("<body><section><p>Одна.</p></section><section><p>Другая.</p></section></body>")
    )
    assert (found.part, prose(found)) == ("", ["Одна.", "Другая."])


@pytest.mark.parametrize(
    ("about", "stated"),
    [
        ("", [None, None, None, None]),
        ("<title-info><date>1879</date></title-info>", [None, None, None, None]),  # when it was written
        ("<publish-info><year>не указан</year></publish-info>", [None, None, None, None]),
        ("<publish-info><year>0</year><publisher> </publisher></publish-info>", [None, None, None, None]),
        (
            "<title-info><author><nickname>Абай</nickname></author><author><first-name>John</first-name>"
            "<middle-name>R.</middle-name><last-name>Reed</last-name></author><book-title>Untitled</book-title>"
            "</title-info>",
            [None, "Абай, John R. Reed", None, None],
        ),
    ],
)
def test_only_what_is_stated_is_a_fact(about: str, stated: list[str | None]) -> None:
    assert facts(page("a.fb2", made("<body><section><p>Текст.</p></section></body>", about))) == stated


@pytest.mark.parametrize(
    ("encoding", "named"), [("windows-1251", "cp1251"), ("koi8-r", "koi8-r"), ("utf-16", "utf-16")]
)
def test_the_encoding_that_a_book_states_is_used(encoding: str, named: str) -> None:
    body = "<body><section><p>Степь была тиха.</p></section></body>"
    found = page("a.fb2", made(body, "", encoding=encoding))
    assert (prose(found), found.encoding) == (["Степь была тиха."], named)


def test_characters_that_html_names_and_large_pictures_are_no_obstacle() -> None:
    picture = f'<binary id="cover.jpg">{"QUJD" * 3_000_000}</binary>'
    body = "<body><section><p>Степь&nbsp;&mdash; тиха &amp; широка.</p></section></body>"
    assert prose(page("a.fb2", made(body, binary=picture))) == ["Степь — тиха & широка."]


def test_rows_of_a_table_have_its_heads() -> None:
    table = "<table><tr><th>Год</th><th>Тонн</th></tr><tr><td>1988</td><td>20</td></tr></table>"
    found = page("a.fb2", made(f"<body><section>{table}</section></body>"))
    assert [(found.text[one.start : one.end], one.header) for one in found.paragraphs] == [
        ("1988 | 20", "Год | Тонн")
    ]


@pytest.mark.parametrize("name", ["a.fb2.zip", "Book.1.FB2.ZIP", "a.fb2"])
def test_a_zipped_book_is_read(name: str) -> None:
    assert len(pages(name, zipped({"a.fb2": made(CHAPTERS)}))) == 3


TEXT = made("<body><section><p>Текст.</p></section></body>")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", SkipReason.DAMAGED),
        (TEXT[:-60], SkipReason.DAMAGED),
        (b"<html><body><p>Text</p></body></html>", SkipReason.UNSUPPORTED),
        (TEXT.replace(b"<FictionBook", ENTITIES.encode() + b"<FictionBook"), SkipReason.DAMAGED),
        (TEXT.replace(b"<FictionBook", OUTSIDE.encode() + b"<FictionBook"), SkipReason.DAMAGED),
        (zipped({"a.fb2": TEXT, "b.fb2": TEXT}), SkipReason.UNSUPPORTED),
        (zipped({"a.fb2": bytes(70 << 20)}), SkipReason.UNSAFE),
        (with_locked_parts(zipped({"a.fb2": TEXT})), SkipReason.LOCKED),
        (made("<body/>"), SkipReason.EMPTY),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, why: SkipReason) -> None:
    assert reason("a.fb2", content) is why


@given(st.binary())
def test_any_bytes_are_skipped(content: bytes) -> None:
    assert len(readings_in_folder("a.fb2", content)) == 1


@given(st.text(alphabet="<>/&;paytlesciond \"='!-[]", max_size=300))
def test_any_markup_is_read_or_skipped(text: str) -> None:
    assert readings_in_folder("a.fb2", made(f"<body><section>{text}</section></body>"))
