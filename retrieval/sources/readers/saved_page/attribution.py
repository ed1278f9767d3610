"""The address of a page: only what the page states beyond doubt."""

import re
from urllib.parse import urlsplit

from retrieval.documents import NO_LINK, Link, LinkKind
from retrieval.language.languages import page_pattern

_LABEL = page_pattern(lambda words: words.source_label)

_ADDRESS = re.compile(rf"(?:(?:{_LABEL})\s*:?\s*)?(https?://[^\s<>]+)", re.IGNORECASE)
_SHARING = re.compile(
    r"(?:^|\.)(?:facebook|fb|t|telegram|twitter|x|vk|ok|instagram|youtube|youtu|wa|whatsapp|linkedin|threads)"
    r"\.(?:com|me|ru|be|net)$"
)


def find_link(line: str) -> Link | None:
    """The link on a line that holds only an address; `NO_LINK` for a share button's, None for other lines."""
    match = _ADDRESS.fullmatch(line)
    if not match:
        return None
    try:
        address = urlsplit(match[1])
    except ValueError:
        return None
    if not address.hostname or _SHARING.search(address.hostname):
        return NO_LINK
    is_article = bool(address.path.strip("/") or address.query)
    return Link(match[1], LinkKind.ARTICLE if is_article else LinkKind.PUBLISHER)


def choose_link(links: list[Link]) -> Link:
    """The page's own link among those found; none where two articles are linked."""
    articles = {link.url: link for link in links if link.kind is LinkKind.ARTICLE}
    if articles:
        return articles.popitem()[1] if len(articles) == 1 else NO_LINK
    return next((link for link in links if link.url), NO_LINK)
