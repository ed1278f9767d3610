"""Which blocks of a page are its article: what trafilatura takes for it, and prose it passed over there."""

import re
from collections.abc import Iterator
from itertools import islice

from retrieval.sources.readers.saved_page.boilerplate import is_boilerplate, is_menu, is_related
from retrieval.sources.readers.web_page.bylines import is_byline
from retrieval.sources.readers.web_page.chrome import is_chrome
from retrieval.sources.readers.web_page.markup import Element
from retrieval.sources.readers.web_page.pieces import Piece

_SENTENCE = re.compile(r"[^.!?…;:\n]+")
_ENDS = (".", "!", "?", "…", ":", ";", "»", "”", '"')

_MOST_ELEMENTS = 30_000
"""Elements up to which trafilatura takes seconds; above, its time grows with their square."""

_FOUND = 0.5
"""The share of a block's letters from which it counts as found by trafilatura."""

_SHORTEST_JOINED = 20
_MOST_COMPARED = 100_000_000
"""Characters that are compared at most to find blocks that trafilatura joined: a tenth of a second."""

_LONG = 40
"""Characters from which a block tells where the article is."""

_LINKED = 0.6
"""The share of links from which a block leads to other pages, unless it is a whole sentence."""

_SHORTEST_LINKED = 60
_SHORTEST_TEXT = 100
"""Characters from which a block is a paragraph of text even without a full stop."""

_LONGEST_NAME = 3
"""Words of a name or a rubric under a headline."""

_LABEL = 40
"""Characters before a link that names another page: «Читайте по теме:»."""


def article_of(tree: Element, pieces: list[Piece], title: str | None) -> list[Piece]:
    """The blocks among ``pieces`` that are the article, in the order of the page, less its headline."""
    found = _found(tree, pieces) if _is_small(tree) else set()
    if not found:
        found = {number for number, piece in enumerate(pieces) if _is_plainly_text(piece)}
    first = _headline(pieces, title, found)
    kept = found | set(_passed_over(pieces, found, first))
    texts = [number for number in sorted(kept) if _is_text(pieces[number])]
    start = texts[0] if texts else len(pieces)
    return [
        pieces[number]
        for number in sorted(kept)
        if (first is None or number > first or _is_text(pieces[number]))
        and not (number <= start and is_byline(pieces[number]))
        and _is_of_article(pieces[number], title, is_above_text=number < start)
    ]


def _is_small(tree: Element) -> bool:
    return next(islice(tree.iter(), _MOST_ELEMENTS, None), None) is None


def headline_at(pieces: list[Piece], title: str | None, first_text: int) -> int | None:
    """Where the headline stands: the last block above the text that says ``title``."""
    same = [number for number in range(min(first_text + 1, len(pieces))) if pieces[number].text == title]
    return same[-1] if same else None


def _found(tree: Element, pieces: list[Piece]) -> set[int]:
    texts = list(_main_text(tree))
    known = {squeezed for text in texts for squeezed in _sentences(text)}
    whole = "".join("".join(texts).split())
    is_short = len(whole) * len(pieces) <= _MOST_COMPARED
    found = set()
    for number, piece in enumerate(pieces):
        sentences = list(_sentences(piece.text))
        same = sum(len(one) for one in sentences if one in known)
        is_found = same >= _FOUND * sum(map(len, sentences))
        # Where trafilatura joins blocks, the sentences at their edges are others.
        is_joined = is_short and len(piece.text) >= _SHORTEST_JOINED and "".join(piece.text.split()) in whole
        if sentences and (is_found or is_joined):
            found.add(number)
    # What is said again beside the article is not a part of it, unless all seems to stand beside.
    inside = {number for number in found if not pieces[number].is_beside}
    return inside if any(number in inside for number in _long(found, pieces)) else found


def _long(found: set[int], pieces: list[Piece]) -> list[int]:
    """Those that tell where the article is: the long ones, if there are any."""
    return [number for number in found if len(pieces[number].text) >= _LONG] or list(found)


def _main_text(tree: Element) -> Iterator[str]:
    from trafilatura import bare_extraction

    document = bare_extraction(tree, include_comments=False, favor_recall=True, fast=True)
    if document is not None and not isinstance(document, dict):
        yield from (text for text in document.body.itertext() if text.strip())


def _sentences(text: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(text):
        squeezed = "".join(match.group().split())
        if any(map(str.isalnum, squeezed)):
            yield squeezed


def _passed_over(pieces: list[Piece], found: set[int], first: int | None) -> Iterator[int]:
    """Prose between the headline and the end of the article, in the box that holds both."""
    texts = _long(found, pieces)
    if not texts:
        return
    start, end = min(texts), max(texts)
    begins = start if first is None else min(first + 1, start)
    box = _box([pieces[number].element for number in ([] if first is None else [first]) + [start, end]])
    inside = set(box.iter()) if box is not None else set()
    for number in range(begins, len(pieces)):
        piece = pieces[number]
        if number > end and piece.element.getparent() is not pieces[end].element.getparent():
            return
        if number in found or piece.is_beside or piece.is_hidden or piece.element not in inside:
            continue
        is_subtitle = first is not None and piece.is_heading and number < start
        is_part = piece.is_heading or piece.element.tag == "li" or piece.table is not None
        is_meta = piece.is_meta and not _is_text(piece)
        if not is_meta and (is_subtitle or _is_text(piece) or (start < number < end and is_part)):
            yield number


def _box(elements: list[Element]) -> Element | None:
    """The smallest element that holds all of these."""
    paths = [[*reversed(list(element.iterancestors())), element] for element in elements]
    box = None
    for level in zip(*paths, strict=False):
        if any(element is not level[0] for element in level):
            break
        box = level[0]
    return box


def _headline(pieces: list[Piece], title: str | None, found: set[int]) -> int | None:
    texts = [number for number in _long(found, pieces) if pieces[number].text != title]
    return headline_at(pieces, title, min(texts)) if texts else None


def _is_text(piece: Piece) -> bool:
    if piece.is_heading or piece.link_share >= _LINKED or is_chrome(piece.text):
        return False
    return piece.table is not None or len(piece.text) >= _SHORTEST_TEXT or piece.text.endswith(_ENDS)


def _is_plainly_text(piece: Piece) -> bool:
    return not piece.is_beside and not piece.is_hidden and piece.link_share < _LINKED


def _is_of_article(piece: Piece, title: str | None, *, is_above_text: bool) -> bool:
    text = piece.text
    if piece.table is not None:
        return True
    is_date = "\n" not in text and bool(piece.datelines)
    if text == title or is_date or is_boilerplate(text) or is_chrome(text) or _leads_elsewhere(piece):
        return False
    is_name = title is not None and len(text.split()) <= _LONGEST_NAME and not text.endswith(_ENDS)
    if is_above_text and not piece.is_heading:
        return not (piece.is_meta or is_name or is_menu(text))
    return not (piece.is_meta and is_name)


def _leads_elsewhere(piece: Piece) -> bool:
    """Whether a block is a link, or a label and one: «Читайте по теме: …»."""
    is_sentence = len(piece.text) >= _SHORTEST_LINKED and piece.text.endswith(_ENDS)
    if piece.link_share >= _LINKED and not is_sentence:
        return True
    label, colon, _ = piece.text[: _LABEL + 1].partition(":")
    if not colon or not piece.linked:
        return False
    is_all_linked = len(piece.text) - len(label) - 2 <= piece.linked
    return is_all_linked or is_related(label + colon)
