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
_ENTRIES = {"url", "sitemap"}


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

    # Nothing is expanded or fetched, and lxml bounds depth and sizes unless it is told that a tree is huge.
    events = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    root = ""
    pages: dict[str, PublicationDate | None] = {}
    is_cut = False
    try:
        for event, element in events:
            root = root or _name(element)
            if root not in _ROOTS:
                return None
            if event == "end" and _name(element) in _ENTRIES:
                pages.update(_page(element))
                element.clear()
                if len(pages) >= _MOST:
                    is_cut = True
                    break
    except etree.XMLSyntaxError:
        is_cut = True
    return Sitemap(tuple(pages.items()), root == "sitemapindex", is_cut) if root else None


def _name(element: Any) -> str:
    """The name of an element without its namespace; empty for a comment and the like."""
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
