"""Short names for the parts of a file, each different from the others."""

import re
from collections import Counter
from urllib.parse import unquote

_LONGEST = 40
"""Characters of a part's name: enough of an address to know the page by."""

_LONGEST_SOURCE = 2000
_PIECES = re.compile(r"[/:?=&#]+")
_NUMBER = re.compile(r"(?:.*[-_.])?(?P<last>\d{5,})(?:\.[a-z]{2,5})?|(?P<first>\d{5,})[-_.].*", re.IGNORECASE)
"""The number of a page in the last piece of its address; four digits may as well be a year."""

_ENDING = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)
_UNFIT = re.compile(r"[^\w.-]+")


class PartNames:
    """Gives names to the parts of one file, in order."""

    def __init__(self) -> None:
        self._uses: Counter[str] = Counter()
        self._taken: set[str] = set()

    def unique(self, name: str) -> str:
        """``name``, with a number behind it where another part is called so."""
        found = name
        while found in self._taken:
            self._uses[name] += 1
            found = f"{name}-{self._uses[name] + 1}"
        self._taken.add(found)
        return found


def short_name(identifier: str) -> str:
    """The last piece of an address or of another identifier, or the number in it; empty where it has none."""
    pieces = [piece for piece in _PIECES.split(identifier.strip()[:_LONGEST_SOURCE]) if piece.strip()]
    if not pieces:
        return ""
    piece = unquote(pieces[-1])
    number = _NUMBER.fullmatch(piece)
    if number:
        return number["last"] or number["first"]
    name = _UNFIT.sub("-", _ENDING.sub("", piece)).strip("-.")
    return name if len(name) <= _LONGEST else name[:_LONGEST].rsplit("-", 1)[0]
