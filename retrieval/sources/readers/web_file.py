"""Files of saved web pages, archives of them, and Telegram's exports in HTML."""

from collections.abc import Iterable

from retrieval.sources.readers.page import Reading
from retrieval.sources.readers.telegram.html_export import is_telegram_export, read_html_export


def read_web_file(content: bytes) -> Iterable[Reading]:
    """The page that an HTML file or a web archive holds; of an export each post."""
    if is_telegram_export(content):
        return read_html_export(content)
    # Its many patterns are compiled when a page is read, not at each start.
    from retrieval.sources.readers.web_page.reading import read_saved_page

    return read_saved_page(content)
