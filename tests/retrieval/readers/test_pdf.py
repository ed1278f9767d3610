import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pypdf import PdfWriter

from retrieval.documents import LinkKind, SkipReason
from retrieval.sources.readers.pdf import reader
from tests.retrieval.readers.shown import facts, page, prose, readings, readings_in_folder, reason

HEIGHT = 842
A4 = (595 / 72, HEIGHT / 72)
LEADING = 14


@dataclass(frozen=True)
class At:
    """A line of a page: ``down`` from its top and ``x`` from its left, in points; None for the next line."""

    text: str
    down: float | None = None
    x: float = 60
    size: float = 10
    weight: str = "normal"


def made(*sheets: Sequence[str | At], title: str = "", picture: bool = False) -> bytes:
    """A document with Cyrillic and Kazakh letters: an empty line leaves a gap between paragraphs."""
    file = io.BytesIO()
    metadata = {"Title": title, "Author": "user-PC", "Creator": "Word"}
    with (
        mpl.rc_context({"pdf.fonttype": 42, "font.family": "DejaVu Sans"}),
        PdfPages(file, metadata=metadata) as pdf,
    ):
        for sheet in sheets:
            figure = Figure(figsize=A4)
            if picture:
                figure.figimage(np.zeros((20, 20)))
            down = 100.0
            for line in (At(line) if isinstance(line, str) else line for line in sheet):
                down = down + LEADING if line.down is None else line.down
                place = (line.x / 595, 1 - down / HEIGHT)
                figure.text(*place, line.text, fontsize=line.size, fontweight=line.weight, parse_math=False)
            pdf.savefig(figure)
    return file.getvalue()


FULL = [
    "Министерство сельского хозяйства сообщило, что аграрии области собрали более",
    "шести миллионов тонн зерна, и это на двенадцать процентов больше, чем было год",
    "назад.",
]
WHOLE = " ".join(FULL)
KAZAKH = [
    "Ауыл шаруашылығы министрлігі облыс шаруалары алты миллион тоннадан астам астық",
    "жинағанын, бұл өткен жылғыдан он екі пайызға көп екенін хабарлады.",
]
ENGLISH = [
    "The ministry of agriculture said that farmers of the region had harvested more",
    "than six million tonnes of grain, twelve percent more than a year before that.",
]


@pytest.mark.parametrize(
    ("sheets", "paragraphs"),
    [
        ([[*FULL, "", *KAZAKH, "", *ENGLISH]], [WHOLE, " ".join(KAZAKH), " ".join(ENGLISH)]),
        # Without gaps a paragraph is told by its short last line, or the indent of its first.
        ([[*FULL, *KAZAKH]], [WHOLE, " ".join(KAZAKH)]),
        (
            [[At(FULL[0], x=80), *FULL[1:2], At(KAZAKH[0], x=80), KAZAKH[1], At(ENGLISH[0], x=80)]],
            [" ".join([*FULL[:2], KAZAKH[0], KAZAKH[1]]), ENGLISH[0]],
        ),
        # A sentence goes on on the next sheet, and in the next column.
        ([FULL[:2], [FULL[2]]], [WHOLE]),
        ([[FULL[0], At(FULL[1], down=90, x=320), FULL[2]]], [WHOLE]),
        ([["Абай", "Жетісу", "Ұлытау", "", *FULL]], ["Абай", "Жетісу", "Ұлытау", WHOLE]),
        # A heading is larger, or bold.
        ([[At("Егін жинау", size=16), *FULL]], ["Егін жинау", WHOLE]),
        ([[At("Егін жинау", weight="bold"), *FULL]], ["Егін жинау", WHOLE]),
        ([[*FULL, "— Рекорд, — сказал он.", "— Почему?"]], [WHOLE, "— Рекорд, — сказал он.", "— Почему?"]),
        ([["Содержание", "Глава 1 . . . . . . . . . 5", "", *FULL]], ["Содержание", WHOLE]),
    ],
)  # fmt: skip
def test_lines_are_put_together_into_paragraphs(sheets: list[list[str | At]], paragraphs: list[str]) -> None:
    assert prose(page("a.pdf", made(*sheets))) == paragraphs


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["собрано более полу-", "тора тонн. Полутора!"], "собрано более полутора тонн. Полутора!"),
        (["собрано более полу-", "тора тонн."], "собрано более полу-тора тонн."),
        (["собрано более полу\u00ad", "тора тонн."], "собрано более полутора тонн."),
        (["собрано что-", "то. Что-то. Чтото."], "собрано что-то. Что-то. Чтото."),
        (["выборы прошли в 2023-", "2024 годах."], "выборы прошли в 2023-2024 годах."),
        (["жатва -", "дело нелёгкое."], "жатва - дело нелёгкое."),
    ],
)
def test_a_word_is_put_together_only_beyond_doubt(lines: list[str], text: str) -> None:
    begin = "Министерство сельского хозяйства сообщило всем: "
    assert prose(page("a.pdf", made([begin + lines[0], lines[1]]))) == [begin + text]


ORDINALS = ["первом", "втором", "третьем", "четвёртом", "пятом"]


def sheets_with(head: str, foot: str, number: int) -> list[list[str | At]]:
    return [
        [
            At(head.replace("#", str(page)), down=40, size=8),
            At(f"На листе {ordinal} сказано своё, и сказано оно полностью."),
            At(foot.replace("#", str(page)), down=810, size=8),
        ]
        for page, ordinal in enumerate(ORDINALS[:number], start=1)
    ]


@pytest.mark.parametrize(
    ("head", "foot", "number"),
    [
        ("Қазақстан астығы", "#", 4),
        ("Вестник статистики, № 5", "Стр. # из 4", 4),
        ("Annual report — #", "- # -", 5),
        ("Annual report", "№ # (всего 3)", 3),
    ],
)
def test_what_stands_at_the_edges_of_the_pages_is_no_text(head: str, foot: str, number: int) -> None:
    found = page("a.pdf", made(*sheets_with(head, foot, number)))
    assert len(found.paragraphs) == number
    assert all(text.startswith("На листе") for text in prose(found))


def test_a_line_that_stands_at_the_edge_once_is_text() -> None:
    found = page("a.pdf", made(*sheets_with("Қазақстан астығы", "Всего # тонн", 2)))
    assert len(found.paragraphs) == 6


@pytest.mark.parametrize(
    ("stated", "lines", "title"),
    [
        ("Отчёт о жатве", [At("Отчёт о жатве", size=16), *FULL], "Отчёт о жатве"),
        ("ОТЧЁТ О ЖАТВЕ", [At("Отчёт", size=16), At("о жатве", size=16), *FULL], "Отчёт о жатве"),
        ("Отчёт о жатве - Tengrinews.kz", ["Отчёт о жатве", "", *FULL], "Отчёт о жатве"),
        ("Егін жинау | Басты бет", ["Егін жинау", "", *KAZAKH], "Егін жинау"),
        ("Microsoft Word - doc1.docx", ["Отчёт о жатве", "", *FULL], None),
        ("жатве", ["Отчёт о жатве", "", *FULL], None),
        ("", ["Отчёт о жатве", "", *FULL], None),
    ],
)  # fmt: skip
def test_a_title_is_stated_and_stands_on_the_first_page(
    stated: str, lines: list[str | At], title: str | None
) -> None:
    found = page("a.pdf", made(lines, title=stated))
    assert facts(found) == [title, None, None, None]
    assert [prose(found)[at] for at, one in enumerate(found.paragraphs) if one.is_title] == [title][
        : title is not None
    ]


def test_only_a_dateline_is_a_date_of_publication() -> None:
    dated = page("a.pdf", made(["Отчёт о жатве", "", "12 мая 2024", "", *FULL]))
    assert dated.published is not None
    assert dated.published.isoformat() == "2024-05-12"
    assert "12 мая 2024" not in prose(dated)
    assert (
        page("a.pdf", made(["Отчёт", "", "Совещание было 12 мая 2024 года в Астане.", *FULL])).published
        is None
    )


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("27.11.2026, 14:20 Отчёт о жатве", "https://tengrinews.kz/a/harvest-1/ #/2"),
        ("Отчёт о жатве https://tengrinews.kz/a/harvest-1/", "# of 2 11/27/2026, 2:20 PM"),
    ],
)
def test_what_a_browser_prints_is_the_address_and_no_date(head: str, foot: str) -> None:
    sheets = sheets_with(head, foot, 2)
    found = page("a.pdf", made(*sheets))
    assert (found.link.url, found.link.kind) == ("https://tengrinews.kz/a/harvest-1/", LinkKind.ARTICLE)
    assert facts(found) == [None, None, "tengrinews.kz", None]
    assert len(found.paragraphs) == 2


def locked(content: bytes, password: str) -> bytes:
    writer = PdfWriter(io.BytesIO(content))
    writer.encrypt(password, "owner", algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_document_that_opens_without_a_password_is_read() -> None:
    assert prose(page("a.pdf", locked(made(FULL), ""))) == [WHOLE]


def written(*objects: bytes) -> bytes:
    """A document with these objects, the first of which is its catalogue."""
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return content + head + b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(content))


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SHEET = b"""<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R
/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>"""


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), more, content)


def one_sheet(content: bytes, more: bytes = b"", sheets: int = 1) -> bytes:
    pages = b"<</Type/Pages/Kids[%b]/Count %d>>" % (b"3 0 R " * sheets, sheets)
    form = stream(b"/X Do /X Do", b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return written(CATALOGUE, pages, SHEET, stream(content, more), FONT, form)


def packed(unit: bytes, mebibytes: int) -> bytes:
    packer = zlib.compressobj(9)
    block = unit * ((1 << 20) // len(unit))
    return b"".join(packer.compress(block) for _ in range(mebibytes)) + packer.flush()


FLATE = b"/Filter/FlateDecode"
TWICE = b"/Filter[/FlateDecode/FlateDecode]"
SHOWN = b"BT /F 9 Tf 50 700 Td (A word of text.) Tj ET "


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", SkipReason.DAMAGED),
        (b"%PDF-1.7\n", SkipReason.DAMAGED),
        (b"<html></html>", SkipReason.DAMAGED),
        (made(FULL)[:600], SkipReason.DAMAGED),
        (locked(made(FULL), "secret"), SkipReason.LOCKED),
        (made([], [], picture=True), SkipReason.PICTURES_ONLY),
        (made([]), SkipReason.EMPTY),
        (made(["Ìèíèñòåðñòâî ñåëüñêîãî õîçÿéñòâà ñîîáùèëî î æàòâå."]), SkipReason.UNKNOWN_ENCODING),
        # Streams that get a thousand times larger, sheets in a circle, forms that hold themselves.
        (one_sheet(packed(b" ", 200), FLATE), SkipReason.TOO_LARGE),
        (one_sheet(zlib.compress(packed(b" ", 200)), TWICE), SkipReason.TOO_LARGE),
        (written(CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"), SkipReason.DAMAGED),
        (one_sheet(b"/X Do"), SkipReason.EMPTY),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(content: bytes, why: SkipReason) -> None:
    assert reason("a.pdf", content) is why


def test_a_sheet_that_cannot_be_read_is_named_and_the_others_are_read() -> None:
    pages = b"<</Type/Pages/Kids[3 0 R 7 0 R]/Count 2>>"
    bomb = stream(packed(b" ", 50), FLATE)
    sheet = SHEET.replace(b"4 0 R", b"8 0 R")
    found = readings("a.pdf", written(CATALOGUE, pages, SHEET, stream(SHOWN), FONT, FONT, sheet, bomb))
    assert len(found) == 2
    assert (found[1].part, getattr(found[1], "reason", None)) == ("2", SkipReason.TOO_LARGE)


@pytest.mark.parametrize(("limit", "value"), [("_LONGEST", 0.0), ("_MOST_TEXT", 100), ("_MOST_WORK", 5)])
def test_reading_ends_in_time(monkeypatch: pytest.MonkeyPatch, limit: str, value: float) -> None:
    monkeypatch.setattr(reader, limit, value)
    assert reason("a.pdf", one_sheet(SHOWN, sheets=100)) is SkipReason.TOO_LARGE


@given(st.binary())
def test_any_bytes_are_skipped(content: bytes) -> None:
    assert len(readings_in_folder("a.pdf", content)) == 1


WRITTEN = one_sheet(SHOWN)


@given(st.integers(0, len(WRITTEN) - 1), st.binary(max_size=4))
def test_changed_bytes_do_no_harm(at: int, content: bytes) -> None:
    assert readings_in_folder("a.pdf", WRITTEN[:at] + content + WRITTEN[at + len(content) :])
