"""What a page is called: a headline that two of its parts agree on, never the site's name."""

import re
from urllib.parse import urljoin, urlsplit

from retrieval.documents import Link, LinkKind
from retrieval.sources.readers.web_page.linked_data import comparable
from retrieval.sources.readers.web_page.markup import Element, bare, text_in
from retrieval.sources.readers.web_page.meta import stated
from retrieval.sources.readers.web_page.pieces import Piece

_BETWEEN = re.compile(r"\s+(?:[-–—|•·/»«:]|::)\s+|\s*[|•»«]\s*")
"""What stands between a headline and the site's name in the title of a window."""

_LONGEST = 500
"""Characters of what may hold a headline."""

_LARGE = frozenset("5 6 7 +2 +3 +4".split())
"""Sizes of a font."""

_UNNAMED = re.compile(
    r"(?:untitled|document|new page|документ|без (?:имени|названия)|новая страница|безымянный|құжат|атаусыз)"
    r"(?: (?:document|page|документ|страница))?[ -]?\d{0,3}",
    re.IGNORECASE,
)
"""What programs call a page that nobody has named."""

_SHORTEST_CUT = 20
"""Letters of a headline that may have been cut short."""


def candidates(tree: Element) -> list[str]:
    """All that may be the headline: what the head of the page says, whole and in parts."""
    given = [*stated(tree, "og:title", "twitter:title", "headline", "title"), *_window_titles(tree)]
    whole = [text for text in given if len(text) <= _LONGEST]
    return list(dict.fromkeys([*whole, *(part for text in whole for part in _parts(text))]))


def find_title(
    tree: Element, pieces: list[Piece], headline: str | None, names: set[str], link: Link
) -> str | None:
    """The headline; None for the front page of a site, or where nothing but the site's name is given.

    ``headline``: the one of the article's linked data. ``names``: what the site is called.
    """
    if link.kind is LinkKind.PUBLISHER:
        return None
    plain_names = {bare(name) for name in names} | {""}
    said = [
        text for text in ([headline] if headline else []) + candidates(tree) if bare(text) not in plain_names
    ]
    headings = _headings(pieces, link)
    first = [piece for piece in headings if piece.element.tag == "h1" and bare(piece.text) not in plain_names]
    for piece in [*first, *headings]:
        if bare(piece.text) not in plain_names and any(_agree(piece.text, text) for text in said):
            return " ".join(piece.text.split())
    if headline and bare(headline) not in plain_names:
        return headline
    shown = [_less_name(text, plain_names) for text in stated(tree, "og:title") if len(text) <= _LONGEST]
    alone = [" ".join(first[0].text.split())] if len(first) == 1 else []
    if not first and len(headings) == 1 and not said:
        alone = [" ".join(headings[0].text.split())]
    if not headings and not said:
        large = [text for piece in pieces if not piece.is_beside and (text := _large_text(piece))]
        alone = large if len(large) == 1 else []
    windows = [_less_name(text, plain_names) for text in _window_titles(tree)]
    return next((text for text in [*shown, *alone, *windows] if text), None)


def _large_text(piece: Piece) -> str | None:
    """The text of a block in large letters, by which old pages show a headline; None of any other."""
    text = " ".join(piece.text.split())
    fonts = [one for one in piece.element.iter("font") if (one.get("size") or "").strip() in _LARGE]
    return text if len(text) <= _LONGEST and any(text_in(one) == text for one in fonts) else None


def shown_headings(pieces: list[Piece], link: Link) -> list[str]:
    """The headings of the page that lead nowhere else."""
    return [" ".join(piece.text.split()) for piece in _headings(pieces, link)]


def _headings(pieces: list[Piece], link: Link) -> list[Piece]:
    return [
        piece
        for piece in pieces
        if piece.is_heading and not piece.is_beside and not _leads_elsewhere(piece, link)
    ]


def _window_titles(tree: Element) -> list[str]:
    head = tree.find("head")
    found = [] if head is None else [text_in(element) for element in head.iter("title")]
    return [text for text in found if 0 < len(text) <= _LONGEST and not _UNNAMED.fullmatch(text)][:1]


def _parts(text: str) -> list[str]:
    """The headline that ``text`` may hold beside the name of a site or a rubric."""
    cuts = list(_BETWEEN.finditer(text))
    return [text[: cut.start()].strip() for cut in reversed(cuts)] + [
        text[cut.end() :].strip() for cut in cuts
    ]


def _less_name(text: str, plain_names: set[str]) -> str | None:
    """``text`` without the site's name at an edge of it; None where nothing else is left."""
    for cut in _BETWEEN.finditer(text):
        before, after = text[: cut.start()].strip(), text[cut.end() :].strip()
        if bare(after) in plain_names:
            text = before
            break
        if bare(before) in plain_names:
            text = after
            break
    return None if bare(text) in plain_names else text


def _leads_elsewhere(piece: Piece, link: Link) -> bool:
    """Whether a heading is a link to another page than this one."""
    anchors = [*piece.element.iter("a"), *piece.element.iterancestors("a")][:1]
    if not anchors or not anchors[0].get("href"):
        return False
    try:
        address = urljoin(link.url or "", anchors[0].get("href"))
        is_site = not urlsplit(address).path.strip("/") and not urlsplit(address).query
    except ValueError:
        return True
    if link.url is None:
        return is_site
    own, other = comparable(link.url), comparable(address)
    return other != own and other.rpartition("/")[2] != own.rpartition("/")[2]


def _agree(shown: str, text: str) -> bool:
    first, second = bare(shown), bare(text)
    is_cut = min(len(first), len(second)) >= _SHORTEST_CUT
    return first == second or (is_cut and (first.startswith(second) or second.startswith(first)))
