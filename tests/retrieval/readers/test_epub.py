import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import SkipReason
from tests.retrieval.readers.shown import (
    ENTITIES,
    facts,
    page,
    pages,
    prose,
    readings_in_folder,
    reason,
    with_locked_parts,
    zipped,
)

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>"""
METADATA = """<dc:title>Абай жолы</dc:title><dc:creator opf:role="aut">Мұхтар Әуезов</dc:creator>
<dc:creator opf:role="ill">Художник</dc:creator><dc:publisher>Жазушы</dc:publisher>
<dc:date opf:event="publication">1989</dc:date><dc:date opf:event="modification">2015-02-03</dc:date>"""
DOCTYPE = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'


def chapter(body: str) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>{DOCTYPE}<html xmlns="http://www.w3.org/1999/xhtml"
    xmlns:epub="http://www.idpf.org/2007/ops"><head><title/><style>p {{}}</style></head>
    <body>{body}</body></html>"""


def made(*bodies: str, metadata: str = METADATA, **parts: str) -> bytes:
    names = [f"text/{number} а.xhtml" for number in range(len(bodies))]
    items = "".join(
        f'<item id="i{number}" href="text/{number}%20а.xhtml" media-type="application/xhtml+xml"/>'
        for number in range(len(bodies))
    )
    references = "".join(f'<itemref idref="i{number}"/>' for number in range(len(bodies)))
    package = f"""<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata><manifest>{items}
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>
    <spine><itemref idref="nav"/>{references}</spine></package>"""
    texts = {f"OEBPS/{name}": chapter(body) for name, body in zip(names, bodies, strict=True)}
    nav = {"OEBPS/nav.xhtml": chapter("<nav><ol><li>Оглавление</li></ol></nav>")}
    whole = {"META-INF/container.xml": CONTAINER, "OEBPS/content.opf": package, **nav, **texts}
    return zipped({**whole, **parts})


def test_a_book_has_a_page_for_each_chapter() -> None:
    found = pages(
        "a.epub",
        made(
            "<p>Бұл кітап туралы.</p>",
            "<h1>Бірінші кітап</h1>",
            "<h2>Қайтқанда</h2><p>Үш күндік жолдың бүгінгі соңғы күні.</p><h3>1</h3><p>Абай асықты.</p>",
            "<p>Жалғасы.</p>",
            "<h2>Қат-қабатта</h2><div>Ертеңіне <i>ауыл</i> көшті.</div>",
        ),
    )
    assert [(one.part, prose(one)) for one in found] == [
        ("0", ["Бұл кітап туралы."]),
        (
            "1",
            ["Бірінші кітап", "Қайтқанда", "Үш күндік жолдың бүгінгі соңғы күні.", "1", "Абай асықты.",
             "Жалғасы."],
        ),
        ("2", ["Қат-қабатта", "Ертеңіне ауыл көшті."]),
    ]  # fmt: skip
    for one in found:
        assert facts(one) == ["Абай жолы", "Мұхтар Әуезов", "Жазушы", "1989"]


def test_a_book_without_headings_is_one_page() -> None:
    found = page("a.epub", made("<p>Одна.</p>", "<p>Другая.</p>"))
    assert (found.part, prose(found)) == ("", ["Одна.", "Другая."])


@pytest.mark.parametrize(
    ("metadata", "stated"),
    [
        ("", [None, None, None, None]),
        ("<dc:title>Unknown</dc:title><dc:creator>Неизвестно</dc:creator>", [None, None, None, None]),
        (
            "<dc:title>War\n and Peace</dc:title><dc:title>Vol. 1</dc:title>",
            ["War and Peace", None, None, None],
        ),
        (
            '<dc:creator id="a">Leo Tolstoy</dc:creator><dc:creator id="b">A. Maude</dc:creator>'
            '<meta refines="#b" property="role">trl</meta>',
            [None, "Leo Tolstoy", None, None],
        ),
        ("<dc:date>2013-05</dc:date>", [None, None, None, "2013-05"]),
        ("<dc:date>2013-05-04</dc:date>", [None, None, None, "2013-05-04"]),
        ("<dc:date>2013-05-04T21:00:00+00:00</dc:date>", [None, None, None, "2013"]),
        ("<dc:date>2012-12-31T21:00:00+00:00</dc:date>", [None, None, None, None]),
        ("<dc:date>0101-01-01T00:00:00+00:00</dc:date>", [None, None, None, None]),
        ("<dc:date>2013-13-40</dc:date>", [None, None, None, None]),
        ("<dc:date>весна 2013</dc:date>", [None, None, None, None]),
        ("<dc:date>2013</dc:date><dc:date>2014</dc:date>", [None, None, None, None]),
        ('<dc:date opf:event="creation">2013</dc:date>', [None, None, None, None]),
        ('<meta property="dcterms:modified">2013-05-04T21:00:00Z</meta>', [None, None, None, None]),
    ],
)
def test_only_what_is_stated_is_a_fact(metadata: str, stated: list[str | None]) -> None:
    assert facts(page("a.epub", made("<p>Текст.</p>", metadata=metadata))) == stated


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        ('<p>Слово<a epub:type="noteref" href="#n">1</a> есть.</p>', ["Слово есть."]),
        ('<p>Слово<sup><a href="#n">1</a></sup> есть.</p>', ["Слово есть."]),
        ("<p>Площадь 5 м<sup>2</sup>.</p>", ["Площадь 5 м2."]),
        ("<p>Первая<br/>вторая&nbsp;&mdash; конец.</p>", ["Первая\nвторая — конец."]),
        ("<ul><li>Одно<ul><li>Малое</li></ul></li><li>Другое</li></ul>", ["Одно", "Малое", "Другое"]),
        ("<script>var a;</script><p hidden=''>Нет</p><svg><text>Нет</text></svg><p>Да</p>", ["Да"]),
        ("Голый текст<p>Абзац", ["Голый текст", "Абзац"]),
        ("<p>Первый" + "<p>Абзац" * 400, ["Первый", *["Абзац"] * 400]),
        ("<p>Незакрытый <b>тег</p><p>Дальше</p>", ["Незакрытый тег", "Дальше"]),
    ],
)
def test_the_text_is_what_a_reader_sees(body: str, paragraphs: list[str]) -> None:
    assert prose(page("a.epub", made(body))) == paragraphs


def test_rows_of_a_table_have_its_caption_and_heads() -> None:
    table = """<table><caption>Сбор</caption><thead><tr><th>Область</th><th colspan="2">Тонн</th></tr></thead>
    <tbody><tr><td>Абай</td><td>5</td><td>6</td></tr></tbody></table>"""
    found = page("a.epub", made(table))
    assert [(found.text[one.start : one.end], one.header) for one in found.paragraphs] == [
        ("Абай | 5 | 6", "Сбор. Область | Тонн")
    ]


def encryption(algorithm: str) -> dict[str, str]:
    return {
        "META-INF/encryption.xml": f"""<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData>
        <e:EncryptionMethod Algorithm="{algorithm}"/></e:EncryptedData></encryption>"""
    }


def test_disguised_fonts_lock_no_book() -> None:
    fonts = encryption("http://www.idpf.org/2008/embedding")
    assert prose(page("a.epub", made("<p>Текст.</p>", **fonts))) == ["Текст."]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", SkipReason.DAMAGED),
        (made("<p>Текст.</p>")[:-60], SkipReason.DAMAGED),
        (made("<p>A</p>", **encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")), SkipReason.LOCKED),
        (with_locked_parts(made("<p>Текст.</p>")), SkipReason.LOCKED),
        (zipped({"a.xml": "<a/>"}), SkipReason.DAMAGED),
        (made("<p>A</p>", **{"OEBPS/text/0 а.xhtml": f"{ENTITIES}<html>&d;</html>"}), SkipReason.DAMAGED),
        (made("<p>A</p>", **{"OEBPS/text/0 а.xhtml": " " * (70 << 20)}), SkipReason.UNSAFE),
        (made("<img/>"), SkipReason.EMPTY),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, why: SkipReason) -> None:
    assert reason("a.epub", content) is why


@given(st.binary())
def test_any_bytes_are_skipped(content: bytes) -> None:
    assert len(readings_in_folder("a.epub", content)) == 1


@given(st.text(alphabet="<>/&;phdivtablerstd \"='!-[]", max_size=300))
def test_any_markup_is_read_or_skipped(text: str) -> None:
    assert readings_in_folder("a.epub", made(text))
