"""Which reader reads which files. A new format is a module beside this one and a line here."""

from pathlib import PurePath

from retrieval.sources.readers.office.docx import read_docx
from retrieval.sources.readers.office.epub import read_epub
from retrieval.sources.readers.office.fb2 import read_fb2
from retrieval.sources.readers.office.odt import read_odt
from retrieval.sources.readers.page import Reader
from retrieval.sources.readers.pdf.reader import read_pdf
from retrieval.sources.readers.telegram.json_export import read_json_export
from retrieval.sources.readers.text_file import read_text_file
from retrieval.sources.readers.web_file import read_web_file

READERS: dict[str, Reader] = {
    ".docx": read_docx,
    ".epub": read_epub,
    ".fb2": read_fb2,
    ".fb2.zip": read_fb2,
    ".json": read_json_export,
    ".odt": read_odt,
    ".pdf": read_pdf,
    ".txt": read_text_file,
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mht", ".mhtml"), read_web_file),
}
"""By the ending of the file's name, in lower case."""


def reader_for(name: str) -> Reader | None:
    """The reader of a file called ``name``; None for a file that is no source."""
    endings = PurePath(name.lower()).suffixes
    return READERS.get("".join(endings[-2:])) or READERS.get("".join(endings[-1:]))
