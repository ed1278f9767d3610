"""Measuring texts as Telegram does, in UTF-16 units, and cutting them so that they fit."""

_WORD = 100
"""How far back, in characters, a cut looks for the end of a word: longer than any word that is one."""


def coded(text: str) -> bytes:
    """``text`` in UTF-16, two bytes a unit; a lone surrogate is one unit."""
    return text.encode("utf-16-le", "surrogatepass")


def units(text: str) -> int:
    """How many UTF-16 units ``text`` has."""
    return len(coded(text)) // 2


def shortened(text: str, room: int) -> str:
    """``text``, or as much of it as ``room`` units hold, with a mark at its end."""
    return text if units(text) <= room else text[: fitting_length(text, room - 1)] + "…"


def fitting_length(text: str, room: int) -> int:
    """How many characters of ``text`` fit into ``room`` units, back to the end of a word if one is near."""
    length = len(coded(text)[: 2 * max(0, room)].decode("utf-16-le", "surrogatepass"))
    if units(text[:length]) > room:  # the last character was split
        length -= 1
    if length < len(text):
        for end in range(length, max(0, length - _WORD), -1):
            if text[end].isspace() and not text[end - 1].isspace():
                return end
    return length
