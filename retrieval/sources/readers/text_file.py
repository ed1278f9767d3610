"""Text files: saved pages whose text is the file's own content."""

from retrieval.documents import SkipReason
from retrieval.sources.readers.decoding import decoded
from retrieval.sources.readers.page import Page
from retrieval.sources.readers.saved_page.lines import read_page


def read_text_file(content: bytes) -> Page | SkipReason:
    """The page that a UTF-8 file holds."""
    text = decoded(content)
    return text if isinstance(text, SkipReason) else read_page(text)
