"""Which reader reads which files. A new format is a module beside this one and a line here."""

from collections.abc import Iterable
from pathlib import PurePath

from retrieval.sources.readers.archive import read_archive
from retrieval.sources.readers.feed import read_feed
from retrieval.sources.readers.mail import read_mail
from retrieval.sources.readers.markdown import read_markdown
from retrieval.sources.readers.page import Reader, Reading
from retrieval.sources.readers.records import read_json_lines, read_table
from retrieval.sources.readers.text_file import read_text_file


def reader_for(name: str) -> Reader | None:
    """The reader of a file called ``name``; None for a file that is no source."""
    return READERS.get(PurePath(name).suffix.lower())


def _read_archive(content: bytes) -> Iterable[Reading]:
    """Its files are read like those beside it."""
    return read_archive(content, reader_for)


READERS: dict[str, Reader] = {
    ".atom": read_feed,
    ".csv": read_table,
    ".eml": read_mail,
    ".jsonl": read_json_lines,
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".rss": read_feed,
    ".tsv": read_table,
    ".txt": read_text_file,
    ".xml": read_feed,
    ".zip": _read_archive,
}
"""By the ending of the file's name, in lower case."""
