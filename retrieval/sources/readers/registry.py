"""Which reader reads which files. A new format is a module beside this one and a line here."""

from pathlib import PurePath

from retrieval.sources.readers.feed import read_feed
from retrieval.sources.readers.markdown import read_markdown
from retrieval.sources.readers.page import Reader
from retrieval.sources.readers.records import read_json_lines, read_table
from retrieval.sources.readers.text_file import read_text_file

READERS: dict[str, Reader] = {
    ".atom": read_feed,
    ".csv": read_table,
    ".jsonl": read_json_lines,
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".rss": read_feed,
    ".tsv": read_table,
    ".txt": read_text_file,
    ".xml": read_feed,
}
"""By the ending of the file's name, in lower case."""


def reader_for(name: str) -> Reader | None:
    """The reader of a file called ``name``; None for a file that is no source."""
    return READERS.get(PurePath(name).suffix.lower())
