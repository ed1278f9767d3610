"""The blocks of a page in its own order, each with what tells text from the rest of a page."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from retrieval.sources.readers.saved_page.datelines import Dateline, find_dateline
from retrieval.sources.readers.web_page.markup import Element
from retrieval.sources.readers.web_page.tables import Table, data_table

_NEVER = frozenset(
    "script style noscript noframes template head title select option button input textarea iframe object "
    "embed svg canvas audio video map dialog datalist meter progress".split()
)

"""Elements whose text nobody reads."""

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre section summary table "
    "tbody td tfoot th thead tr ul".split()
)

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BESIDE = frozenset("nav aside footer form figure figcaption".split())

_BESIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|respond|related|recommend(?:ed|ation)?s?|similar|sidebar|side|share|sharing|"
    r"sharedaddy|social|socials|breadcrumbs?|crumbs|menu|nav|navbar|navigation|navlinks|topbar|cookies?|consent|tags?|"
    r"popular|trending|newsletter|subscribe|subscription|promo|banner|advert|ads?|adv|footer|colophon|pagination|pager|"
    r"gdpr|privacy|tools|toolbar|print|foot(?![_-])|soc|likes?|rating|whois|copyright|signature|pages|lenta|others|"
    r"readmore|read-more|read-also|readalso|see-also|masthead|skip-link|postprofile|widgets?)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Names of classes that set what they hold beside the article."""

_META_NAMES = re.compile(
    r"(?:^|[\s_-])(?:by|byline|authors?|names?|username|meta|info|dates?|date-?time|time|posted|published|views|source|credit|caption)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s?:\s?none|visibility\s?:\s?hidden", re.IGNORECASE)

_MOSTLY = 0.4
"""The share of a page's letters from which no part of it is beside the article, whatever it is called."""

_BREAK = "\x00"


@dataclass
class Piece:
    """A block of text. ``table``: the table that it stands for, if any; ``text`` then has all of its cells.

    ``linked``: characters of ``text`` that are links. ``is_beside``: whether it stands in what pages set
    beside an article. ``is_meta``: whether its element is called a byline, a date and so on.
    """

    element: Element
    text: str = ""
    linked: int = 0
    table: Table | None = None
    is_beside: bool = False
    is_hidden: bool = False
    is_meta: bool = False

    @property
    def is_heading(self) -> bool:
        return self.element.tag in _HEADINGS

    @cached_property
    def datelines(self) -> list[Dateline]:
        """What its lines state as datelines."""
        lines = [" ".join(line.split()) for line in self.text.split("\n")]
        return [found for line in lines if (found := find_dateline(line))]

    @property
    def link_share(self) -> float:
        return self.linked / max(len(self.text), 1)


@dataclass(slots=True)
class _Walk:
    """What is known of the place that a walk has come to."""

    pieces: list[Piece] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    flags: list[tuple[bool, bool, bool]] = field(default_factory=lambda: [(False, False, False)])
    blocks: list[Element] = field(default_factory=list)
    links: int = 0

    def add(self, text: str | None) -> None:
        if text:
            is_set = any(block.tag == "pre" for block in self.blocks[-2:])
            self.parts.append(text.replace("\n", _BREAK) if is_set else text)
            self.linked += len(" ".join(text.split())) if self.links else 0

    def enter(self, element: Element, *, is_most: bool) -> None:
        tag = element.tag
        if tag == "br":
            self.parts.append(_BREAK)
        elif tag in _BLOCKS:
            self.flush()
            self.blocks.append(element)
            self.flags.append(_flags(self.flags[-1], element, is_most=is_most))
        elif tag == "time":
            self.parts.append(" ")
        self.links += tag == "a"
        self.add(element.text)

    def leave(self, element: Element) -> None:
        if self.blocks and self.blocks[-1] is element:
            self.flush()
            self.blocks.pop()
            self.flags.pop()
        elif element.tag == "time":
            self.parts.append(" ")
        self.links -= element.tag == "a"

    def flush(self) -> None:
        """Ends a block; two line breaks in a row end a paragraph, one stays."""
        raw, linked = "".join(self.parts), self.linked
        self.parts, self.linked = [], 0
        if not raw or not self.blocks:
            return
        lines = [" ".join(line.split()) for line in raw.split(_BREAK)]
        beside, hidden, meta = self.flags[-1]
        for paragraph in "\n".join(lines).split("\n\n"):
            text = paragraph.strip("\n ")
            if text:
                self.pieces.append(
                    Piece(self.blocks[-1], text, min(linked, len(text)), None, beside, hidden, meta)
                )


def pieces_of(tree: Element) -> list[Piece]:
    """The blocks of a page's body, those beside the article as well; not what is never shown."""
    from lxml import etree

    body = tree.find("body")
    root = tree if body is None else body
    sizes = _sizes(root)
    most = sizes[root] * _MOSTLY
    walk = _Walk()
    events = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in events:
        if event == "start":
            is_most = sizes.get(element, 0) > most
            if element.tag in _NEVER or (
                element.tag == "table" and _add_table(walk, element, is_most=is_most)
            ):
                events.skip_subtree()
            else:
                walk.enter(element, is_most=is_most)
        else:
            if event == "end":
                walk.leave(element)
            walk.add(element.tail if element is not root else None)
    return walk.pieces


def _add_table(walk: _Walk, element: Element, *, is_most: bool) -> bool:
    table = data_table(element)
    if table is None:
        return False
    walk.flush()
    beside, hidden, meta = _flags(walk.flags[-1], element, is_most=is_most)
    text = "\n".join(cell for row in table.rows for cell in row if cell)
    if text:
        walk.pieces.append(Piece(element, text, 0, table, beside, hidden, meta))
    return True


def _sizes(root: Element) -> dict[Element, int]:
    """Letters in each block, with those of the blocks in it."""
    from lxml import etree

    sizes: dict[Element, int] = {root: 0}
    counts = [0]
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start":
            if element.tag in _NEVER:
                events.skip_subtree()
                counts.append(0)
                continue
            counts.append(len((element.text or "").strip()))
        else:
            count = counts.pop()
            if element.tag in _BLOCKS or element is root:
                sizes[element] = count
            if counts:
                counts[-1] += count + len((element.tail or "").strip())
    return sizes


def _flags(above: tuple[bool, bool, bool], element: Element, *, is_most: bool) -> tuple[bool, bool, bool]:
    beside, hidden, meta = above
    names = " ".join(
        element.get(name) or "" for name in ("class", "id", "itemprop", "data-component", "role")
    )[:500]
    is_beside = not is_most and (element.tag in _BESIDE or _BESIDE_NAMES.search(names) is not None)
    is_hidden = "hidden" in element.attrib or _HIDDEN.search((element.get("style") or "")[:500]) is not None
    is_meta = element.tag in ("address", "dl", "figcaption") or _META_NAMES.search(names) is not None
    return beside or is_beside, hidden or is_hidden, not is_most and (meta or is_meta)
