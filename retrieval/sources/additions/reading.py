"""From what was read of an item to its documents."""

from collections.abc import Sequence

from retrieval.documents import Document, Link, LinkKind, SkippedFile
from retrieval.sources.corpus import FileReading
from retrieval.sources.readers.page import Page, Reading, Skipped
from retrieval.sources.readers.telegram.post_link import post_link

ADDED_FOLDER = "added"
"""The first piece of the paths of what was added; that of other sources is their folder's name."""


def documents_of(id_: str, name: str, address: str | None, found: Sequence[Reading]) -> FileReading:
    """What ``found`` holds as documents of the item ``id_``, which was read at ``address`` if anywhere."""
    return FileReading(
        tuple(_document(id_, name, address, one) for one in found if isinstance(one, Page)),
        skipped_of(name, found),
    )


def skipped_of(name: str, found: Sequence[Reading]) -> tuple[SkippedFile, ...]:
    """What can't be read of the item ``name``, and why."""
    return tuple(SkippedFile(_path(name, one.part), one.reason) for one in found if isinstance(one, Skipped))


def _document(id_: str, name: str, address: str | None, page: Page) -> Document:
    return Document(
        id=_document_id(id_, page.part),
        path=_path(name, page.part),
        text=page.text,
        paragraphs=page.paragraphs,
        title=page.title,
        author=page.author,
        publisher=page.publisher,
        cites=page.cites,
        published=page.published,
        updated=page.updated,
        link=_link(post_link(page.link, name, page.part), address),
        encoding=page.encoding,
    )


def _document_id(id_: str, part: str) -> str:
    """A post of a channel has its number in the item's id already."""
    return f"{id_}-{part}" if part and not id_.endswith(f"-{part}") else id_


def _path(name: str, part: str) -> str:
    return f"{ADDED_FOLDER}/{name}#{part}" if part else f"{ADDED_FOLDER}/{name}"


def _link(stated: Link, address: str | None) -> Link:
    """What the page states, unless it names no page of its own: then where it was read."""
    if address is None or stated.kind is LinkKind.ARTICLE:
        return stated
    # Its patterns are compiled only where something was fetched.
    from retrieval.sources.readers.web_page.addresses import link_to

    read_at = link_to(address)
    return read_at if read_at.kind is LinkKind.ARTICLE or stated.url is None else stated
