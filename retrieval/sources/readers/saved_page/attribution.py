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

_CHANNEL = re.compile(r"(?:www\.)?(?:t|telegram)\.me")
_POST = re.compile(r"/(?:s/)?(?!share/)\w{4,32}/\d+/?")
"""The path of a post in a channel; a channel's own address, or a share button's, is no page's."""


def find_link(line: str) -> Link | None:
    """The link on a line that holds only an address; `NO_LINK` for a share button's, None for other lines."""
    match = _ADDRESS.fullmatch(line)
    if not match:
        return None
    try:
        address = urlsplit(match[1])
    except ValueError:
        return None
    if is_channel(address.hostname) and _POST.fullmatch(address.path):
        return Link(match[1], LinkKind.ARTICLE)
    if not address.hostname or _SHARING.search(address.hostname):
        return NO_LINK
    is_article = bool(address.path.strip("/") or address.query)
    return Link(match[1], LinkKind.ARTICLE if is_article else LinkKind.PUBLISHER)


def is_channel(host: str | None) -> bool:
    """Whether ``host`` is the one that all Telegram channels are at: it publishes none of them."""
    return host is not None and _CHANNEL.fullmatch(host) is not None


def choose_link(links: list[Link]) -> Link:
    """The page's own link among those found; none where two articles are linked."""
    articles = {link.url: link for link in links if link.kind is LinkKind.ARTICLE}
    if articles:
        return articles.popitem()[1] if len(articles) == 1 else NO_LINK
    return next((link for link in links if link.url), NO_LINK)
