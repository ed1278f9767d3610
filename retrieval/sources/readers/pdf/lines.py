"""The lines of a PDF page, in the order in which the page draws them, with where they stand."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. ``x``, ``y``: its beginning, in points from the page's lower left corner.

    ``page`` is counted from 0. ``size``: of most of its letters, in points. ``is_bold``: whether most are.
    ``edge``: how far it is from the upper or the lower edge of the page, in shares of its height.
    """

    text: str
    page: int
    x: float
    y: float
    size: float
    is_bold: bool = False
    edge: float = 0.5


@dataclass
class _Pieces:
    """A line that is being put together."""

    texts: list[str] = field(default_factory=list)
    start: tuple[float, float] | None = None
    sizes: Counter[float] = field(default_factory=Counter)
    bold: int = 0

    def add(self, text: str, start: tuple[float, float], size: float, *, is_bold: bool) -> None:
        self.texts.append(text)
        length = len(text.strip())
        if length:
            self.start = self.start or start
            self.sizes[size] += length
            self.bold += length if is_bold else 0


def lines_of(page: "PageObject", number: int) -> list[Line]:
    """The lines of ``page``, the page with that ``number``, that are not blank."""
    lines: list[Line] = []
    pieces = _Pieces()
    box = page.mediabox
    bottom, height = float(box.bottom), max(float(box.height), 1.0)

    def finish() -> None:
        nonlocal pieces
        text = " ".join("".join(pieces.texts).translate(_LIGATURES).split())
        if text and pieces.start:
            x, y = pieces.start
            up = (y - bottom) / height
            is_bold = pieces.bold * 2 > pieces.sizes.total()
            size = pieces.sizes.most_common(1)[0][0]
            lines.append(Line(text, number, x, y, size, is_bold, min(up, 1 - up)))
        pieces = _Pieces()

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if not text:
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3] + tm[2] * cm[1]) or abs(tm[1] * cm[2] + tm[0] * cm[1]) or 1.0
        is_bold = "bold" in str(font.get("/BaseFont", "") if font else "").casefold()
        *ended, rest = text.split("\n")
        for one in ended:
            pieces.add(one, (x, y), round(size * scale, 1), is_bold=is_bold)
            finish()
        pieces.add(rest, (x, y), round(size * scale, 1), is_bold=is_bold)

    page.extract_text(visitor_text=visit)
    finish()
    return lines
