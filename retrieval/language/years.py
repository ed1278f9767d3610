"""The years that a text speaks of: those it names, and those it means by words such as «в прошлом году»."""

import re

from retrieval.documents import PublicationDate
from retrieval.language.languages import LANGUAGES, alternatives

_AMOUNTS = alternatives(*(language.amounts for language in LANGUAGES.values()), "[%$€₸]")
YEAR = rf"(?:(?<![\d.,])|(?<=\b\d\d\.\d\d\.))(?:1\d{{3}}|20\d{{2}})(?!\d|[.,]\d)(?!\s*(?:{_AMOUNTS}))"
"""Pattern of a year that stands as a number; ignore case."""

_STATED = re.compile(YEAR, re.IGNORECASE)
_RELATIVE = [
    (re.compile(pattern, re.IGNORECASE), distances)
    for language in LANGUAGES.values()
    for distances, pattern in language.relative_years.items()
]


def stated_years(text: str) -> frozenset[int]:
    """Years that stand in ``text`` as numbers."""
    return frozenset(map(int, _STATED.findall(text)))


def meant_years(text: str, published: PublicationDate | None) -> frozenset[int]:
    """Years that ``text`` means by words, seen from when it was published; none where that is not known."""
    if published is None:
        return frozenset()
    return frozenset(
        published.year + distance
        for pattern, distances in _RELATIVE
        if pattern.search(text)
        for distance in distances
    )


def relative_spans(text: str) -> list[tuple[int, int]]:
    """Where ``text`` has words that mean a year, as half-open ranges."""
    return [found.span() for pattern, _ in _RELATIVE for found in pattern.finditer(text)]


def relative_distance(text: str) -> int | None:
    """How many years off is the one that ``text`` means by words: -1 for "last year"; None without such."""
    return next((distances[0] for pattern, distances in _RELATIVE if pattern.search(text)), None)
