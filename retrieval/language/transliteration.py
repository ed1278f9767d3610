"""Latin letters as Cyrillic ones, so that "Nazarbayev" meets «Назарбаев»."""

import re

_LETTERS = {
    "shch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "iu": "ю", "ya": "я",
    "ia": "ия", "yo": "е", "ye": "е", "ck": "к", "ph": "ф", "th": "т", "ou": "у", "oo": "у", "a": "а",
    "á": "а", "ä": "а", "b": "б", "c": "к", "ç": "ш", "d": "д", "e": "е", "f": "ф", "g": "г", "ğ": "г",
    "h": "х", "i": "и", "ı": "и", "j": "ж", "k": "к", "l": "л", "m": "м", "n": "н", "ñ": "н", "o": "о",
    "ö": "о", "p": "п", "q": "к", "r": "р", "s": "с", "ş": "ш", "t": "т", "u": "у", "ü": "у", "ū": "у",
    "v": "в", "w": "в", "x": "х", "y": "ы", "z": "з", "'": "",
}  # fmt: skip
_AFTER_VOWEL = re.compile("(?<=[aeiou])[iy](?![aeiou])")
_LONGEST_FIRST = re.compile("|".join(sorted(map(re.escape, _LETTERS), key=len, reverse=True)))


def cyrillic(text: str) -> str:
    """Folded ``text`` with Latin letters, English, Russian or Kazakh ones, as they sound in Russian."""
    return _LONGEST_FIRST.sub(lambda found: _LETTERS[found.group()], _AFTER_VOWEL.sub("й", text))
