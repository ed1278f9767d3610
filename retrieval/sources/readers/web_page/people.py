"""Who wrote a page and who published it, if the page says so beyond doubt."""

import re
from collections.abc import Sequence
from typing import Any

from retrieval.sources.readers.web_page.bylines import byline_names, elements_of
from retrieval.sources.readers.web_page.linked_data import as_list, resolved, text_of
from retrieval.sources.readers.web_page.markup import Element, bare, text_in
from retrieval.sources.readers.web_page.meta import stated
from retrieval.sources.readers.web_page.pieces import Piece

_ORGANISATION = re.compile(r"Organi[sz]ation|Corporation|Website", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:super )?(?:admin|user)(?:istrator)?|администратор|админ|автор|author|editor(?:ial)?(?: team| staff)?"
    r"|staff(?: writer)?|редакци[яи].*|редактор|әкімші|news ?(?:desk|room)|web ?master|root"
    r"|moderator|модератор",
    re.IGNORECASE,
)
"""Names of accounts that stand for anybody."""

_NAME = re.compile(r"(?=.*[^\W\d_])[^@<>{}|/\\_#\d]{2,80}")
_AUTHOR = ("author", "article:author")
_BY = re.compile(r"^(?:by|автор|авторы|текст)\s*:?\s+", re.IGNORECASE)


def find_author(tree: Element, head: list[Piece], data: dict[str, Any], names: set[str]) -> str | None:
    """Those who wrote the page, with commas between them; None where it names nobody, or disagrees.

    ``head``: the blocks of the article's head. ``names``: what the site is called, which writes nothing.
    """
    anchors = [one for box in {piece.element: None for piece in head} for one in box.iter("a")]
    marked = [text_in(one) for one in anchors if "author" in (one.get("rel") or "").split()]
    scoped = [_scoped_name(one) for one in elements_of(head)]
    told = [_person(resolved(tree, one)) for one in as_list(data.get("author"))]
    shown = byline_names(head)
    said: list[Sequence[str | None]] = [told, marked, stated(tree, *_AUTHOR), scoped, shown]
    groups = [[name for one in group if (name := _name(one, names))] for group in said]
    given = [list(dict.fromkeys(group)) for group in groups if group]
    if not given or any(_words(group) != _words(given[0]) for group in given):
        return None
    return ", ".join(given[0])


def find_publisher_name(tree: Element, data: dict[str, Any]) -> str | None:
    """What the page calls its site, or the publisher of its article."""
    told = resolved(tree, next(iter(as_list(data.get("publisher"))), None))
    name = text_of(told.get("name")) if isinstance(told, dict) else text_of(told)
    name = name or _marked_publisher(tree)
    site = next(iter(stated(tree, "og:site_name")), None)
    if name and site and name.casefold() in site.casefold():
        return name
    found = site or name
    return found if found and "://" not in found else None


def _marked_publisher(tree: Element) -> str | None:
    """The publisher that the elements of the page's articles give, where it is one."""
    marked = [one for one in tree.iter() if "publisher" in (one.get("itemprop") or "").split()]
    inner = [one for element in marked for one in element.iter() if one.get("itemprop") == "name"]
    names = {text_of(one.get("content") or text_in(one)) for one in inner}
    return next(iter(names)) if len(names) == 1 else None


def _scoped_name(element: Element) -> str | None:
    """The name in an element with the property ``author``, whatever describes that author besides."""
    if "author" not in (element.get("itemprop") or "").split() or element.tag in ("meta", "link"):
        return None
    inner = [one for one in element.iter() if "name" in (one.get("itemprop") or "").split()]
    return (inner[0].get("content") or text_in(inner[0])) if inner else text_in(element)


def _person(value: Any) -> str | None:
    if not isinstance(value, dict):
        return text_of(value)
    kinds = " ".join(kind for kind in as_list(value.get("@type")) if isinstance(kind, str))
    return None if _ORGANISATION.search(kinds) else text_of(value.get("name"))


def _name(text: str | None, names: set[str]) -> str | None:
    name = _BY.sub("", " ".join((text or "").split())).strip(" ,.;")
    if not _NAME.fullmatch(name) or _NOBODY.fullmatch(name) or re.search(r"\w\.[a-z]{2,}$", name):
        return None
    plain = bare(name)
    return None if any(plain == bare(site) for site in names) else name


def _words(names: list[str]) -> set[str]:
    """A surname may come first or last."""
    return {word for name in names for word in re.findall(r"\w+", name.casefold())}
