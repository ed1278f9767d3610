import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.document import Document
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
    unzipped,
    with_locked_parts,
    zipped,
)

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTENTS = '<w:pPr><w:pStyle w:val="TOC1"/></w:pPr>'
HARVEST = "В Костанайской области собрали более шести миллионов тонн зерна."


def made(*steps: Callable[[Document], Any], title: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = "user-PC"
    for step in steps:
        step(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_body(body: str, **parts: str) -> bytes:
    """A document whose body is ``body`` in WordprocessingML, and more parts of the folder ``word``."""
    found: dict[str, bytes | str] = {**unzipped(made())}
    found["word/document.xml"] = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    found |= {f"word/{name}.xml": content for name, content in parts.items()}
    return zipped(found)


def heading(text: str, level: int) -> Callable[[Document], Any]:
    return lambda document: document.add_heading(text, level)


def paragraph(text: str, style: str | None = None) -> Callable[[Document], Any]:
    return lambda document: document.add_paragraph(text, style)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("steps", "stated", "title", "text"),
    [
        (  # the style of titles
            [heading("Отчёт о жатве", 0), paragraph("12 мая 2024"), heading("Итоги", 1), paragraph(HARVEST)],
            "",
            "Отчёт о жатве",
            ["Отчёт о жатве", "Итоги", HARVEST],
        ),
        (  # a title of two paragraphs
            [heading("Жылдық есеп:", 0), heading("егін жинау", 0), paragraph("Астық жиналды.")],
            "",
            "Жылдық есеп: егін жинау",
            ["Жылдық есеп:\nегін жинау", "Астық жиналды."],
        ),
        (  # a heading at the top
            [heading("The harvest", 1), paragraph("Grain was cut.", "List Bullet"), heading("Costs", 1)],
            "",
            "The harvest",
            ["The harvest", "Grain was cut.", "Costs"],
        ),
        ([paragraph(HARVEST), heading("Итоги", 1)], "", None, [HARVEST, "Итоги"]),
        ([paragraph("Отчёт о  жатве"), paragraph(HARVEST)], "ОТЧЁТ О ЖАТВЕ", "Отчёт о жатве", None),
        ([paragraph(HARVEST)], "Microsoft Word - doc1.docx", None, [HARVEST]),
        # Two titles far apart: none is the document's.
        ([heading("А", 0), paragraph(HARVEST), heading("Б", 0)], "", None, ["А", HARVEST, "Б"]),
    ],
)
def test_titles_come_from_styles_or_stand_in_the_text(
    steps: list[Callable[[Document], Any]], stated: str, title: str | None, text: list[str] | None
) -> None:
    found = page("a.docx", made(*steps, title=stated))
    assert (found.title and found.title.value) == title
    assert found.author is None
    assert text is None or prose(found) == text
    assert [one.is_title for one in found.paragraphs].count(True) == (title is not None)


def test_a_dateline_is_the_date_and_the_files_own_dates_are_not() -> None:
    dated = made(heading("Отчёт о жатве", 0), paragraph("12 мая 2024, 09:30"), paragraph(HARVEST))
    published = page("a.docx", dated).published
    assert published is not None
    assert (published.isoformat(), str(published.time)) == ("2024-05-12", "09:30:00")
    assert page("a.docx", made(heading("Отчёт", 0), paragraph(HARVEST))).published is None


def test_rows_of_a_table_have_its_caption_and_heads() -> None:
    def table(document: Document) -> None:
        document.add_paragraph("Таблица 1. Сбор, тонн", "Caption")
        rows = document.add_table(rows=3, cols=3)
        for row, texts in zip(rows.rows, ["Область|2022|2023", "Абай|1 200|", "Жетісу||870"], strict=True):
            for cell, text in zip(row.cells, texts.split("|"), strict=True):
                cell.text = text

    found = page("a.docx", made(paragraph(HARVEST), table, paragraph("Конец.")))
    header = "Таблица 1. Сбор, тонн. Область | 2022 | 2023"
    assert [(found.text[one.start : one.end], one.header) for one in found.paragraphs] == [
        (HARVEST, None),
        ("Абай | 1 200", header),
        ("Жетісу |  | 870", header),
        ("Конец.", None),
    ]


@pytest.mark.parametrize(("rows", "columns"), [(1, 2), (3, 1), (3, 2)])
def test_a_table_that_only_lays_out_a_page_is_prose(rows: int, columns: int) -> None:
    def table(document: Document) -> None:
        document.add_table(rows, columns).rows[-1].cells[-1].text = HARVEST

    found = page("a.docx", made(table))
    assert [(text, one.header) for text, one in zip(prose(found), found.paragraphs, strict=True)] == [
        (HARVEST, None)
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (run("Собрали ") + "<w:ins>" + run("шесть") + "</w:ins> " + run(" тонн."), "Собрали шесть тонн."),
        ("<w:del><w:r><w:delText>Пять. </w:delText></w:r></w:del>" + run("Шесть тонн."), "Шесть тонн."),
        ("<w:moveFrom>" + run("Пять. ") + "</w:moveFrom>" + run("Шесть тонн."), "Шесть тонн."),
        (run("Тайна. ", "<w:vanish/>") + run("Явь."), "Явь."),
        (run("Явь и ", '<w:vanish w:val="0"/>') + run("Тайна."), "Явь и Тайна."),
        ("<w:hyperlink>" + run("Қазақстан") + "</w:hyperlink>" + run(" астығы."), "Қазақстан астығы."),
        ("<w:sdt><w:sdtContent>" + run("Ответ.") + "</w:sdtContent></w:sdt>", "Ответ."),
        (run("Об") + "<w:r><w:softHyphen/></w:r>" + run("ласть \u00ad Абай."), "Область Абай."),
        (run("Первая") + "<w:r><w:br/></w:r>" + run("вторая."), "Первая\nвторая."),
        ("<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r>" + run("Текст."), "Текст."),
        (CONTENTS + run("Глава 1 ... 5") + "</w:p><w:p>" + run("Текст."), "Текст."),
    ],
)  # fmt: skip
def test_the_text_is_what_a_reader_sees(body: str, text: str) -> None:
    styles = f'<w:styles {W}><w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>'
    found = with_body(f"<w:p>{body}</w:p>", styles=styles)
    assert prose(page("a.docx", found)) == [text]


def test_boxes_stand_after_their_paragraph_and_footnotes_at_the_end() -> None:
    box = f"<w:txbxContent><w:p>{run('В рамке.')}</w:p></w:txbxContent>"
    boxes = f"<w:Choice>{box}</w:Choice><w:Fallback>{box}</w:Fallback>"
    body = f"""<w:p>{run("До ")}<w:r><w:AlternateContent>{boxes}</w:AlternateContent></w:r>
    {run("и после.")}<w:r><w:footnoteReference/></w:r></w:p>
    <w:p>{run("Конец.")}</w:p>"""
    notes = f"""<w:footnotes {W}><w:footnote w:type="separator"><w:p>{run("-")}</w:p></w:footnote>
    <w:footnote><w:p>{run("Сноска.")}</w:p></w:footnote></w:footnotes>"""
    remark = f"<w:comments {W}><w:comment><w:p>{run('Замечание.')}</w:p></w:comment></w:comments>"
    found = page("a.docx", with_body(body, footnotes=notes, comments=remark, header1=notes))
    assert prose(found) == ["До и после.", "В рамке.", "Конец.", "Сноска."]


def test_who_speaks_in_an_interview_is_told() -> None:
    turns = ["К.-Ж.Токаев: Мы собрали урожай.", "Вопрос: Сколько тонн собрали?", "К.-Ж.Токаев: Шесть."]
    found = page("a.docx", made(heading("Интервью", 0), *map(paragraph, turns)))
    assert [one.speaker for one in found.paragraphs] == [None, "К.-Ж.Токаев", "Вопрос", "К.-Ж.Токаев"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", SkipReason.DAMAGED),
        (b"{\\rtf1}", SkipReason.DAMAGED),
        (made(paragraph(HARVEST))[:-400], SkipReason.DAMAGED),
        (OLE + "WordDocument".encode("utf-16-le"), SkipReason.UNSUPPORTED),
        (OLE + "EncryptedPackage".encode("utf-16-le"), SkipReason.LOCKED),
        (with_locked_parts(made(paragraph(HARVEST))), SkipReason.LOCKED),
        (zipped({"word/document.xml": "<w:document"}), SkipReason.DAMAGED),
        (zipped({"other.xml": "<a/>"}), SkipReason.DAMAGED),
        (zipped({"word/document.xml": f"{ENTITIES}<r>&d;</r>"}), SkipReason.DAMAGED),
        (zipped({"word/document.xml": f"{OUTSIDE}<r>&a;</r>"}), SkipReason.DAMAGED),
        (zipped({"word/document.xml": bytes(70 << 20)}), SkipReason.UNSAFE),
        (zipped({"word/document.xml": b"<r>" + b"<a/>" * 2_000_001 + b"</r>"}), SkipReason.TOO_LARGE),
        (made(), SkipReason.EMPTY),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, why: SkipReason) -> None:
    assert reason("a.docx", content) is why


@given(st.binary())
def test_any_bytes_are_skipped(content: bytes) -> None:
    assert len(readings_in_folder("a.docx", content)) == 1


@given(st.integers(0, 2000), st.integers(0, 255))
def test_a_changed_byte_does_no_harm(at: int, byte: int) -> None:
    content = bytearray(made(paragraph(HARVEST)))
    content[-at] = byte
    assert len(readings_in_folder("a.docx", bytes(content))) == 1
