"""Where a page is on the web: what it states of its own address."""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from urllib.parse import urljoin, urlsplit

from retrieval.documents import NO_LINK, Link, LinkKind
from retrieval.sources.readers.web_page.linked_data import comparable
from retrieval.sources.readers.web_page.markup import Element
from retrieval.sources.readers.web_page.meta import stated

_SAVED_FROM = re.compile(r"\s*saved from url=\(\d+\)(\S+)\s*")
_HOME = re.compile(r"/?(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:(?:index|default)\.\w{2,5})?")
"""Paths of the front page of a site, or of a language's part of it."""

_LONGEST = 2000
"""Characters of an address that browsers take."""


def find_address(tree: Element, archived: str | None = None) -> Link:
    """The page's own link: canonical, else ``og:url``, else where it was saved from (``archived``: the same
    in an archive). One that names a page comes before one that names only a site.
    """
    links = [link for link in map(link_to, _stated(tree, archived)) if link.url]
    articles = [link for link in links if link.kind is LinkKind.ARTICLE]
    return next(iter(articles or links), NO_LINK)


def addresses_of(tree: Element, archived: str | None = None) -> frozenset[str]:
    """All forms in which the page gives its own address, made comparable."""
    links = map(link_to, _stated(tree, archived))
    return frozenset(comparable(link.url) for link in links if link.url and link.kind is LinkKind.ARTICLE)


def link_to(address: str) -> Link:
    """A link with its kind; `NO_LINK` for what is no address on the web."""
    address = address.strip().partition("#")[0]
    try:
        parts = urlsplit(address)
    except ValueError:
        return NO_LINK
    is_address = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    if not is_address or len(address) > _LONGEST or re.search(r"[\s<>\"\x00-\x20]", address):
        return NO_LINK
    is_home = not parts.query and _HOME.fullmatch(parts.path)
    return Link(address, LinkKind.PUBLISHER if is_home else LinkKind.ARTICLE)


def _stated(tree: Element, archived: str | None) -> Iterator[str]:
    saved = [*_saved_from(tree), *([archived] if archived else [])]
    shown = stated(tree, "og:url")
    base = next((one for one in (*shown, *saved) if link_to(one).url), "")
    links = (link for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    canonical = [link.get("href") or "" for link in links]
    # Several canonical addresses are none: search engines pass over them too.
    if len(set(canonical)) == 1 and canonical[0]:
        with suppress(ValueError):
            yield urljoin(base, canonical[0])
    yield from (*shown, *saved)


def _saved_from(tree: Element) -> Iterator[str]:
    """In the comment that browsers write at the top."""
    from lxml import etree

    above = tree.itersiblings(etree.Comment, preceding=True)
    for comment in [*above, *islice(tree.iter(etree.Comment), 5)]:
        match = _SAVED_FROM.fullmatch((comment.text or "")[:_LONGEST])
        if match:
            yield match[1]
