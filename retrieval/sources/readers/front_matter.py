"""What a Markdown file states of itself above its text: YAML between lines of ``---``, TOML of ``+++``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_LONGEST = 1 << 16
"""Characters of front matter; parsers of it are slow."""

_BEGIN = re.compile(r"\ufeff?(?P<mark>---|\+\+\+)[ \t]*\r?\n")
_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.MULTILINE)
_TOML_END = re.compile(r"^\+\+\+[ \t]*\r?$\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """``fields``: what each key, in lower case, is given as, several of a list with commas between them;
    what is neither text nor such a list is left out. ``end``: where the file's text begins.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    end: int = 0


def find_front_matter(text: str) -> FrontMatter:
    """What ``text`` begins with; empty where that is no front matter."""
    begin = _BEGIN.match(text)
    if not begin:
        return FrontMatter()
    is_toml = begin["mark"] == "+++"
    end = (_TOML_END if is_toml else _YAML_END).search(text, begin.end(), begin.end() + _LONGEST)
    if not end:
        return FrontMatter()
    inner = text[begin.end() : end.start()]
    values = _toml(inner) if is_toml else _yaml(inner)
    if values is None:  # a rule, and another one below a paragraph
        return FrontMatter()
    stated = {str(key).casefold(): _line(value) for key, value in values.items()}
    return FrontMatter({key: line for key, line in stated.items() if line}, end.end())


def _toml(text: str) -> Mapping[str, object]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _yaml(text: str) -> Mapping[str, object] | None:
    import yaml

    try:
        # This loader makes texts, lists and mappings, of nothing else: dates stay as they are written.
        found = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes no objects
    except (yaml.YAMLError, RecursionError, ValueError):
        return _lines(text)
    return found if isinstance(found, Mapping) else None


def _lines(text: str) -> Mapping[str, object] | None:
    """The entries of faulty YAML, as people write it: «title: Токаев: наше сотрудничество»."""
    from retrieval.sources.readers.saved_page import front_matter

    lines = [line for line in text.splitlines() if line.strip()]
    return front_matter.find_front_matter(["---", *lines, "---"]).values or None


def _line(value: object) -> str:
    """``value`` in one line; of a mapping, the name in it."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, list):
        return ", ".join(each for each in value if isinstance(each, str))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return " ".join(value.split()) if isinstance(value, str) else ""
