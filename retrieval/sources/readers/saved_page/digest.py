"""Where the items of a digest begin: of a page of several texts, each with its own title and date."""

import re
from bisect import bisect
from dataclasses import dataclass
from itertools import pairwise

from retrieval.documents import PublicationDate
from retrieval.sources.readers.saved_page.lines import Found

_NUMBER = re.compile(r"\d{1,3}[.)]\s{1,3}")
"""What stands before the titles of numbered items."""


@dataclass(frozen=True, slots=True)
class Item:
    """One text of a digest: ``text[start:end]`` of the page, and its own date."""

    start: int
    end: int
    published: PublicationDate


def find_items(text: str, found: Found) -> tuple[Item, ...]:
    """The items of a digest, in order; empty where ``text`` is none, or where one ends is in doubt.

    ``found`` is what `scan_page` finds in ``text``.

    A digest states two days or more, each in a line of its own with text below it. All its items have a title
    of one line, above the date in all of them or below it: without titles, it may be a chronicle, whose days
    are those of events.
    """
    if len({day.isoformat() for _, day in found.days}) < 2:  # noqa: PLR2004
        return ()
    bounds = pairwise([*_starts(text, found), len(text)])
    return tuple(Item(start, end, day) for (start, end), (_, day) in zip(bounds, found.days, strict=False))


def _starts(text: str, found: Found) -> list[int]:
    """Where the items begin, one for each of the page's days; empty where that is in doubt."""
    days, prose = [start for start, _ in found.days], [start for start, _ in found.prose]
    edges = [0, *(bisect(prose, day) for day in days), len(prose)]
    titles, is_text_below = [], set()
    for top, middle, bottom in zip(edges, edges[1:], edges[2:], strict=False):
        above, below = prose[top:middle], prose[middle:bottom]
        if found.texts.isdisjoint(below):
            return []
        last = max((number for number, start in enumerate(above) if start in found.texts), default=-1)
        titles.append(above[last + 1 :])
        is_text_below.add(below[0] in found.texts)
    if not any(titles[1:]) and is_text_below == {False}:
        return days
    # A line above the date may also be what ends the item before: only its place in all of them tells.
    if titles[0] and all(len(lines) == 1 for lines in titles[1:]) and is_text_below == {True}:
        starts = [lines[-1] for lines in titles]
        numbers = [_NUMBER.match(text, start) for start in starts]
        return [number.end() for number in numbers if number] if all(numbers) else starts
    return []
