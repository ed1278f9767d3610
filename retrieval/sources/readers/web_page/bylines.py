"""Bylines: lines at the head of an article that say who wrote it."""

import re
from collections.abc import Iterator

from retrieval.sources.readers.saved_page.datelines import find_dateline
from retrieval.sources.readers.web_page.markup import Element, text_in
from retrieval.sources.readers.web_page.pieces import Piece

_LONGEST = 160
"""Characters of a byline."""

_WORDS = (2, 4)
"""The fewest and the most words of a person's name."""

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*\.?|(?:[^\W\d_]\.){1,2}")
_NO_NAME = re.compile(
    r"\b(?:staff|editors?|editorial|desk|newsroom|news|press|team|service|agency|correspondents?|reporters?|admin"
    r"|ministry|university|photos?|редакц\w*|редактор\w*|пресс\w*|служб\w*|агентств\w*|корреспондент\w*"
    r"|министерств\w*|новост\w*|фото\w*|собственн\w*|әкімші\w*|баспасөз\w*|қызмет\w*|агенттіг\w*|тілші\w*"
    r"|министрліг\w*)\b",
    re.IGNORECASE,
)
"""Words that no person's name has."""

_AND = re.compile(r"\s*,\s+(?:and\s+)?|\s+(?:and|&|и|және|мен)\s+")
_LABEL = re.compile(
    r"(?:(?:words |text |story |written |reported )?by|авторы?)(?:\s*:\s*|\s)"
    r"|(?:авторы?(?: текста| статьи)?|текст|мәтін)\s*:\s*",
    re.IGNORECASE,
)
_EDGE = re.compile(
    r"\s+[|·•]\s|\s*[|\n]|\.\s+(?=(?:photo|picture|illustrat|video|фото|иллюстрац|сурет)\w*\W)"
    r"|(?P<is_before_day>(?:,|\s[—–-])\s+(?=\d|\w+\.? \d))",
    re.IGNORECASE,
)
"""Where the names in a byline end."""

_FROM = re.compile(r"(?P<names>[^,]{5,60}), reporting from [A-Z]\S*(?: \S+){0,3}", re.IGNORECASE)
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:by|byline|authors?)(?=$|[\s_-])", re.IGNORECASE)
_OTHER_CLASS = re.compile(r"photo|image|picture|caption|bio|about|comment|avatar|source|quote", re.IGNORECASE)
_AUTHOR_PAGE = re.compile(r"/authors?/[^/]", re.IGNORECASE)

_SIGNED = re.compile(r"(?P<names>[^,|·\d]{5,60}?)\s*[,|·]\s+(?=\d)")
_ISSUE = re.compile(r"№\s?\d{1,5}\s?\(\d{1,6}\),?\s+")
"""A newspaper's issue: its number in the year and of all."""


def byline_names(head: list[Piece]) -> list[str]:
    """Those whom the bylines at the ``head`` of an article name; empty where they name different people."""
    elements = [one for one in elements_of(head) if _says_author(one)]
    texts = [text_in(one) if one.find(".//br") is None else "" for one in elements]
    groups = [names for text in texts if (names := _names(text, is_author=True))]
    groups += [names for piece in head if (names := _piece_names(piece))]
    most = max(groups, key=len, default=[])
    return most if all(set(group) <= set(most) for group in groups) else []


def elements_of(head: list[Piece]) -> list[Element]:
    """The elements of the blocks at the head of an article; not of those that hold more than a few lines."""
    boxes = dict.fromkeys(piece.element for piece in head)
    short = (box for box in boxes if len(text_in(box)) <= _LONGEST)
    return list(dict.fromkeys(one for box in short for one in box.iter()))


def is_byline(piece: Piece) -> bool:
    """Whether a block says nothing but who wrote the article, and perhaps when."""
    if len(piece.text) > _LONGEST:
        return False
    is_linked = _LABEL.match(piece.text) and any(map(_says_author, piece.element.iter("a")))
    return bool(_piece_names(piece) or is_linked) or less_signature(piece.text) is not None


def _piece_names(piece: Piece) -> list[str]:
    return [] if piece.is_heading else _names(piece.text, is_author=_is_named_so(piece.element))


def less_signature(line: str) -> str | None:
    """The day in a line that has a person's name, or the number of an issue, before it; None in others."""
    issue = _ISSUE.match(line)
    if issue:
        return line[issue.end() :]
    signed = _SIGNED.match(line) if len(line) <= _LONGEST else None
    rest = line[signed.end() :] if signed and list(_people(signed["names"])) else None
    dateline = find_dateline(rest) if rest else None
    # A name and a day alone may be when somebody was born.
    return rest if dateline and dateline.is_bare and dateline.published and dateline.published.time else None


def _says_author(element: Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    is_page = element.tag == "a" and _AUTHOR_PAGE.search((element.get("href") or "")[:500]) is not None
    return is_page or _is_named_so(element)


def _is_named_so(element: Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"[:500]
    return _AUTHOR_CLASS.search(names) is not None and _OTHER_CLASS.search(names) is None


def _names(text: str, *, is_author: bool) -> list[str]:
    """The people that ``text`` names as authors. ``is_author``: whether its element says that it does."""
    if len(text) > _LONGEST:
        return []
    reporting = _FROM.fullmatch(text)
    if reporting:
        return list(_people(reporting["names"]))
    label = _LABEL.match(text)
    if not label and not is_author:
        return []
    named = text[label.end() :] if label else text
    edge = _EDGE.search(named)
    if edge and edge["is_before_day"] and not find_dateline(named[edge.end() :].partition("\n")[0]):
        return []  # «By Kazakh Railways, about 5 million people …»
    return list(_people(named[: edge.start()] if edge else named))


def _people(text: str) -> Iterator[str]:
    """The names in ``text``, if all of it is names."""
    names = [name.strip(" ,;:") for name in _AND.split(text.strip())]
    if all(map(_is_person, names)):
        yield from names


def _is_person(name: str) -> bool:
    words = name.split()
    fewest, most = _WORDS
    is_name = all(_WORD.fullmatch(word) and word[0].isupper() for word in words)
    return fewest <= len(words) <= most and is_name and not _NO_NAME.search(name)
