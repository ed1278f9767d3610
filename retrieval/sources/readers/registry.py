"""Which reader reads which files. A new format is a module beside this one and a line here."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import PurePosixPath

from retrieval.documents import SkipReason
from retrieval.sources.readers.page import Page, Reader, Reading, Skipped, readings_of


def reader_for(name: str) -> Reader | None:
    """The reader of a file called ``name``; None for a file that is no source."""
    _, *endings = name.rpartition("/")[2].lstrip(".").lower().split(".")  # `pathlib` takes ten times as long
    return READERS.get(f".{'.'.join(endings[-2:])}") or READERS.get(f".{'.'.join(endings[-1:])}")


def readings(name: str, content: bytes) -> list[Reading]:
    """The pages of the file called ``name``, and what of it can't be read; at least one of the two."""
    read = reader_for(PurePosixPath(name).name)
    if read is None:
        return [Skipped(SkipReason.UNSUPPORTED)]
    return [_unless_empty(one) for one in readings_of(name, read, content)]


def _unless_empty(one: Reading) -> Reading:
    return Skipped(SkipReason.EMPTY, one.part) if isinstance(one, Page) and not one.paragraphs else one


def _reader(module: str, function: str) -> Reader:
    """The reader ``function`` of a module beside this one, which is imported when the first file is read: a
    start of the program reads none.
    """

    def read(content: bytes) -> Iterable[Reading]:
        found: Reader = getattr(import_module(f"{__package__}.{module}"), function)
        return found(content)

    return read


def _read_archive(content: bytes) -> Iterable[Reading]:
    """Its files are read like those beside it."""
    from retrieval.sources.readers.archive import read_archive

    return read_archive(content, reader_for)


_read_feed = _reader("feed", "read_feed")
_read_markdown = _reader("markdown", "read_markdown")
_read_table = _reader("records", "read_table")
_read_web_file = _reader("web_file", "read_web_file")

READERS: dict[str, Reader] = {
    ".atom": _read_feed,
    ".csv": _read_table,
    ".docx": _reader("office.docx", "read_docx"),
    ".eml": _reader("mail", "read_mail"),
    ".epub": _reader("office.epub", "read_epub"),
    ".fb2": _reader("office.fb2", "read_fb2"),
    ".fb2.zip": _reader("office.fb2", "read_fb2"),
    ".htm": _read_web_file,
    ".html": _read_web_file,
    ".json": _reader("telegram.json_export", "read_json_export"),
    ".jsonl": _reader("records", "read_json_lines"),
    ".markdown": _read_markdown,
    ".md": _read_markdown,
    ".mht": _read_web_file,
    ".mhtml": _read_web_file,
    ".odt": _reader("office.odt", "read_odt"),
    ".pdf": _reader("pdf.reader", "read_pdf"),
    ".rss": _read_feed,
    ".tsv": _read_table,
    ".txt": _reader("text_file", "read_text_file"),
    ".xhtml": _read_web_file,
    ".xml": _read_feed,
    ".zip": _read_archive,
}
"""By the ending of the file's name, in lower case."""
