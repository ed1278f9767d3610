"""Text as models and the lexicon see it. Quotes never pass through here: they stay verbatim."""

import html
import re
import unicodedata

_KAZAKH_LETTERS = str.maketrans("әғқңөұүһі", "агкноуухи")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def plain_text(text: str) -> str:
    """``text`` with HTML entities decoded, invisible signs dropped and white space made single spaces."""
    return " ".join(_INVISIBLE.sub("", html.unescape(text)).split())


def folded(text: str) -> str:
    """``text`` for comparing words: compatibility forms, case, and «ё» folded."""
    return unicodedata.normalize("NFKC", plain_text(text)).casefold().replace("ё", "е")


def folded_letters(text: str) -> str:
    """Folded ``text`` with Kazakh letters as they are typed on a Russian keyboard: «канша» for «қанша»."""
    return text.translate(_KAZAKH_LETTERS)
