"""Sitemaps (sitemaps.org): in XML, an index of others, or an address a line."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from retrieval.documents import LinkKind, PublicationDate
from retrieval.sources.readers.stated import stated_date, stated_link

_MOST = 50_000
"""Addresses of one sitemap, as its standard has it."""

_ROOTS = {"urlset", "sitemapindex"}
_ENTRIES = ("url", "sitemap")


@dataclass(frozen=True, slots=True)
class Sitemap:
    """``pages``: addresses, with when each was last changed, if stated. ``is_index``: they are sitemaps.

    ``is_cut``: it is damaged or too long, and there are more.
    """

    pages: tuple[tuple[str, PublicationDate | None], ...]
    is_index: bool
    is_cut: bool


def read_sitemap(content: bytes) -> Sitemap | None:
    """The sitemap that ``content`` is, in XML or as text; None where it is none."""
    return _read_xml(content) or _read_text(content)


def _read_xml(content: bytes) -> Sitemap | None:
    from lxml import etree

    pages: dict[str, PublicationDate | None] = {}
    root, is_cut = None, False
    try:
        _, root = next(iter(_elements(content, "start", "*")))
        if _name(root) not in _ROOTS:
            return None
        for _, element in _elements(content, "end", *(f"{{*}}{name}" for name in _ENTRIES)):
            pages.update(_page(element))
            element.clear()
            if len(pages) >= _MOST:
                is_cut = True
                break
    except (etree.XMLSyntaxError, StopIteration):
        is_cut = True
    return None if root is None else Sitemap(tuple(pages.items()), _name(root) == "sitemapindex", is_cut)


def _elements(content: bytes, event: str, *tags: str) -> Any:
    """The elements that start or end, read safely: nothing is expanded or fetched.

    lxml bounds depths and sizes unless it is told that a tree is huge.
    """
    from lxml import etree

    return etree.iterparse(
        io.BytesIO(content),
        events=(event,),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )


def _name(element: Any) -> str:
    """The name of an element without its namespace; empty for a comment or an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _page(element: Any) -> Iterator[tuple[str, PublicationDate | None]]:
    """The address and date of an entry. Those of its pictures and videos are in other namespaces."""
    space = element.tag.rpartition("}")[0]
    own = {_name(child): child.text for child in element if str(child.tag).rpartition("}")[0] == space}
    address = stated_link(own.get("loc")).url
    if address:
        yield address, stated_date(own.get("lastmod"))


def _read_text(content: bytes) -> Sitemap | None:
    try:
        lines = content.decode("utf-8-sig").split()
    except UnicodeDecodeError:
        return None
    if not lines or any(stated_link(line).kind is LinkKind.NONE for line in lines[: _MOST + 1]):
        return None
    pages = dict.fromkeys(lines[:_MOST])
    return Sitemap(tuple(pages.items()), is_index=False, is_cut=len(lines) > _MOST)
