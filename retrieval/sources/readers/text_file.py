"""Text files: saved pages, and copied posts, whose text is the file's own content."""

from collections.abc import Iterable
from dataclasses import replace

from retrieval.documents import SkipReason
from retrieval.sources.readers.decoding import decoded
from retrieval.sources.readers.page import Page, Reading, Skipped


def read_text_file(content: bytes) -> Iterable[Reading]:
    """The page that a text file holds; of a digest each item, of copied posts each post, numbered from 1."""
    found = decoded(content)
    if isinstance(found, SkipReason):
        return [Skipped(found)]
    return [replace(page, encoding=found.encoding) for page in _pages(found.text)]


def _pages(text: str) -> list[Page]:
    # Their many patterns are compiled when a page is read, not at each start.
    from retrieval.sources.readers.saved_page.digest import find_items
    from retrieval.sources.readers.saved_page.lines import read_page, scan_page, scanned_page
    from retrieval.sources.readers.telegram.copied_text import find_copied

    posts = find_copied(text)
    if posts is not None:
        return posts
    found = scan_page(text)
    return [
        replace(read_page(text[item.start : item.end]), part=str(number), published=item.published)
        for number, item in enumerate(find_items(text, found), start=1)
    ] or [scanned_page(text, found)]
