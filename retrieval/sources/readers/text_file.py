"""Text files: saved pages whose text is the file's own content."""

from retrieval.documents import SkipReason
from retrieval.sources.readers.decoding import decoded
from retrieval.sources.readers.page import Page


def read_text_file(content: bytes) -> Page | SkipReason:
    """The page that a UTF-8 file holds."""
    # Its many patterns are compiled when a page is read, not at each start.
    from retrieval.sources.readers.saved_page.lines import read_page

    text = decoded(content)
    return text if isinstance(text, SkipReason) else read_page(text)
