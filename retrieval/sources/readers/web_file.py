"""Files of saved web pages, and archives of them."""

from collections.abc import Iterable

from retrieval.sources.readers.page import Reading


def read_web_file(content: bytes) -> Iterable[Reading]:
    """The page that an HTML file or a web archive holds."""
    # Its many patterns are compiled when a page is read, not at each start.
    from retrieval.sources.readers.web_page.reading import read_saved_page

    return read_saved_page(content)
