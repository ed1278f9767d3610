"""Which lines of a PDF make up a paragraph, told by gaps, indents and the length of lines; and its text."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.sources.readers.pdf.lines import Line

_SAME_SIZE = 1.08
"""How many times larger letters may be in the same paragraph."""

_GAP = 1.3
"""How many times the usual distance of two lines lies between paragraphs."""

_INDENT = 0.8
"""The width of an indent, in sizes of letters: a little less than the least that is used."""

_FULL = 0.75
"""The length of a line that has room for no long word, as a share of the usual."""

_USUAL = 0.8
"""The share of lines that are no longer than the usual length."""

_SHORTEST = 25
"""The least that counts as usual: the lines of a newspaper's column. Shorter ones are those of a list."""

_WHOLE = 0.9
"""The length of a line that goes on elsewhere, in a capital letter too."""

_ENDS = re.compile(r"[.!?…:;][»\"”)]*$")
_ITEM = re.compile(r"(?:[•·▪●○■□‣–—*-]|\d{1,3}[.)]|[a-zа-яё]\))\s")
_HYPHENS = "-‐\u00ad"
_SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"\w+(?:[-‐]\w+)*")


@dataclass(frozen=True, slots=True)
class Measures:
    """What is usual in a document: by the size of letters, characters a line and points between lines;
    and the words in it, in lower case.
    """

    length: dict[float, float]
    leading: dict[float, float]
    words: frozenset[str]


def measured(lines: Sequence[Line]) -> Measures:
    """What is usual in ``lines``."""
    lengths: dict[float, list[int]] = defaultdict(list)
    gaps: dict[float, Counter[float]] = defaultdict(Counter)
    words: set[str] = set()
    for line in lines:
        lengths[line.size].append(len(line.text))
        # The last word may be half a one.
        words.update(_WORD.findall(line.text.casefold().rstrip(_HYPHENS)))
    for above, below in pairwise(lines):
        gap = above.y - below.y
        if above.page == below.page and above.size == below.size and gap > 0:
            gaps[above.size][round(gap * 2) / 2] += 1
    return Measures(
        length={
            size: max(sorted(found)[int(len(found) * _USUAL)], _SHORTEST) for size, found in lengths.items()
        },
        leading={size: found.most_common(1)[0][0] for size, found in gaps.items()},
        words=frozenset(words),
    )


def goes_on(above: Line, below: Line, usual: Measures) -> bool:
    """Whether ``below`` belongs to the paragraph of ``above``, the line before it."""
    ends = _ENDS.search(above.text) is not None
    share = len(above.text) / usual.length[above.size]
    goes_on_low = not ends and below.text[0].islower()
    if max(above.size, below.size) > _SAME_SIZE * min(above.size, below.size):
        return False
    if ends and _ITEM.match(below.text):
        return False
    gap = above.y - below.y
    is_elsewhere = above.page != below.page or gap < 0  # a new page, or a new column
    is_indented = below.x - above.x > _INDENT * above.size
    if is_elsewhere or is_indented or above.is_bold != below.is_bold:
        return share >= _FULL and not ends and (goes_on_low or share >= _WHOLE)
    if gap > _GAP * usual.leading.get(above.size, above.size * _GAP):
        return False
    return share >= _FULL or goes_on_low


def joined(lines: Sequence[Line], words: frozenset[str]) -> str:
    """The text of a paragraph; a word is put together only where the hyphen is beyond doubt not its own."""
    text = lines[0].text
    for line in lines[1:]:
        text = _with(text, line.text, words)
    return text.replace(_SOFT_HYPHEN, "")


def _with(text: str, below: str, words: frozenset[str]) -> str:
    if text.endswith(_SOFT_HYPHEN):
        return text + below
    if text[-1] not in _HYPHENS or text[-2:-1].isspace() or len(text) == 1:
        return f"{text} {below}"
    if below[0].islower():
        first = _last_word(text[:-1])
        rest = _WORD.match(below)
        second = rest[0] if rest else ""
        whole = (first + second).casefold()
        if whole in words and f"{first}-{second}".casefold() not in words:
            return text[:-1] + below
    return text + below


def _last_word(text: str) -> str:
    return next(reversed(_WORD.findall(text[-60:])), "")
