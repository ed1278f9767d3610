import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import SkipReason
from tests.retrieval.readers.shown import (
    ENTITIES,
    OUTSIDE,
    page,
    prose,
    readings_in_folder,
    reason,
    with_locked_parts,
    zipped,
)

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
        "svg": "svg-compatible", "manifest": "manifest",
    }.items()
)  # fmt: skip
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
STYLES = """<office:automatic-styles><style:style style:name="P1" style:parent-style-name="Title"/>
</office:automatic-styles>"""
HARVEST = "<text:p>Қостанайда алты миллион тонна астық жиналды.</text:p>"


def made(text: str, title: str = "", kind: str = "text", **parts: str) -> bytes:
    """A text document whose text is ``text`` in OpenDocument."""
    body = f"<office:body><office:{kind}>{text}</office:{kind}></office:body>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {SPACES}>{STYLES}{body}</office:document-content>",
            "meta.xml": f"<office:document-meta {SPACES} {DC}><office:meta><dc:title>{title}</dc:title>"
            "<dc:creator>user-PC</dc:creator><dc:date>2024-05-12T09:30:00</dc:date></office:meta>"
            "</office:document-meta>",
            "styles.xml": f"<office:styles {SPACES}><text:p>Колонтитул</text:p></office:styles>",
            **parts,
        }
    )


@pytest.mark.parametrize(
    ("text", "stated", "title"),
    [
        ('<text:p text:style-name="P1">Жылдық есеп</text:p>' + HARVEST, "", "Жылдық есеп"),
        ('<text:p text:style-name="Title">Отчёт</text:p>' + HARVEST, "Иное", "Отчёт"),
        ('<text:h text:outline-level="1">The harvest</text:h>' + HARVEST, "", "The harvest"),
        ('<text:h text:outline-level="2">The harvest</text:h>' + HARVEST, "", None),
        (HARVEST + '<text:h text:outline-level="1">The harvest</text:h>', "", None),
        ("<text:p>Отчёт о жатве</text:p>" + HARVEST, "Отчёт о жатве", "Отчёт о жатве"),
        (HARVEST, "doc1", None),
    ],
)
def test_titles_come_from_styles_or_stand_in_the_text(text: str, stated: str, title: str | None) -> None:
    found = page("a.odt", made(text, stated))
    assert (found.title and found.title.value) == title
    assert (found.author, found.published) == (None, None)
    assert [one.is_title for one in found.paragraphs].count(True) == (title is not None)


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("<text:p>Жеті<text:span>су</text:span> <text:s text:c='3'/>облысы.</text:p>", ["Жетісу облысы."]),
        ("<text:p>Первая<text:line-break/>вторая.</text:p>", ["Первая\nвторая."]),
        (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Пять тонн.</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes>"
            "<text:p><text:change-start/>Шесть<text:change-end/> тонн<text:change/>.</text:p>",
            ["Шесть тонн."],
        ),
        (
            "<text:p>Шесть<office:annotation><text:p>Точно?</text:p></office:annotation> тонн.</text:p>",
            ["Шесть тонн."],
        ),
        (
            "<text:p>Шесть<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>По данным акимата.</text:p></text:note-body></text:note> тонн.</text:p>"
            "<text:p>Всё.</text:p>",
            ["Шесть тонн.", "Всё.", "По данным акимата."],
        ),
        (
            "<text:p>До <draw:frame><draw:text-box><text:p>В рамке.</text:p></draw:text-box>"
            "<svg:desc>Рисунок</svg:desc></draw:frame>и после.</text:p>",
            ["До и после.", "В рамке."],
        ),
        (
            "<text:table-of-content><text:p>Глава 1 5</text:p></text:table-of-content>"
            "<text:list><text:list-item><text:p>Одно.</text:p></text:list-item>"
            "<text:list-item><text:p>Другое.</text:p></text:list-item></text:list>",
            ["Одно.", "Другое."],
        ),
    ],
)
def test_the_text_is_what_a_reader_sees(text: str, paragraphs: list[str]) -> None:
    assert prose(page("a.odt", made(text))) == paragraphs


def test_a_dateline_is_the_date() -> None:
    dated = '<text:p text:style-name="Title">Есеп</text:p><text:p>2024 жылғы 12 мамыр</text:p>' + HARVEST
    found = page("a.odt", made(dated))
    assert found.published is not None
    assert found.published.isoformat() == "2024-05-12"
    assert len(found.paragraphs) == 2


def test_rows_of_a_table_have_its_caption_and_heads() -> None:
    def row(*cells: str) -> str:
        return "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)

    found = page(
        "a.odt",
        made(
            f"""<text:p text:style-name="Table">Сбор</text:p><table:table>
            <table:table-header-rows><table:table-row>{row("Область", "2022", "2023")}</table:table-row>
            </table:table-header-rows><table:table-row>{row("Абай")}
            <table:table-cell table:number-columns-repeated="1"/>{row("870")}</table:table-row>
            <table:table-row><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
            </table:table>"""
        ),
    )
    header = "Сбор. Область | 2022 | 2023"
    assert [(found.text[one.start : one.end], one.header) for one in found.paragraphs] == [
        ("Абай |  | 870", header)
    ]


LOCK = (
    f"<manifest:manifest {SPACES}><manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    "</manifest:manifest>"
)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", SkipReason.DAMAGED),
        (made(HARVEST)[:-40], SkipReason.DAMAGED),
        (made(HARVEST, **{"META-INF/manifest.xml": LOCK}), SkipReason.LOCKED),
        (with_locked_parts(made(HARVEST)), SkipReason.LOCKED),
        (made(HARVEST, kind="spreadsheet"), SkipReason.UNSUPPORTED),
        (zipped({"content.xml": f"{ENTITIES}<r>&d;</r>"}), SkipReason.DAMAGED),
        (zipped({"content.xml": f"{OUTSIDE}<r>&a;</r>"}), SkipReason.DAMAGED),
        (zipped({"content.xml": bytes(70 << 20)}), SkipReason.UNSAFE),
        (made(""), SkipReason.EMPTY),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, why: SkipReason) -> None:
    assert reason("a.odt", content) is why


@given(st.binary())
def test_any_bytes_are_skipped(content: bytes) -> None:
    assert len(readings_in_folder("a.odt", content)) == 1
