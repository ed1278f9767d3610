"""From the text of a page to the tree of its elements."""

import re
from typing import Any, TypeAlias

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " ")
_EMBEDDED = re.compile(r"data:[\w.+-]{1,60}/[\w.+-]{1,60}(?:;[\w=-]{1,40}){0,4};base64,[A-Za-z0-9+/=%]+")
"""A picture in the page itself, as programs save pages that keep all in one file."""


_RAW = re.compile(r"<(?P<close>/?)(?P<name>script|style)\b(?P<rest>[^<>]{0,2000})>", re.IGNORECASE)


class TooDeepError(ValueError):
    """Elements lie in each other deeper than the parser goes, which leaves out all that follows."""


def without_embedded(text: str) -> str:
    """A page without what is not read: control characters, scripts but for linked data, styles, pictures."""
    pieces, start, opened = [], 0, ""
    for match in _RAW.finditer(text):
        name = match["name"].lower()
        if not opened and not match["close"]:
            opened = name
            if "ld+json" not in match["rest"].lower():
                pieces.append(text[start : match.end()])
                start = -1
        elif opened == name and match["close"]:
            start = match.start() if start < 0 else start
            opened = ""
    if start >= 0:
        pieces.append(text[start:])
    return _EMBEDDED.sub("", "".join(pieces).translate(_CONTROLS))


def tree_of(text: str) -> Element | None:
    """The page's ``html`` element; None where there is no element at all.

    Entities are not expanded and nothing is loaded. Raises TooDeepError.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None
    if any("depth" in error.message.lower() for error in parser.error_log):
        raise TooDeepError
    _flatten_layout(tree)
    return tree


def _flatten_layout(tree: Element) -> None:
    """Makes tables that hold other tables plain boxes: they only lay out a page."""
    above = [next(table.iterancestors("table"), None) for table in tree.iter("table")]
    for table in dict.fromkeys(one for one in above if one is not None):
        for part in (table, *_own_parts(table)):
            part.tag = "div"


def _own_parts(table: Element) -> list[Element]:
    """Rows and cells of a table itself."""
    parts: list[Element] = []
    inside = list(table)
    while inside:
        part = inside.pop()
        if part.tag in ("thead", "tbody", "tfoot", "tr"):
            inside += list(part)
        if part.tag in ("thead", "tbody", "tfoot", "tr", "td", "th", "caption"):
            parts.append(part)
    return parts


def text_in(element: Element) -> str:
    """What an element says, in single spaces."""
    return " ".join(" ".join(element.itertext()).split())


def label_of(element: Element) -> str:
    """The words before an inline element in its line, back to the one of its kind before it."""
    parts: list[str] = []
    before = element.getprevious()
    while before is not None:
        parts.append(before.tail or "")
        if before.tag in ("br", "p", "div", element.tag):
            break
        if isinstance(before.tag, str):
            parts.append("".join(before.itertext()))
        before = before.getprevious()
    else:
        parts.append(element.getparent().text or "")
    return " ".join("".join(reversed(parts)).split()).strip("·|•– ")


def bare(text: str) -> str:
    """The letters and digits of ``text``, folded, by which two titles or names are the same."""
    return "".join(filter(str.isalnum, text.casefold()))
