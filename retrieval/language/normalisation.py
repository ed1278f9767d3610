"""Text as models and the lexicon see it. Quotes never pass through here: they stay verbatim."""

import html
import re
import unicodedata

from retrieval.language.languages import LANGUAGES

_PLAIN = {
    letter: plain for language in LANGUAGES.values() for letter, plain in language.plain_letters.items()
}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def plain_text(text: str) -> str:
    """``text`` with HTML entities decoded, invisible characters dropped, each white space a single space."""
    return " ".join(_INVISIBLE.sub("", html.unescape(text)).split())


def folded(text: str) -> str:
    """``text`` for comparing words: compatibility forms, case, and «ё» folded."""
    return unicodedata.normalize("NFKC", plain_text(text)).casefold().replace("ё", "е")


def plain_letters(text: str) -> str:
    """Folded ``text`` with the letters of one language as they are typed on another's keyboard.

    «канша» for «қанша».
    """
    return text.translate(_PLAIN)
