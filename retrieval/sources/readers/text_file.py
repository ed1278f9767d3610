"""Text files: saved pages whose text is the file's own content."""

from collections.abc import Iterable
from dataclasses import replace

from retrieval.documents import SkipReason
from retrieval.sources.readers.decoding import decoded
from retrieval.sources.readers.page import Reading, Skipped


def read_text_file(content: bytes) -> Iterable[Reading]:
    """The page that a text file holds."""
    # Its many patterns are compiled when a page is read, not at each start.
    from retrieval.sources.readers.saved_page.lines import read_page

    found = decoded(content)
    if isinstance(found, SkipReason):
        return [Skipped(found)]
    return [replace(read_page(found.text), encoding=found.encoding)]
