"""Which reader reads which files. A new format is a module beside this one and a line here."""

from pathlib import PurePath

from retrieval.sources.readers.page import Reader
from retrieval.sources.readers.telegram.json_export import read_json_export
from retrieval.sources.readers.text_file import read_text_file
from retrieval.sources.readers.web_file import read_web_file

READERS: dict[str, Reader] = {
    ".json": read_json_export,
    ".txt": read_text_file,
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mht", ".mhtml"), read_web_file),
}
"""By the ending of the file's name, in lower case."""


def reader_for(name: str) -> Reader | None:
    """The reader of a file called ``name``; None for a file that is no source."""
    return READERS.get(PurePath(name).suffix.lower())
