"""What a page states of its own article in JSON-LD, the form that search engines read."""

import json
import re
from collections.abc import Iterator
from typing import Any

from retrieval.sources.readers.web_page.markup import Element, bare

_KINDS = re.compile(
    r"(?:\w*NewsArticle|Article|BlogPosting|LiveBlogPosting|Report|\w+Article|DiscussionForumPosting)"
)
_HOLDERS = frozenset(("WebPage", "ItemPage"))
_MOST = 50
"""Scripts, and objects in one, that are looked at."""

_LONGEST = 2_000_000
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$")
_COMMA = re.compile(r"""("(?:[^"\\]|\\.)*")|,(?=\s{0,50}[}\]])""")


def own_article(tree: Element, titles: list[str], addresses: frozenset[str]) -> dict[str, Any]:
    """The object that describes the page's article; empty where there is none, or it can't be told.

    It has to name the page: by one of its ``addresses``, else by a headline among ``titles``.
    """
    named = {bare(title) for title in titles} - {""}
    found = [article for article in _articles(tree) if _is_own(article, named, addresses)]
    return (
        found[0] if found and all(_plain_headline(one) == _plain_headline(found[0]) for one in found) else {}
    )


def headline_of(article: dict[str, Any]) -> str | None:
    """Its headline, or its name."""
    return next((text for key in ("headline", "name") if (text := text_of(article.get(key)))), None)


def text_of(value: Any) -> str | None:
    """A value that is text, in single spaces; None for any other."""
    import html

    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


def as_list(value: Any) -> list[Any]:
    """A value that may be one or several."""
    return value if isinstance(value, list) else [] if value is None else [value]


def resolved(tree: Element, value: Any) -> Any:
    """What a bare reference by ``@id`` refers to; any other value itself."""
    if not isinstance(value, dict) or set(value) - {"@id", "@type"}:
        return value
    return next((one for one in _objects(tree) if one.get("@id") == value.get("@id") and len(one) > 2), value)  # noqa: PLR2004


def _articles(tree: Element) -> Iterator[dict[str, Any]]:
    for one in _objects(tree):
        kinds = [kind for kind in as_list(one.get("@type")) if isinstance(kind, str)]
        if any(_KINDS.fullmatch(kind) for kind in kinds):
            yield one
        elif _HOLDERS & set(kinds):
            inner = one.get("mainEntity")
            if isinstance(inner, dict) and _KINDS.fullmatch(str(inner.get("@type"))):
                yield inner


def _objects(tree: Element) -> Iterator[dict[str, Any]]:
    """Those that stand for the page: at the top of a script, in its list, or in its ``@graph``."""
    scripts = [one for one in tree.iter("script") if "ld+json" in (one.get("type") or "").lower()]
    for script in scripts[:_MOST]:
        for one in as_list(_parsed(script.text or ""))[:_MOST]:
            if isinstance(one, dict):
                yield one
                yield from (part for part in as_list(one.get("@graph"))[:_MOST] if isinstance(part, dict))


def _parsed(text: str) -> Any:
    """None for what is no JSON; commas too many, comments around it and raw line breaks are passed over."""
    if len(text) > _LONGEST:
        return None
    text = _WRAPPING.sub("", _WRAPPING.sub("", text))
    for attempt in (text, _COMMA.sub(lambda match: match[1] or "", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _is_own(article: dict[str, Any], titles: set[str], addresses: frozenset[str]) -> bool:
    stated = {address for address in map(_address, _references(article)) if address}
    if stated and addresses:
        return bool(stated & addresses)
    return _plain_headline(article) in titles


def _references(article: dict[str, Any]) -> Iterator[Any]:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = article.get(key)
        yield value.get("@id", value.get("url")) if isinstance(value, dict) else value


def _address(value: Any) -> str | None:
    return comparable(value) if isinstance(value, str) and value.startswith(("http://", "https://")) else None


def comparable(address: str) -> str:
    """An address without what may differ between two forms of it."""
    bare = re.sub(r"^https?://(?:www\.|m\.)?|#.*$|[?&]utm_[^&#]*", "", address.strip())
    return bare.rstrip("/").casefold()


def _plain_headline(article: dict[str, Any]) -> str:
    return bare(headline_of(article) or "")
