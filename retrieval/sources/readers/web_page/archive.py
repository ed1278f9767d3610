"""Web archives (MHT): the page among the parts of a message."""

import re
from dataclasses import dataclass
from email.message import Message

_HEAD = 8192
_IS_ARCHIVE = re.compile(
    rb"\s{0,99}(?:[\w-]{1,99}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,30}?content-type:\s{0,9}(?:multipart/|text/html)",
    re.IGNORECASE,
)
_PAGES = ("text/html", "application/xhtml+xml")
_FRAMES = re.compile(rb"<frameset\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page as it lies in an archive: ``charset`` and ``address`` are None where its headers give none."""

    content: bytes
    charset: str | None
    address: str | None


def is_archive(content: bytes) -> bool:
    """Whether ``content`` begins like a message, not like a page."""
    return _IS_ARCHIVE.match(content[:_HEAD]) is not None


def archived_page(content: bytes) -> ArchivedPage | None:
    """The page that an archive was made of; of one in frames the largest frame. None where it holds none."""
    import email

    message = email.message_from_bytes(content)
    parts = [part for part in message.walk() if part.get_content_type() in _PAGES]
    if not parts:
        return None
    root = next((part for part in parts if _is_start(part, message)), parts[0])
    payload = _payload(root)
    if _FRAMES.search(payload):
        root = max(parts, key=lambda part: 0 if part is root else len(_payload(part)))
        payload = _payload(root)
    snapshot = None if len(parts) > 1 and root is not parts[0] else message.get("Snapshot-Content-Location")
    address = snapshot or root.get("Content-Location")
    return ArchivedPage(payload, root.get_content_charset(), str(address).strip() if address else None)


def _is_start(part: Message, message: Message) -> bool:
    start = message.get_param("start")
    return isinstance(start, str) and part.get("Content-ID") == start


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
