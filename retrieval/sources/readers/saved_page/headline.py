"""Which line of a page is its headline: the one above its date or its text that looks like one.

What the text is about tells too: a headline shares words with it, and what a site says of itself does not.
Where two lines may be the headline, none is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.language.languages import LANGUAGES
from retrieval.sources.readers.saved_page.attribution import find_link
from retrieval.sources.readers.saved_page.boilerplate import is_caption, is_counter, is_masthead, is_menu
from retrieval.sources.readers.saved_page.bylines import is_byline
from retrieval.sources.readers.saved_page.chrome import is_chrome, is_menu_line
from retrieval.sources.readers.saved_page.datelines import is_day_and_name
from retrieval.sources.readers.saved_page.sheet import Sheet
from retrieval.sources.readers.saved_page.titles import is_labelled

_LONGEST_HEAD = 500
"""Lines above a text; more of them are no head of a page."""

_LONGEST = 200
_LONGEST_SENTENCE = 150
_SHORTEST = 15
_FEWEST_WORDS = 3
_FEWEST_COLUMNS = 3
"""Of a menu, or of a row of a table."""

_READ = 15
"""Lines from the first paragraph on whose words a headline is looked for in."""

_SURE = 2
"""Words that a headline shares with the text, where two lines may be one."""

_BEGINS = re.compile(r"[«\"“„'(\[]*[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ\d]")
_WORD = re.compile(r"\w{4,}")
_STEM = 5
_COMMON = frozenset(word for language in LANGUAGES.values() for word in language.function_words)


@dataclass(frozen=True, slots=True)
class Headline:
    """``number``: of the line that is the headline, where one is sure. ``is_open``: whether one is there, but
    several lines may be it.
    """

    number: int | None = None
    is_open: bool = False


NO_HEADLINE = Headline()
_OPEN = Headline(is_open=True)


def find_headline(sheet: Sheet, first: int, text: int) -> Headline:
    """The headline among the lines above ``first``, where a text or a talk begins.

    ``text``: the first paragraph.
    """
    if first > _LONGEST_HEAD:
        return NO_HEADLINE
    found = _choose(sheet, first)
    if found.number is not None and _is_rivalled(found.number, sheet, text):
        return _OPEN
    return _OPEN if found.number is None and first < text else found


def _choose(sheet: Sheet, first: int) -> Headline:
    days = [number for number in range(first) if sheet.is_dated(number)]
    if sheet.is_dated(first + 1) and not days and len(sheet.lines[first]) <= _LONGEST_SENTENCE:
        return NO_HEADLINE  # a headline with a full stop, which the date below sets apart
    found = [
        number
        for number in range(first)
        if sheet.datelines[number] is None
        and len(sheet.columns[number]) < _FEWEST_COLUMNS
        and _looks_like_headline(sheet.lines[number], sheet.lines[number + 1])
    ]
    if not found:
        return Headline(is_open=_stands_above_menu(sheet, first))
    words = _words_of_text(sheet, first)
    shared = {number: len(_stems(sheet.lines[number]) & words) for number in found}
    made = [number for number in range(first) if not days and is_day_and_name(sheet.lines[number])]
    if made and found[-1] > made[-1] and shared[found[-1]]:
        found = found[-1:]  # «Астана, 3 декабря 2024» below the name of who made it
    above = {max((number for number in found if number < day), default=-1) for day in days or made} - {-1}
    if len(above) == 1:
        nearest = above.pop()
        if shared[nearest] or not any(shared.values()):
            return _nearest(nearest, found, shared, sheet.gaps)
    return _below(found, days, shared, sheet.gaps, first)


def _nearest(number: int, found: Sequence[int], shared: Mapping[int, int], gaps: Sequence[bool]) -> Headline:
    """The line ``number``, right above the date, unless one above it is as likely the headline."""
    rival = max((other for other in found if other < number), key=lambda other: shared[other], default=None)
    if rival is None or not shared[rival]:
        return Headline(number)
    is_subtitle = rival > 0 and rival + 1 == number and gaps[rival] and not gaps[number]
    if is_subtitle or shared[rival] >= _SURE * max(shared[number], 1):
        return Headline(rival)
    is_far = rival + 1 < number and shared[number] >= shared[rival]
    return Headline(number) if is_far or shared[number] >= _SURE * shared[rival] else _OPEN


def _below(
    found: Sequence[int], days: Sequence[int], shared: Mapping[int, int], gaps: Sequence[bool], first: int
) -> Headline:
    """The headline below the date, or above the text where there is no date."""
    below = [number for number in found if not days or number > days[0]] or found
    if below[0] - 1 in days:
        return Headline(below[0])
    told = [number for number in below if shared[number]]
    if not told:
        return Headline(0) if list(found) == [0] else _OPEN
    if len(told) > 1 and not days:
        if shared[told[0]] < _SURE:
            return _OPEN
        if told[-1] == first - 1 and gaps[told[-1]] and gaps[first]:
            likely = max(told, key=lambda number: shared[number])
            return Headline(likely) if likely == told[-1] else _OPEN
    return _OPEN if told[0] - 1 in below and not gaps[told[0]] else Headline(told[0])


def _is_rivalled(title: int, sheet: Sheet, text: int) -> bool:
    """Whether a line above ``title`` may be the headline too, though it is short, and ``title`` a heading
    below it: one whose words the text has, or any where no line above is known as the site's.
    """
    rivals, plain, entries = [], 0, 0
    for number in reversed(range(title)):
        line = sheet.lines[number]
        if sheet.datelines[number] is not None or find_link(line):
            continue
        plain += 1
        if is_menu_line(line):
            entries = _SURE
        entries += is_menu(line)
        if entries < _SURE and _is_short_headline(line, sheet.lines[number + 1]):
            rivals.append(line)
    if len(rivals) == plain and not any(sheet.is_dated(number) for number in range(text)):
        return bool(rivals)
    words = _words_of_text(sheet, text)
    return any(_stems(line) & words for line in rivals)


def _is_short_headline(line: str, below: str) -> bool:
    if len(line.split()) < 2 or not _BEGINS.match(line) or is_counter(below):  # noqa: PLR2004
        return False
    return not (_looks_like_headline(line, below) or is_chrome(line) or is_byline(line))


def _stands_above_menu(sheet: Sheet, first: int) -> bool:
    """Whether the first line that is not known as the site's has a menu below it, or says what the line above
    it is: then it is the site's name.
    """
    plain = (n for n in range(first) if sheet.datelines[n] is None and not is_chrome(sheet.lines[n]))
    below = sheet.lines[next(plain, first) + 1 : first]
    return any(map(is_menu_line, below)) or any(is_masthead(line) or is_counter(line) for line in below[:1])


def _looks_like_headline(line: str, below: str) -> bool:
    """Whether ``line`` has the form of a headline: a few words that begin as a sentence does."""
    if not _SHORTEST <= len(line) <= _LONGEST or len(line.split()) < _FEWEST_WORDS:
        return False
    if line.endswith((".", ":", ";")) and not line.endswith("..."):
        return False
    if not _BEGINS.match(line) or is_labelled(line) or sum(map(str.isalpha, line)) < len(line) / 2:
        return False
    is_known = is_chrome(line) or is_byline(line) or is_caption(line) or is_day_and_name(line)
    return not (is_known or find_link(line) or is_counter(below))


def _words_of_text(sheet: Sheet, text: int) -> set[str]:
    return _stems(" ".join(sheet.lines[text : text + _READ]))


def _stems(text: str) -> set[str]:
    words = {word for word in _WORD.findall(text.casefold().replace("ё", "е")) if word not in _COMMON}
    return {word[:_STEM] for word in words if not word.isdigit()}
