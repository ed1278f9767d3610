"""The words of time of all languages as compiled patterns, for texts in small letters of one keyboard."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from retrieval.language.languages import LANGUAGES, alternatives
from retrieval.language.normalisation import plain_letters
from retrieval.language.time_words import Relation, TimeWords
from retrieval.language.years import YEAR as STATED_YEAR

Pattern: TypeAlias = re.Pattern[str]

_WORDS = [language.times for language in LANGUAGES.values()]


def _all(part: Callable[[TimeWords], str]) -> str:
    """One pattern for a part of the words of all languages."""
    return plain_letters(alternatives(*map(part, _WORDS)))


def _each(part: Callable[[TimeWords], Sequence[str]]) -> list[str]:
    """The same for each place of a part that has several."""
    of_languages = filter(None, map(part, _WORDS))
    return [plain_letters(alternatives(*at_place)) for at_place in zip(*of_languages, strict=True)]


def _pattern(pattern: str) -> Pattern:
    return re.compile(pattern, re.IGNORECASE)


def _far(part: Callable[[TimeWords], Mapping[int, str]]) -> list[tuple[Pattern, int]]:
    return [
        (_pattern(rf"\b(?:{plain_letters(pattern)})\b"), distance)
        for words in _WORDS
        for distance, pattern in part(words).items()
    ]


def _related_words(relation: Relation) -> tuple[Relation, Pattern | None, Pattern | None]:
    before, behind = (
        _all(lambda words: words.before_time.get(relation, "")),
        _all(lambda words: words.behind_time.get(relation, "")),
    )
    return relation, _pattern(f"(?:{before})$") if before else None, _pattern(behind) if behind else None


def _part_pattern() -> str:
    """Months with their day, seasons, quarters and halves; a group for each, named as in `MONTHS_OF`."""
    ordinals = _each(lambda words: words.ordinals)
    months = _each(lambda words: words.months)
    seasons = _each(lambda words: words.seasons)
    quarter, half = _all(lambda words: words.quarter), _all(lambda words: words.half)
    ending = _all(lambda words: words.day_ending)
    named = "|".join(f"(?P<month{number}>{month})" for number, month in enumerate(months, 1))
    others = [f"(?P<season{number}>{season})" for number, season in enumerate(seasons, 1)]
    others += [f"(?P<quarter{number}>(?:{each}) (?:{quarter}))" for number, each in enumerate(ordinals, 1)]
    others += [f"(?P<half{number}>(?:{each}) (?:{half}))" for number, each in enumerate(ordinals[:2], 1)]
    others += [rf"(?P<q{number}>q{number})" for number in range(1, 5)]
    day = rf"(?<![\d.,:])(?P<day>\d{{1,2}})(?:{ending})?\s+(?:of\s+)?"
    behind = rf"\s+(?P<day_behind>\d{{1,2}})(?:{ending})?(?=,?\s+(?:19|20)\d\d)"
    return rf"\b(?:(?:{day})?(?:{named})\b(?:{behind})?|(?:{'|'.join(others)})\b)"


MONTHS_OF = {
    **{f"month{number}": (number, number) for number in range(1, 13)},
    **{f"season{number}": (3 * number, 3 * number + 2) for number in range(1, 4)},
    **{
        f"{name}{number}": (3 * number - 2, 3 * number) for number in range(1, 5) for name in ("quarter", "q")
    },
    **{f"half{number}": (6 * number - 5, 6 * number) for number in range(1, 3)},
}
"""The first and the last month of each group of `PART`."""

PART = _pattern(_part_pattern())
YEAR = _pattern(
    rf"(?<![^\W\d_]-)(?P<year>{STATED_YEAR})(?!-?х\b|s\b)(?:{_all(lambda words: words.year_word)})?"
)
DIGITS = _pattern(
    r"(?<![\d.-])(?:(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"
    r"|(?P<day_behind>\d{1,2})\.(?P<month_behind>\d{1,2})\.(?P<year_behind>(?:19|20)\d\d))(?![\d-]|\.\d)"
)
JOINT = _pattern(rf"\.?\s*,?\s*(?:(?:{_all(lambda words: words.joint)})\s+)?")
FAR_YEARS = [
    (_pattern(rf"(?:{plain_letters(pattern)})\w*"), distances[0])
    for language in LANGUAGES.values()
    for distances, pattern in language.relative_years.items()
    if len(distances) == 1
]
FAR_MONTHS = _far(lambda words: words.months_away)
FAR_WEEKS = _far(lambda words: words.weeks)
FAR_DAYS = _far(lambda words: words.days)
RANGE_JOINS = _pattern(_all(lambda words: words.range_joins))
BEGINS = _pattern(rf"(?:{_all(lambda words: words.range_begins)})$")
ENDS = _pattern(_all(lambda words: words.range_ends))
WRITTEN_YEAR = re.compile(r"\d{4}")
RELATIONS = [_related_words(relation) for relation in Relation]
NEWEST = _pattern(rf"\b(?:{_all(lambda words: words.newest)})\b")
