"""From the bytes of a part to a tree of its elements, without what XML can do to a reader."""

import codecs
import html.entities
import re
from typing import Any, TypeAlias

from retrieval.documents import UTF8, SkipReason
from retrieval.sources.readers.office.archive import RefusedError

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

_MOST_NODES = 2_000_000
"""Elements and attributes, beginnings and ends: lxml takes about 200 bytes for each."""

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_DECLARED = re.compile(rb"\s*<\?xml[^>]{1,99}?encoding=[\"']([\w.-]{1,40})")
_OF_XML = {b"amp", b"lt", b"gt", b"quot", b"apos"}


def parsed(content: bytes, *, is_lenient: bool = False) -> Element:
    """The root element. ``is_lenient``: whether markup that is not well-formed is read as HTML.

    The named characters of HTML are read, for books use them. Raises RefusedError for a tree that is too
    large, defines entities of its own, or can't be read.
    """
    from lxml import etree

    if content.count(b"<") + content.count(b"=") > _MOST_NODES:
        raise RefusedError(SkipReason.TOO_LARGE)
    content = _ENTITY.sub(_numbered, content)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        root = _parsed_as_html(content) if is_lenient else None
    if root is None:
        raise RefusedError(SkipReason.DAMAGED)
    kind = root.getroottree().docinfo.internalDTD
    # Entities are nothing that a document needs, and how a few bytes become a text without end.
    if kind is not None and any(True for _ in kind.iterentities()):
        raise RefusedError(SkipReason.DAMAGED)
    return root


def _parsed_as_html(content: bytes) -> Element | None:
    from lxml import etree

    declared = _DECLARED.match(content)
    encoding = declared[1].decode() if declared else UTF8
    try:
        parser = etree.HTMLParser(
            encoding=encoding, no_network=True, remove_comments=True, remove_pis=True, recover=True
        )
        return etree.fromstring(content, parser)
    except (LookupError, etree.XMLSyntaxError):
        return None


def _numbered(match: re.Match[bytes]) -> bytes:
    code = None if match[1] in _OF_XML else html.entities.name2codepoint.get(match[1].decode())
    return match[0] if code is None else b"&#%d;" % code


def encoding_of(root: Element) -> str:
    """The encoding of the bytes that ``root`` was parsed from, as Python names it."""
    declared = root.getroottree().docinfo.encoding
    try:
        return codecs.lookup(declared).name if declared else UTF8
    except LookupError:
        return str(declared)


def local_name(element: Element) -> str:
    """The name of ``element`` without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """The value of the attribute ``name`` of ``element``, whatever namespace it is in."""
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == name), None)


def children(element: Element, name: str) -> list[Element]:
    """The children of ``element`` that are called ``name``."""
    return [child for child in element if local_name(child) == name]


def child(element: Element | None, *names: str) -> Element | None:
    """What is found by going from ``element`` to its first child of each of ``names`` in turn."""
    for name in names:
        if element is None:
            return None
        element = next(iter(children(element, name)), None)
    return element


def descendants(element: Element, name: str) -> list[Element]:
    """All elements called ``name`` in ``element``, in order."""
    return list(element.iter(f"{{*}}{name}"))


def plain_text(element: Element | None) -> str:
    """The text in ``element``, on one line."""
    return "" if element is None else " ".join("".join(element.itertext()).split())
