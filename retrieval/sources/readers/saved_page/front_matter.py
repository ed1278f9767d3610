"""The facts that a file states of itself above its text, between lines of three hyphens."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_MARK = "---"
_MOST_LINES = 60
"""Lines of front matter: more of them are a text with rules in it."""

_ENTRY = re.compile(r"(?P<key>[A-Za-z][\w:.-]{0,40}):(?:\s+(?P<value>.*))?")
_KEPT_ON = re.compile(r"\s|- |-$|#|\]|\}")
"""How a line begins that goes on with the entry before it, or is a comment."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """``values``: what each key, in lower case, is given as, without quotation marks. ``lines``: how many
    lines of the file, blank ones left out, it takes.
    """

    lines: int = 0
    values: dict[str, str] = field(default_factory=dict)

    def first(self, *keys: str) -> str | None:
        """What the first of ``keys`` that is given a value is given as."""
        return next((self.values[key] for key in keys if self.values.get(key)), None)


def find_front_matter(lines: Sequence[str]) -> FrontMatter:
    """What ``lines`` begin with, the file's lines that are not blank; empty where that is no front matter."""
    if not lines or lines[0].rstrip() != _MARK:
        return FrontMatter()
    values: dict[str, str] = {}
    for number, line in enumerate(lines[1 : _MOST_LINES + 1], start=1):
        if line.rstrip() in {_MARK, "..."}:
            return FrontMatter(number + 1, values) if values else FrontMatter()
        entry = _ENTRY.fullmatch(line.rstrip())
        if entry:
            values.setdefault(entry["key"].casefold(), _unquoted(entry["value"] or ""))
        elif not _KEPT_ON.match(line) or not values:
            return FrontMatter()
    return FrontMatter()


def _unquoted(value: str) -> str:
    """``value`` as YAML means it, for the forms that front matter has; empty for lists and blocks."""
    bare = value.strip()
    for mark in "\"'":
        if len(bare) > 1 and bare[0] == bare[-1] == mark:
            inner = bare[1:-1]
            return inner.replace("''", "'") if mark == "'" else re.sub(r"\\(.)", r"\1", inner)
    return "" if bare[:1] in {"[", "{", "|", ">", "&", "*", "!"} else re.sub(r"\s#.*", "", bare)
