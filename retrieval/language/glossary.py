"""The glossary: what the same thing is called in Kazakh, Russian and English.

Embeddings don't know that «ҰҚШҰ» is «ОДКБ» and "CSTO". A glossary is a CSV file with a column for each
language, one thing a row, alternatives separated by semicolons, words in their dictionary form.
The project ships one; ``glossary.csv`` in the folder of the sources adds to it.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import eq
from pathlib import Path
from typing import Self

from retrieval.errors import GlossaryError
from retrieval.language.languages import LANGUAGES
from retrieval.language.normalisation import folded, plain_letters
from retrieval.language.words import common_start, first_word, is_telling, stem, words

SHIPPED = Path(__file__).with_name("glossary.csv")

_BETWEEN = "|"
"""A sign that folding leaves as it is."""

Name = tuple[str, ...]
"""The folded words of one name."""

Concept = tuple[Name, ...]
"""What a question asks about: names of one thing, first the question's own. Only telling words."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One name of one thing as it is compared and as it is written, and the number of the thing."""

    name: Name
    written: Name
    thing: int

    @property
    def letters(self) -> int:
        return sum(map(len, self.name))


class Glossary:
    """Finds the things in a question that have other names. Safe to use from several threads."""

    def __init__(self, things: Iterable[Mapping[str, str]]) -> None:
        """``things``: for each its names by language, separated by semicolons."""
        self._things = list(things)
        # Read when a question in the language comes: few sessions see them all.
        self._by_language: dict[str, dict[str, list[tuple[str, int]]]] = {}
        self._entries: dict[tuple[str, str], list[_Entry]] = {}
        self._names: dict[int, Concept] = {}

    @classmethod
    def read(cls, *paths: Path) -> Self:
        """All of ``paths`` as one; raises GlossaryError for the first fault."""
        return cls(row for path in paths for row in _rows(path))

    def concepts(self, question: str, language: str) -> list[Concept]:
        """What ``question`` asks about, in order, each once; a word that is no name stands for itself.

        The longest name counts: «Ислам даму банкі» is not «банк».
        """
        found = []
        asked = tuple(words(question))
        compared = _compared(asked, language)
        while asked:
            entries = self._named(asked, compared, language)
            taken = len(entries[0].name) if entries else 1
            own = tuple(filter(is_telling, asked[:taken]))
            if own:
                others = (name for entry in entries for name in self._names_of(entry.thing))
                found.append(tuple(dict.fromkeys([own, *others])))
            asked, compared = asked[taken:], compared[taken:]
        return list({concept[0]: concept for concept in found}.values())

    def names(self, language: str) -> Iterator[str]:
        """All names in one language, those of a thing separated by semicolons."""
        return (thing[language] for thing in self._things)

    def _named(self, asked: Name, compared: Name, language: str) -> list[_Entry]:
        """The entries with the longest name that ``asked`` begins with, most like it; none if there is none.

        «Груз» and «Грузия» have one stem, but «грузов» is more like the one.
        """
        found = [
            ((len(entry.name), entry.letters, -_distance(asked, entry.written)), entry)
            for entry in self._entries_of(_key(compared[0], language), language)
            if _begins(compared, entry.name, language)
        ]
        best = max((merit for merit, _ in found), default=None)
        return [entry for merit, entry in found if merit == best]

    def _entries_of(self, key: str, language: str) -> list[_Entry]:
        """The entries whose first words have ``key``."""
        if (key, language) not in self._entries:
            named = self._names_in(language).get(key)
            if named is None:
                return []  # and not remembered: there is no end of words that people ask about
            split = [(tuple(words(name)), thing) for name, thing in named]
            self._entries[key, language] = [
                _Entry(_compared(name, language), name, thing) for name, thing in split
            ]
        return self._entries[key, language]

    def _names_in(self, language: str) -> dict[str, list[tuple[str, int]]]:
        """The names in one language, folded, with the numbers of their things, by `_key` of their first
        words.
        """
        if language not in self._by_language:
            names: dict[str, list[tuple[str, int]]] = {}
            for thing, cell in enumerate(_folded_together([row[language] for row in self._things])):
                for name in cell.split(";"):
                    first = first_word(name)
                    if first:
                        (compared,) = _compared((first,), language)
                        names.setdefault(_key(compared, language), []).append((name, thing))
            self._by_language[language] = names
        return self._by_language[language]

    def _names_of(self, thing: int) -> Concept:
        """All names of one thing, less the words that say nothing."""
        if thing not in self._names:
            cells = self._things[thing].values()
            names = (tuple(filter(is_telling, name)) for cell in cells for name in _names(cell))
            self._names[thing] = tuple(dict.fromkeys(filter(None, names)))
        return self._names[thing]


@cache
def shipped_glossary() -> Glossary:
    """The one that comes with the project."""
    return Glossary.read(SHIPPED)


def glossary_with(own: Path | None) -> Glossary:
    """The shipped one, with what the file ``own`` adds if it exists; raises GlossaryError if it is faulty."""
    return Glossary.read(SHIPPED, own) if own and own.exists() else shipped_glossary()


def _distance(asked: Name, written: Name) -> int:
    """Letters in which the words of ``written`` and those asked differ after what they have in common."""
    pairs = list(zip(asked, written, strict=False))
    return sum(len(one) + len(other) - 2 * common_start(one, other) for one, other in pairs)


def _begins(asked: Name, name: Name, language: str) -> bool:
    inflection = LANGUAGES[language].inflection
    is_same = inflection.is_form if inflection else eq
    return len(asked) >= len(name) and all(map(is_same, asked, name))


def _compared(name: Name, language: str) -> Name:
    """The words as they are compared: as stems, or whole where the language's inflection is known."""
    return tuple(map(plain_letters if LANGUAGES[language].inflection else stem, name))


def _key(word: str, language: str) -> str:
    """What all forms of a compared word have in common."""
    inflection = LANGUAGES[language].inflection
    return word[: inflection.kept_letters] if inflection else word


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [language for language in LANGUAGES if language not in (reader.fieldnames or ())]
            if missing:
                names = ", ".join(LANGUAGES)
                raise GlossaryError(
                    f"The glossary {path} has no column {missing[0]}: name {names} in line 1."
                )
            for row in reader:
                yield {language: row[language] or "" for language in LANGUAGES}
    except OSError as error:
        raise GlossaryError(f"The glossary {path} can't be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise GlossaryError(f"The glossary {path} is not UTF-8: save it as UTF-8 text.") from error
    except csv.Error as error:
        raise GlossaryError(f"The glossary {path} is not a CSV file ({error}): correct it.") from error


def _folded_together(cells: Sequence[str]) -> list[str]:
    """Each of ``cells`` folded, in one go, which takes a fifth of the time."""
    if any(_BETWEEN in cell for cell in cells):
        return list(map(folded, cells))
    return folded(_BETWEEN.join(cells)).split(_BETWEEN)


def _names(cell: str) -> tuple[Name, ...]:
    split: Sequence[list[str]] = [words(name) for name in cell.split(";")]
    return tuple(tuple(name) for name in split if name)
