"""From bytes to text, whatever encoding a file has: told beyond doubt, or not at all."""

import codecs
import re
from dataclasses import dataclass

from retrieval.documents import SkipReason
from retrieval.language.languages import LANGUAGES

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_ONE_BYTE = ["cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic", "kz1048", "cp1252"]
"""Encodings of a byte a letter that texts in the languages are found in."""

_MEANT = {"cp1251": "kz1048"}
"""What pages that declare an encoding may hold instead: Kazakh ones declare the Russian one, and have letters
that only the other has.
"""

_LOOKED_AT = 100_000
"""Bytes by which an encoding is told; all of them must then agree with it."""

_CONFIRMED = 0.04
"""The share of a text's words that are function words of one language, from which its encoding counts as
told: a tenth to a third in prose, none in text that was decoded wrongly.
"""

_FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]+")
_STRANGE = re.compile(r"(?![a-zа-яёәғқңөұүһі])[^\W\d_]", re.IGNORECASE)
"""Letters that none of the languages has."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the encoding that its bytes had, as Python names it."""

    text: str
    encoding: str


def decoded(content: bytes, declared: str | None = None) -> Decoded | SkipReason:
    """``content`` as text, unchanged but for a byte order mark of UTF-16; or why it is none.

    ``declared``: the encoding that a page says it has. It is believed where the text bears it out.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _as(content, encoding) or SkipReason.UNKNOWN_ENCODING
    if b"\0" in content:
        return _without_mark(content)
    found = _as(content, "utf-8")
    if found:
        return found
    return _declared(content, declared) or _detected(content) or SkipReason.UNKNOWN_ENCODING


def _as(content: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(content.decode(encoding), encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _without_mark(content: bytes) -> Decoded | SkipReason:
    """UTF-16 without a mark has zeros in every other byte of its spaces, and words in it."""
    candidates = (_as(content, encoding) for encoding in ("utf-16-le", "utf-16-be"))
    return next((one for one in candidates if one and _share_of_words(one.text)), SkipReason.NOT_TEXT)


def _declared(content: bytes, declared: str | None) -> Decoded | None:
    try:
        name = codecs.lookup(declared or "").name
    except LookupError:
        return None
    likely = [found for each in (name, _MEANT.get(name)) if each and (found := _as(content, each))]
    best = max(likely, key=lambda found: _likeness(found.text), default=None)
    return best if best and _share_of_words(best.text) else None


def _detected(content: bytes) -> Decoded | None:
    """What the detector finds, if function words bear it out and no other encoding's text does as well."""
    from charset_normalizer import from_bytes

    head = content[:_LOOKED_AT]
    matches = from_bytes(head, cp_isolation=_ONE_BYTE, enable_fallback=False)
    likely = [found for match in matches if (found := _as(content, match.encoding))]
    ranks = [_likeness(found.text) for found in likely]
    best = max(ranks, default=(0.0, 0))
    if best[0] <= 0:
        return None
    texts = {found.text for found, rank in zip(likely, ranks, strict=True) if rank == best}
    return likely[ranks.index(best)] if len(texts) == 1 else None


def _likeness(text: str) -> tuple[float, int]:
    """How well an encoding fits: the share of function words, then how few letters no language has.

    Encodings such as those of Windows and of old Macs differ in capitals only.
    """
    return _share_of_words(text), -len(_STRANGE.findall(text[:_LOOKED_AT]))


def _share_of_words(text: str) -> float:
    """The share of words that are function words of the likeliest language; 0 where that says nothing."""
    found = [word.casefold() for word in _WORD.findall(text[:_LOOKED_AT])]
    if len(found) < _FEWEST_WORDS:
        return 0.0
    counts = [sum(word in language.function_words for word in found) for language in LANGUAGES.values()]
    share = max(counts) / len(found)
    return share if share >= _CONFIRMED else 0.0
