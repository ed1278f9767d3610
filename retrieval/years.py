"""The years that a text speaks of: those it names, and those it means by words such as «в прошлом году»."""

import re

from retrieval.documents import PublicationDate

_STATED = re.compile(r"(?<![\d.,])(1\d{3}|20\d{2})(?!\d|[.,]\d)")

_MEANT = {
    (-2,): r"позапрошл\w+ год",
    (-1,): r"\b(?:прошл|минувш|предыдущ|истекш)\w+ год|\bбылтыр|\bөткен жыл|\b(?:last|previous) year",
    (0,): r"\b(?:эт(?:от|ого|ому|ом)|текущ\w+|нынешн\w+|сего) год|с начала года|\bбиыл|\b(?:осы|ағымдағы) жыл"
    r"|\b(?:this|current) year",
    (0, -1): r"последн\w+ год(?:а|у)?\b|за год\b|\bсоңғы (?:бір )?жыл|\bpast year",
    (1,): r"\b(?:следующ|будущ)\w+ год|\b(?:келесі|келер) жыл|\bnext year",
}
_WORDS = [(re.compile(words, re.IGNORECASE), distances) for distances, words in _MEANT.items()]


def stated_years(text: str) -> frozenset[int]:
    """Years that stand in ``text`` as numbers."""
    return frozenset(map(int, _STATED.findall(text)))


def meant_years(text: str, published: PublicationDate | None) -> frozenset[int]:
    """Years that ``text`` means by words, seen from when it was published; none where that is not known."""
    if published is None:
        return frozenset()
    return frozenset(
        published.year + distance
        for words, distances in _WORDS
        if words.search(text)
        for distance in distances
    )
