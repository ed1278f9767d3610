"""Who published a page, whom it cites, and its address: only what the page states beyond doubt."""

import re
from urllib.parse import urlsplit

from retrieval.documents import NO_LINK, Fact, Link, LinkKind
from retrieval.language.languages import page_pattern

_LABEL = page_pattern(lambda words: words.source_label)
_CREDIT = page_pattern(lambda words: words.picture_credit)

_ADDRESS = re.compile(rf"(?:(?:{_LABEL})\s*:?\s*)?(https?://[^\s<>]+)", re.IGNORECASE)
_SHARING = re.compile(
    r"(?:^|\.)(?:facebook|fb|t|telegram|twitter|x|vk|ok|instagram|youtube|youtu|wa|whatsapp|linkedin|threads)"
    r"\.(?:com|me|ru|be|net)$"
)

_CHANNEL = re.compile(r"(?:www\.)?(?:t|telegram)\.me")
_POST = re.compile(r"/(?:s/)?(?!share/)\w{4,32}/\d+/?")
"""The path of a post in a channel; a channel's own address, or a share button's, is no page's."""

_SITE = r"[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[a-z]{2,6}"
# «Как пишет X» is said of others; a page names itself with «передает X», «сообщает корреспондент X».
_PUBLISHER = re.compile(
    r"(?<![Кк]ак )\b(?:[Пп]ереда[её]т|[Сс]ообщает|[Ии]нформирует)\s+(?:корреспондент\s+)?"
    rf"(?P<name>{_SITE})(?!\w)"
)
_PROPER = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w-]*(?:\.\w+)*"
_CITES = re.compile(
    rf"\bсо\s+ссылкой\s+на\s+(?P<name>(?:[а-яё-]+\s+){{0,3}}(?:«[^»\n]{{1,80}}»|{_PROPER}(?:\s+{_PROPER}){{0,5}}))"
)
_SIGNED = re.compile(rf"^(?!\s*(?:{_CREDIT})\b).*\s[-–—]\s(?P<name>{_SITE})\.?\s*$", re.MULTILINE)


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


def find_publisher(text: str, link: Link) -> Fact | None:
    """The site of the page's own link, else the one that the text names as its publisher."""
    host = urlsplit(link.url).hostname if link.url else None
    if host and not is_channel(host):
        return Fact(host.removeprefix("www."))
    return _named(_PUBLISHER.search(text))


def find_cited(text: str) -> Fact | None:
    """Whom the text names as its source: «со ссылкой на …», or a site that signs a paragraph."""
    return _named(_CITES.search(text) or _SIGNED.search(text))


def _named(match: re.Match[str] | None) -> Fact | None:
    return Fact(" ".join(match["name"].split())) if match else None
