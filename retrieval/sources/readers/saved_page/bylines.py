"""Who wrote a page, where it says so in a line of its own."""

import re
from collections.abc import Sequence

from retrieval.documents import Fact
from retrieval.language.languages import page_pattern
from retrieval.sources.readers.saved_page.media import MEDIUM, is_medium

_LONGEST = 160
_LONGEST_JOB = 80

_WORD = r"(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ](?:[\w’'-]*\w)?)"
_INITIALS = r"(?-i:(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\.\s?){1,2})"
_NAME = rf"(?:{_WORD}(?:\s{_WORD}|\s{_INITIALS}){{1,2}}|{_INITIALS}{_WORD})"
_LABEL = page_pattern(lambda words: words.dates.byline) or "(?!)"
_JOB = page_pattern(lambda words: words.dates.job) or "(?!)"

_BYLINE = re.compile(
    rf"(?:{_LABEL})\s?[:,]?\s(?P<name>{_NAME})(?:\s?[,|–—-]\s?[^.!?]{{0,60}})?\.?", re.IGNORECASE
)
_NICK = re.compile(rf"(?:{_LABEL})\s(?P<name>[\w-]{{2,40}})\s\((?P=name)\)", re.IGNORECASE)
"""«Пишет stepan_k (stepan_k)»: how blogs show who writes, by one name."""

_IN_DATELINE = re.compile(
    rf"(?:^|[|•·.,;]\s?|\s)(?<![\w])(?:{_LABEL})\s?[:,]?\s(?P<name>{_NAME})(?=\s*(?:[|•·,]|$)|\s(?-i:[a-zа-яёәғқңөұүһі]))",
    re.IGNORECASE,
)
_SURNAME_IN_CAPITALS = re.compile(
    r"(?P<name>[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][a-zа-яёәғқңөұүһі]+\s[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]{3,30}(?:-[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]{3,30})?),?"
)
"""«Сәуле ТҰРАР,»: how newspapers sign."""

_ALONE = re.compile(rf"(?P<name>{_NAME})")
_WITH_PLACE = re.compile(rf"(?P<name>{_WORD}\s{_WORD}),\s{_WORD}")
"""«Андрей Самохин, Сызрань», right below the text."""

_LABEL_ALONE = re.compile(rf"(?:{_LABEL})\s?:?", re.IGNORECASE)
_IS_JOB = re.compile(rf"(?:{_JOB})[^.!?]*", re.IGNORECASE)
_AT_MEDIUM = re.compile(rf"{MEDIUM}(?:\s\w+)?(?:,\s{_WORD}|\s(?i:{_JOB})[^.!?]*)")


def is_byline(line: str) -> bool:
    """Whether ``line`` says who wrote the page, and no more."""
    return len(line) <= _LONGEST and bool(_BYLINE.fullmatch(line) or _NICK.fullmatch(line))


def is_author(line: str) -> bool:
    """Whether ``line`` is a person's name, with a label or without, as far as its form tells."""
    return is_byline(line) or (len(line) <= _LONGEST and _ALONE.fullmatch(line) is not None)


def is_job(line: str) -> bool:
    """Whether ``line`` says what somebody's work is: set below an author's name."""
    return len(line) <= _LONGEST_JOB and bool(_IS_JOB.fullmatch(line) or _AT_MEDIUM.fullmatch(line))


def find_author(lines: Sequence[str], is_dated: Sequence[bool], head: range, last: int) -> Fact | None:
    """The one author that ``lines`` name, with a label or above a job; None for several.

    ``head``: the numbers of the lines around the headline. ``last``: of the last paragraph.
    """
    found = []
    for number in [*head, *range(last + 1, min(len(lines), last + 8))]:
        line = lines[number]
        if len(line) > _LONGEST:
            continue
        below = lines[number + 1] if number + 1 < len(lines) else ""
        match = _BYLINE.fullmatch(line) or _NICK.fullmatch(line)
        if not match and is_dated[number]:
            match = _IN_DATELINE.search(line)
        if not match and _LABEL_ALONE.fullmatch(line):
            match = _ALONE.fullmatch(below)
        if not match and is_job(below):
            match = _ALONE.fullmatch(line)
        if not match and (number == last + 1 or (number in head and number and is_dated[number - 1])):
            match = _SURNAME_IN_CAPITALS.fullmatch(line)
            if match and (is_medium(match["name"].split()[-1]) or (number > last and not line.endswith(","))):
                match = None
        if not match and number == last + 1:
            match = _WITH_PLACE.fullmatch(line)
        if match:
            found.append(match["name"])
    return Fact(found[0]) if len(set(found)) == 1 else None
