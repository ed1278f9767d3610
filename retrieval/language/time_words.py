"""The words by which a language names times, as data of its profile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Relation(StrEnum):
    """How days lie to a time that is named. ``SINCE`` and ``UNTIL`` include it."""

    BEFORE = "before"
    AFTER = "after"
    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class TimeWords:
    """All are patterns. They ignore case, and take letters as another language's keyboard has them.

    ``months``: the twelve months in any of their forms. ``seasons``: spring, summer, autumn; a winter is of
    two years. ``ordinals``: first to fourth. ``quarter`` and ``half``: a quarter and half of a year, behind
    an ordinal. ``year_word``: what may stand behind the number of a year. ``day_ending``: what may stand
    between a day and its month. ``joint``: what may stand between the parts of a date.

    ``days``, ``weeks``, ``months_away``: words that mean a day, week or month, by its distance from the
    present one. (`Language.relative_years` has the years.)

    ``before_time`` and ``behind_time``: what stands before, and behind, a time that only bounds what is asked
    for. ``range_begins``: what stands before the first of two times; ``range_joins``: what stands between
    them where they begin and end a range; ``range_ends``: what stands behind the second.

    ``newest``: what asks for the latest state of things.
    """

    months: tuple[str, ...] = ()
    seasons: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    quarter: str = ""
    half: str = ""
    year_word: str = ""
    day_ending: str = ""
    joint: str = ""
    days: Mapping[int, str] = field(default_factory=dict)
    weeks: Mapping[int, str] = field(default_factory=dict)
    months_away: Mapping[int, str] = field(default_factory=dict)
    before_time: Mapping[Relation, str] = field(default_factory=dict)
    behind_time: Mapping[Relation, str] = field(default_factory=dict)
    range_begins: str = ""
    range_joins: str = ""
    range_ends: str = ""
    newest: str = ""
