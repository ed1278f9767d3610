"""The years that a text speaks of: those it names, and those it means by words such as «в прошлом году»."""

import re

from retrieval.documents import PublicationDate

_STATED = re.compile(
    r"(?:(?<![\d.,])|(?<=\b\d\d\.\d\d\.))(1\d{3}|20\d{2})(?!\d|[.,]\d)"
    # An amount is no year.
    r"(?!\s*(?:тенге|теңге|рубл|доллар|евро|сом\b|км\b|м\b|тонн|мест\b|человек|адам|орын|[%$€₸]"
    r"|tenge|rubles|dollars|euros|km\b|tons|tonnes|people|seats))",
    re.IGNORECASE,
)

_YEAR = r"год(?:а|у|ом|е)?\b"
_MEANT = {
    (-2,): rf"позапрошл\w+ {_YEAR}",
    (-1,): rf"\b(?:прошл|минувш|предыдущ|истекш)\w+ {_YEAR}|\bбылтыр|\bөткен жыл(?!дар)"
    r"|\b(?:last|previous) year\b",
    (0,): rf"\b(?:эт(?:от|ого|ому|ом)|текущ\w+|нынешн\w+|сего) {_YEAR}|с начала года|\bбиыл"
    r"|\b(?:осы|ағымдағы) жыл(?!дар)|\b(?:this|current) year\b",
    (0, -1): r"последн\w+ год(?:а|у)?\b|за год\b|\bсоңғы (?:бір )?жыл(?!дар)|\bpast year\b",
    (1,): rf"\b(?:следующ|будущ)\w+ {_YEAR}|\b(?:келесі|келер) жыл(?!дар)|\bnext year\b",
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
