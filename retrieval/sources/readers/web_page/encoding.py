"""From the bytes of a web page to its text: as it declares, if its words bear that out."""

import re
from collections.abc import Iterator

from retrieval.documents import SkipReason
from retrieval.language.languages import of_script
from retrieval.language.profile import Script
from retrieval.sources.readers.decoding import Decoded, decoded

_HEAD = 4096
"""Bytes in which a page declares its encoding; browsers look at fewer."""

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.IGNORECASE)

_MEANT = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "x-mac-cyrillic": "mac_cyrillic",
}
"""What browsers take these for."""

_NEVER = frozenset(
    "idna punycode undefined unicode_escape unicode-escape raw_unicode_escape raw-unicode-escape".split()
)
"""Encodings of Python's own, which no page has."""

_BROKEN = 0.001
"""The share of a page's text up to which bytes that are no UTF-8 count as damage: a page that was cut off
ends in one.
"""

_ZEROS = 0.2
"""The share of zero bytes from which a page may be UTF-16; below, they are damage, and browsers pass over
them."""

_WORD = re.compile(r"[^\W\d_]+")
_WESTERN = re.compile(r"(?=.*[A-Za-z])[A-ZÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜ]?[a-zàáâãäåçèéêëìíîïñòóôõöøùúûüæœß]*")
"""A word as it is spelled in the west of Europe: in no other encoding are the accents in such words."""

_SIGNS = frozenset("‘’‚“”„–—…•«»©®™°·§£€\xa0¡¿×½")
_ACCENTED = 0.2
_FUNCTION_WORDS = 0.1
"""The most words with accents, and the fewest function words, of a text in English."""

_RAW = re.compile(rb"<(/?)(?:script|style)\b|(<!--)|(-->)", re.IGNORECASE)
_MARKUP = re.compile(rb"<[a-zA-Z/!?][^<>]{0,5000}>|&#?\w{1,10};")


def text_of(content: bytes, declared: str | None = None) -> Decoded | SkipReason:
    """The markup of a page as text; or why it is none.

    ``declared``: the encoding that an archive's headers give; else the page's own declaration counts. A byte
    that its encoding lacks is shown as U+FFFD, as browsers do.
    """
    if content.startswith(_MARKS) or content.count(0) > len(content) * _ZEROS:
        return decoded(content)
    content = content.replace(b"\0", b"")
    declared = declared or _declared(content)
    visible = b" ".join(_visible(content))
    meant = _MEANT.get(declared.lower(), declared.lower()) if declared else None
    may_be_western = meant in (None, "utf-8", "utf8")
    sure = _as_utf8(visible) or (_as_western(visible) if may_be_western else None)
    found = sure or decoded(visible, None if meant in _NEVER else meant)
    if isinstance(found, SkipReason):
        return found
    return Decoded(content.decode(found.encoding, errors="replace"), found.encoding)


def _declared(content: bytes) -> str | None:
    found = _DECLARED.search(content, 0, _HEAD)
    return found[1].decode("ascii", "replace") if found else None


def _as_utf8(visible: bytes) -> Decoded | None:
    """UTF-8 with hardly a broken byte is UTF-8: text in another encoding has one at each foreign letter."""
    text = visible.decode("utf-8", errors="replace")
    letters = sum(character > "\x7f" for character in text)
    broken = text.count("\ufffd")
    return Decoded(text, "utf-8") if broken <= max(letters - broken, 0) * _BROKEN + (broken == 1) else None


def _as_western(visible: bytes) -> Decoded | None:
    """Words in Latin letters, a few of them with an accent, as old pages in English were saved: «café»."""
    try:
        text = visible.decode("cp1252")
    except UnicodeDecodeError:
        return None
    words = _WORD.findall(text)
    accented = [word for word in words if not word.isascii()]
    is_rare = 0 < len(accented) <= len(words) * _ACCENTED or (words and not accented)
    signs = set(re.findall(r"[^\x00-\x7f\w]", text))
    known = {word.casefold() for language in of_script(Script.LATIN) for word in language.function_words}
    is_read = sum(word.casefold() in known for word in words) >= len(words) * _FUNCTION_WORDS
    is_western = all(map(_WESTERN.fullmatch, accented)) and signs <= _SIGNS
    return Decoded(text, "cp1252") if is_rare and is_read and is_western else None


def _visible(content: bytes) -> Iterator[bytes]:
    """The bytes of what is read: words of scripts and tags would drown the ones that tell a language."""
    start, closes = 0, b""
    for match in _RAW.finditer(content):
        closing, opens_comment, closes_comment = match.groups()
        if closes:
            is_end = closes_comment if closes == b"-->" else closing
            if is_end:
                start, closes = match.end(), b""
        elif opens_comment or (not closing and not closes_comment):
            yield _MARKUP.sub(b" ", content[start : match.start()])
            closes = b"-->" if opens_comment else b"</"
    if not closes:
        yield _MARKUP.sub(b" ", content[start:])
