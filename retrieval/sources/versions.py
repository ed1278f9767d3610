"""Versions of one page: which documents a newer one replaces. A function of what documents state alone."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from retrieval.documents import Document, LinkKind, PublicationDate

_TRACKING = ("utm_", "fbclid", "gclid", "yclid", "ysclid")
"""How parameters begin that say where a reader comes from, not which page is read."""


def replaced(documents: Iterable[Document]) -> dict[str, str]:
    """The ids of documents that a version of the same page replaces, each with the id of that version.

    Versions link to the same article and are in different files. One replaces another that has an earlier
    date of its last change, or the same text; where nothing tells which is newer, both stay.
    """
    pages: dict[str, list[Document]] = {}
    for document in documents:
        if document.link.kind is LinkKind.ARTICLE:
            pages.setdefault(page_address(str(document.link.url)), []).append(document)
    found: dict[str, str] = {}
    for versions in pages.values():
        if len(set(map(_file, versions))) > 1:
            found |= _replaced(sorted(versions, key=lambda version: version.id))
    return found


def _replaced(versions: list[Document]) -> dict[str, str]:
    """The same of the versions of one page."""
    newest: dict[str, Document] = {}  # by text
    for version in versions:
        if not any(_is_later(other, version) for other in versions):
            newest.setdefault(version.text, version)
    others = [version for version in versions if newest.get(version.text) is not version]
    return {version.id: _instead(version, list(newest.values())).id for version in others}


def _instead(version: Document, newest: list[Document]) -> Document:
    """Which of ``newest`` takes the place of ``version``: a later one, else one with the same text."""
    return min(newest, key=lambda one: (not _is_later(one, version), one.text != version.text))


def page_address(url: str) -> str:
    """``url`` without what does not tell one page from another: scheme, ``www.``, a slash at the end, the
    fragment, and parameters that say where a reader comes from.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = urlencode([(name, value) for name, value in query if not name.lower().startswith(_TRACKING)])
    address = parts.netloc.lower().removeprefix("www.") + parts.path.rstrip("/")
    return f"{address}?{kept}" if kept else address


def _file(document: Document) -> str:
    return document.path.partition("#")[0]


def _is_later(one: Document, other: Document) -> bool:
    """Whether ``one`` was last changed after ``other``, as far as both dates are known.

    Parts of one file, such as posts of a page and rows of a table, are no versions of one another.
    """
    if _file(one) == _file(other):
        return False
    left, right = (_parts(each.updated or each.published) for each in (one, other))
    for mine, others in zip(left, right, strict=False):
        if None in (mine, others):
            break
        if mine != others:
            return bool(mine > others)
    # What names an update was changed after what names none but the same day of publication.
    return bool(one.updated and not other.updated and left[:3] == right[:3])


def _parts(date: PublicationDate | None) -> tuple[Any, ...]:
    return (date.year, date.month, date.day, date.time) if date else ()
