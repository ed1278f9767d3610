"""Which kind of file a fetched page is: by what the server says, else by its address and its content."""

from retrieval.sources.fetching.fetched import Fetched
from retrieval.sources.readers.registry import reader_for

_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ENDINGS = {
    "application/atom+xml": ".xml",
    "application/epub+zip": ".epub",
    "application/pdf": ".pdf",
    "application/rss+xml": ".xml",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/xhtml+xml": ".html",
    "message/rfc822": ".eml",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    _OFFICE: ".docx",
}
"""By types that leave no doubt; others, such as ``text/plain``, servers state of all kinds of files."""

_BEGINNINGS = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".zip"), (b"{", ".json"), (b"<", ".html"))


def ending_of(fetched: Fetched, name: str) -> str:
    """What to add to ``name``, the last piece of the page's path, so that its reader is found."""
    stated = _ENDINGS.get(fetched.content_type)
    if stated:
        return "" if reader_for(name) is reader_for(f"page{stated}") else stated
    if reader_for(name):
        return ""
    head = fetched.content.removeprefix(b"\xef\xbb\xbf").lstrip()[:10]
    return next((ending for beginning, ending in _BEGINNINGS if head.startswith(beginning)), ".txt")
