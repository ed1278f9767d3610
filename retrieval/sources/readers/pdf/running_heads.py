"""What stands at the edges of a PDF's pages: running heads, page numbers, what a browser prints there."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from retrieval.documents import NO_LINK, Link
from retrieval.sources.readers.pdf.lines import Line

_EDGE = 2
"""Lines at either edge of a page that may repeat: a head has a title and a name, seldom more."""

_FEWEST = 3
"""Pages on which a line has to stand in the same place to be a running head."""

_SHARE = 1 / 3
"""The share of pages on which it has to, if only its numbers change: left and right pages differ."""

_MARGIN = 0.12
"""The share of a page's height, at either edge, in which a running head stands."""

_LARGEST = 13.0
"""Points of its letters: larger ones are the heading of a chapter."""

_SAME = 3.0
"""Points by which the place may differ."""

_PRINTED = 0.06
"""The share of a page's height, at either edge, in which a browser prints."""

_ANY_NUMBER = "#"
_NUMBER = re.compile(r"\d+|\b[ivxlc]{1,6}\b")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:стр\.|страница|page|p\.)\s*)?(\d{1,4})(?:\s*(?:/|of|из)\s*(\d{1,4}))?(?:[\s-]*бет)?[-–—\s]*",
    re.IGNORECASE,
)
_DAY_AND_TIME = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d{2}(?: ?[AP]M)?"
_HEAD = re.compile(rf"{_DAY_AND_TIME}(?: .+)?|.+ (?P<url>https?://\S+)")
_FOOT = re.compile(
    rf"(?P<url>https?://\S+) (?P<page>\d+)/(?P<pages>\d+)"
    rf"|(?P<page2>\d+) (?:of|из|/) (?P<pages2>\d+) {_DAY_AND_TIME}"
)


@dataclass(frozen=True, slots=True)
class Stripped:
    """The lines of the pages that are text, and the address that a browser printed on each page."""

    lines: list[Line] = field(default_factory=list)
    link: Link = NO_LINK


def without_running_heads(pages: Sequence[Sequence[Line]]) -> Stripped:
    """``pages`` without what stands at their edges and is no text."""
    down = [sorted(page, key=lambda line: -line.y) for page in pages]
    edges = [[*page[:_EDGE], *page[_EDGE:][-_EDGE:]] for page in down]
    is_repeated = _repeated(edges)
    printed, link = _printed(edges)
    kept: list[Line] = []
    for number, (page, ordered) in enumerate(zip(pages, down, strict=True)):

        def is_head(line: Line, number: int = number) -> bool:
            is_number = line.edge <= _MARGIN and _is_page_number(line, number, len(pages))
            return id(line) in printed or is_repeated(line) or is_number

        # Only from the edge inwards: what stands below a line of the text is text.
        away = [*takewhile(is_head, ordered[:_EDGE]), *takewhile(is_head, ordered[: -_EDGE - 1 : -1])]
        gone = set(map(id, away))
        kept += [line for line in page if id(line) not in gone]
    return Stripped(kept, link)


def _repeated(edges: Sequence[Sequence[Line]]) -> Callable[[Line], bool]:
    """Whether a line stands in the same place of enough pages, in letters that are not a heading's."""
    exact = Counter(key for edge in edges for key in {_key(line, line.text) for line in edge})
    changing = Counter(key for edge in edges for key in {_key(line, _form(line.text)) for line in edge})
    enough = max(_FEWEST, _SHARE * len(edges))

    def is_repeated(line: Line) -> bool:
        if line.edge > _MARGIN or line.size > _LARGEST:
            return False
        form = _form(line.text)
        is_number = form == _ANY_NUMBER
        changes = changing[_key(line, form)] >= (_FEWEST if is_number else enough)
        return changes or exact[_key(line, line.text)] >= _FEWEST

    return is_repeated


def _key(line: Line, text: str) -> tuple[str, int]:
    return text, round(line.y / _SAME)


def _form(text: str) -> str:
    return _NUMBER.sub(_ANY_NUMBER, text.casefold())


def _is_page_number(line: Line, number: int, pages: int) -> bool:
    match = _PAGE_NUMBER.fullmatch(line.text)
    return match is not None and int(match[1]) == number + 1 and int(match[2] or pages) == pages


def _printed(edges: Sequence[Sequence[Line]]) -> tuple[set[int], Link]:
    """Which lines, by identity, a browser added when it printed a page of the web, and the page's address."""
    from retrieval.sources.readers.saved_page.attribution import find_link

    found: set[int] = set()
    addresses: set[str] = set()
    for number, edge in enumerate(edges):
        outer = [line for line in edge if line.edge <= _PRINTED]
        feet = [(line, match) for line in outer if (match := _FOOT.fullmatch(line.text))]
        if len(feet) != 1:
            return set(), NO_LINK
        foot, match = feet[0]
        place = (match["page"] or match["page2"], match["pages"] or match["pages2"])
        if place != (str(number + 1), str(len(edges))):
            return set(), NO_LINK
        heads = [line for line in outer if line.y > foot.y and _HEAD.fullmatch(line.text)]
        found |= {id(foot), *map(id, heads)}
        urls = [match["url"], *((_HEAD.fullmatch(line.text) or match)["url"] for line in heads)]
        addresses |= {url for url in urls if url}
    whole = len(addresses) == 1 and not any(address.endswith(("…", "...")) for address in addresses)
    return found, (find_link(addresses.pop()) or NO_LINK) if whole else NO_LINK
