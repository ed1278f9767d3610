"""Feeds of news, RSS and Atom: each entry is a page.

A feed is read from the bytes at hand; nothing that it names is fetched, and no entity is expanded.
"""

import html
import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from retrieval.documents import NO_LINK, Fact, Link, LinkKind, PublicationDate, SkipReason
from retrieval.sources.readers.article import blocks_of, page_of, titled
from retrieval.sources.readers.composing import Block, composed
from retrieval.sources.readers.fragment import fragment_blocks, is_markup, text_of
from retrieval.sources.readers.page import Page, Reading, Skipped
from retrieval.sources.readers.parts import PartNames, short_name
from retrieval.sources.readers.stated import (
    decoded_as,
    plain,
    stated_author,
    stated_date,
    stated_link,
    stated_publisher,
    stated_title,
)

if TYPE_CHECKING:
    from feedparser import FeedParserDict

_DECLARED = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_ASIDE = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*>", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w-]+:)?(?:rss|feed|rdf)[\s>/]", re.IGNORECASE)

_CLOSED = re.compile(r"</(?:[\w-]{1,20}:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_TAIL = 1000
"""Characters at the end of a file, comments among them, where the last element closes."""

_TRUNCATED = re.compile(r"[ \[(]{0,3}(?:…|\.\.\.)[ \])]{0,3}$")
_LONGEST_FOOTER = 60
"""Characters that «The post … appeared first on …» has beside the names of the entry and of the feed."""

_MORE_TEXT = ("yandex_full-text",)
"""Elements beside those that the library knows."""


def read_feed(content: bytes) -> Iterable[Reading]:
    """The entries of a feed, in its order; a file of XML that is none is unsupported, and so are entities."""
    found = decoded_as(content, _declared(content))
    if found is None:
        return [Skipped(SkipReason.UNKNOWN_ENCODING)]
    root = _root(found.text)
    if root is None:
        return [Skipped(SkipReason.UNSUPPORTED)]
    feed = _parsed(found.text[root:])
    if not feed.version:
        return [Skipped(SkipReason.UNSUPPORTED)]
    is_cut = not _CLOSED.search(found.text, max(0, len(found.text) - _TAIL))
    entries = feed.entries[:-1] if is_cut and _ends_within(found.text) else feed.entries
    names = PartNames()
    pages = [
        _reading(entry, feed, names.unique(_name(entry, number)), found.encoding)
        for number, entry in enumerate(entries, start=1)
    ]
    return [*pages, Skipped(SkipReason.DAMAGED)] if is_cut else pages


def _ends_within(text: str) -> bool:
    """Whether ``text`` ends before its last entry does, whose address may be cut off as well."""
    begun, ended = (max(map(text.rfind, marks)) for marks in (("<item", "<entry"), ("</item", "</entry")))
    return begun > ended


def _declared(content: bytes) -> str | None:
    match = _DECLARED.match(content)
    return match[1].decode("ascii", "replace") if match else None


def _root(text: str) -> int | None:
    """Where the element begins that holds all others; None for that of no feed, and behind entities."""
    start = 1 if text.startswith("\ufeff") else 0
    while match := _ASIDE.match(text, start) or _DOCTYPE.match(text, start):
        start = match.end()
    return start if _ROOT.match(text, start) else None


def _parsed(text: str) -> "FeedParserDict":
    import feedparser

    # Given the name of a file or an address, the library would open it: it gets a stream.
    stream = io.BytesIO(b'<?xml version="1.0" encoding="utf-8"?>' + text.encode())
    return feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)


def _reading(entry: "FeedParserDict", feed: "FeedParserDict", part: str, encoding: str) -> Reading:
    try:
        return _page(entry, feed, part, encoding)
    except ValueError:
        return Skipped(SkipReason.DAMAGED, part)


def _page(entry: "FeedParserDict", feed: "FeedParserDict", part: str, encoding: str) -> Page:
    from retrieval.sources.readers.saved_page.cited import find_cited

    link = _link(entry)
    title = _line(entry.get("title_detail"))
    site = _line(feed.feed.get("title_detail"))
    source = entry.get("source") or {}
    text, paragraphs = composed(titled(title, _blocks(entry, (title or "", site or ""))))
    published, updated = _dates(entry, feed.version)
    prose = [(one.start, one.end) for one in paragraphs]
    publisher = stated_publisher(source.get("title") or site, text, prose, link)
    return Page(
        text=text,
        paragraphs=paragraphs,
        title=Fact(title) if title else None,
        author=_author(entry),
        publisher=publisher,
        cites=find_cited(text, prose, publisher),
        published=published,
        updated=updated,
        link=link,
        part=part,
        encoding=encoding,
    )


def _link(entry: "FeedParserDict") -> Link:
    """The address of the entry itself; none where it has several."""
    stated = [
        link
        for each in entry.get("links", [])
        if each.get("rel", "alternate") == "alternate"
        if (link := stated_link(each.get("href"))).kind is LinkKind.ARTICLE
    ]
    addresses = {link.url: link for link in stated}
    return stated[0] if len(addresses) == 1 else NO_LINK


def _name(entry: "FeedParserDict", number: int) -> str:
    stated = (entry.get("id"), entry.get("link"), str(number))
    return next(name for each in stated if (name := short_name(each or "")))


def _line(detail: "FeedParserDict | None") -> str | None:
    """A title in one line, whether it was written as text or as HTML."""
    value = (detail or {}).get("value") or ""
    return stated_title(text_of(value) if is_markup(value) else value)


def _author(entry: "FeedParserDict") -> Fact | None:
    facts = [stated_author(each.get("name")) for each in entry.get("authors", [])]
    names = dict.fromkeys(fact.value for fact in facts if fact)
    return Fact(", ".join(names)) if names else None


def _dates(entry: "FeedParserDict", version: str) -> tuple[PublicationDate | None, PublicationDate | None]:
    """When the entry was published, and when updated. The one date of RSS 1.0 is that of publication."""
    # Asked for the date of update, the library would give that of publication instead.
    published = stated_date(entry.get("published"))
    updated = stated_date(entry["updated"]) if "updated" in entry else None
    if version in {"rss10", "rss090"} and not published:
        return updated, None
    is_later = updated and (not published or published.isoformat() <= updated.isoformat())
    return published, updated if is_later else None


def _blocks(entry: "FeedParserDict", names: tuple[str, str]) -> list[Block]:
    """The entry's text below its summary, unless that is the beginning of the text, or a part of it.

    ``names``: of the entry and of the feed.
    """
    contents = [_blocks_of(each.get("value"), each.get("type")) for each in entry.get("content", [])]
    contents += [_blocks_of(entry.get(element), None) for element in _MORE_TEXT]
    text = _without_footer(max(contents, key=lambda blocks: len(_said(blocks)), default=[]), names)
    detail = entry.get("summary_detail") or {}
    summary = _without_footer(_blocks_of(detail.get("value"), detail.get("type")), names)
    return text if _TRUNCATED.sub("", _said(summary)) in _said(text) else summary + text


def _blocks_of(value: str | None, kind: str | None) -> list[Block]:
    value = value or ""
    if is_markup(value):
        return fragment_blocks(value)
    return blocks_of(page_of(value if kind == "text/plain" else html.unescape(value)))


def _said(blocks: list[Block]) -> str:
    return " ".join(plain(block.text) for block in blocks)


def _without_footer(blocks: list[Block], names: tuple[str, str]) -> list[Block]:
    """``blocks`` less what blogs add to an entry: a line that names the entry and the feed again."""
    last = plain(blocks[-1].text) if blocks else ""
    is_short = len(last) <= sum(map(len, names)) + _LONGEST_FOOTER
    return blocks[:-1] if is_short and all(name and name in last for name in names) else blocks
