"""The address of a post in a public channel."""

import re

from retrieval.documents import Link, LinkKind

_CHANNEL = re.compile(r"https?://(?:t|telegram)\.me/(?:s/)?(?P<name>[A-Za-z]\w{3,31})/?")
_EXPORT = re.compile(r".+\.(?:json|x?html?)", re.IGNORECASE)
_NUMBER = re.compile(r"[1-9]\d{0,17}")


def post_link(link: Link, name: str, part: str) -> Link:
    """That of the post ``part`` of the export ``name``, where ``link`` is its channel's; else ``link``."""
    channel = _CHANNEL.fullmatch(link.url or "")
    is_post = _EXPORT.fullmatch(name) and _NUMBER.fullmatch(part)
    if not channel or not is_post or link.kind is not LinkKind.PUBLISHER:
        return link
    return Link(f"https://t.me/{channel['name']}/{part}", LinkKind.ARTICLE, link.basis)
