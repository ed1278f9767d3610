"""What tests of readers compare: the pages of a file in a few plain values."""

import io
import zipfile
from collections.abc import Mapping

from retrieval.documents import SkipReason
from retrieval.sources.readers.page import Page, Reading, Skipped
from retrieval.sources.readers.registry import reader_for


def readings(name: str, content: bytes) -> list[Reading]:
    reader = reader_for(name)
    assert reader is not None
    return list(reader(content))


def pages(name: str, content: bytes) -> list[Page]:
    return [one for one in readings(name, content) if isinstance(one, Page)]


def page(name: str, content: bytes) -> Page:
    (only,) = readings(name, content)
    assert isinstance(only, Page)
    return only


def prose(page: Page) -> list[str]:
    return [page.text[one.start : one.end] for one in page.paragraphs]


def facts(page: Page) -> list[str | None]:
    """The title, author and publisher, and the date of publication."""
    stated = [fact.value if fact else None for fact in (page.title, page.author, page.publisher)]
    return [*stated, page.published.isoformat() if page.published else None]


def reason(name: str, content: bytes) -> SkipReason:
    """Why the file is not read, as a folder of sources tells it; it holds no other file."""
    (only,) = readings_in_folder(name, content)
    assert isinstance(only, Skipped)
    return only.reason


def readings_in_folder(name: str, content: bytes) -> list[Reading]:
    """As a folder takes them: whatever a reader raises is a reason too."""
    from retrieval.sources import folder

    return folder._readings(name, content)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_locked_parts(content: bytes) -> bytes:
    """The archive ``content`` with the mark of a password on each part."""
    changed = bytearray(content)
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = changed.find(mark)
        while start >= 0:
            changed[start + at] |= 1
            start = changed.find(mark, start + 4)
    return bytes(changed)


ENTITIES = """<!DOCTYPE r [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
"""A declaration by which a few bytes become thousands."""

OUTSIDE = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
"""A declaration by which a file of the machine would be read."""
