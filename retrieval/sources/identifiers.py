"""Short names for documents, to cite and to type."""

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from posixpath import basename, splitext


class Identifiers:
    """A unique id for each document, told from the names of all files alone."""

    def __init__(self, names: Sequence[str]) -> None:
        self._of_file = short_ids(names)
        self._sorted = sorted(self._of_file.values())

    def of(self, name: str, part: str = "") -> str:
        """The id of a file, or of a part of it: the file's id, a hyphen, and the part.

        Where another file's id begins like this, the file's name, ``#`` and the part.
        """
        id_ = self._of_file[name]
        if not part:
            return id_
        return f"{name}#{part}" if self._is_begun(f"{id_}-") else f"{id_}-{part}"

    def scheme(self, name: str) -> str:
        """What the ids of a file and of its parts depend on: it changes when they do."""
        return f"{self.of(name)} {self.of(name, '*')}"

    def _is_begun(self, start: str) -> bool:
        """Whether the id of a file begins with ``start``."""
        place = bisect.bisect_left(self._sorted, start)
        return place < len(self._sorted) and self._sorted[place].startswith(start)


def short_ids(names: Sequence[str]) -> dict[str, str]:
    """A unique id for each file name: its leading number if that is unique, else its stem, else the name."""
    ids: dict[str, str] = {}
    for shorten in (_leading_number, _stem, _whole):
        short = {name: shorten(name) for name in names if name not in ids}
        uses = Counter([*short.values(), *ids.values()])
        ids |= {name: id_ for name, id_ in short.items() if id_ and uses[id_] == 1}
    # What is left is a name that equals the stem of another, or looks like a part of another file.
    return {name: ids.get(name, f"./{name}") for name in names}


def _leading_number(name: str) -> str:
    match = re.match(r"\d+(?=[_\-. ])", _stem(name) + ".")
    return match.group() if match else ""


def _stem(name: str) -> str:
    return "" if "#" in name else splitext(basename(name))[0]  # `pathlib` takes ten times as long


def _whole(name: str) -> str:
    return "" if "#" in name else name
