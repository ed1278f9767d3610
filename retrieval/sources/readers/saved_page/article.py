"""Where the article of a page begins and ends, among menus, lists and comments that a site sets around it.

A line is the site's only where something tells: what it says, or a headline below it that the date or the
text confirms. A paragraph of text never is, but among what readers comment.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.sources.readers.saved_page.attribution import find_link
from retrieval.sources.readers.saved_page.boilerplate import is_caption, is_related, is_tags_label
from retrieval.sources.readers.saved_page.bylines import is_author, is_job
from retrieval.sources.readers.saved_page.chrome import (
    ends_article,
    heads_comments,
    is_address,
    is_chrome,
    is_of_buttons,
    is_text,
)
from retrieval.sources.readers.saved_page.headline import NO_HEADLINE, Headline, find_headline
from retrieval.sources.readers.saved_page.sheet import Sheet

_LONGEST_LINK = 2000
_LONGEST_NAMING = 80
_MOST_WORDS_OF_TAG = 3
_SHORTEST_UNNAMED = 100
"""Characters of a paragraph that shows that the article goes on, where no line names who comments."""

_TURN = re.compile(
    r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s.{1,60}:(?:\s.*)?|.{1,60}\s[\[(]\d{1,2}:\d{2}(?::\d{2})?[\])]"
)
"""«00:14 Сәкен Жүніс:», «HOST [00:00:04]»: where somebody begins to speak in a recording."""

_MOMENT = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{1,2}\.\d{1,2}\.\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")


@dataclass(frozen=True, slots=True)
class Article:
    """What of a page is its article; numbers are of lines.

    ``chrome``: the lines that are the site's, whatever they look like. ``end``: from which line on readers
    comment. ``head``: the lines above the second paragraph. ``last``: the last paragraph.
    """

    end: int
    headline: Headline = NO_HEADLINE
    chrome: frozenset[int] = frozenset()
    head: range = range(0)
    last: int = 0


def find_article(sheet: Sheet) -> Article:
    """The article of a page; without a paragraph of text, no line is known as the site's by its place."""
    lines = sheet.lines
    texts = [number for number, line in enumerate(lines) if is_text(line)]
    end = _comments_start(sheet, texts)
    texts = [number for number in texts if number < end]
    if not texts:
        return Article(end)
    first = next((number for number in range(texts[0]) if _TURN.fullmatch(lines[number])), texts[0])
    headline = find_headline(sheet, first, texts[0])
    chrome = {n for n in range(first) if is_chrome(lines[n]) or is_of_buttons(sheet.columns[n])}
    if headline.number is not None:
        chrome |= {number for number in range(headline.number) if not is_text(lines[number])}
    chrome |= _around(sheet, texts) | _tail(sheet, texts[-1], end)
    chrome = {number for number in chrome if not find_link(lines[number][:_LONGEST_LINK])}
    head = range(texts[1] if len(texts) > 1 else texts[0])
    return Article(end, headline, frozenset(chrome - {headline.number}), head, texts[-1])


def _comments_start(sheet: Sheet, texts: Sequence[int]) -> int:
    """From which line on readers comment; the number of lines where they do not.

    A paragraph after the heading goes on with the article, unless a line above it names who comments, and
    when.
    """
    start = named = text = len(sheet.lines)
    for number in reversed(range(texts[0] + 1 if texts else start, start)):
        line = sheet.lines[number]
        if heads_comments(line) and (named < text or text == len(sheet.lines)):
            start = number
        if sheet.datelines[number] or (len(line) <= _LONGEST_NAMING and _MOMENT.search(line)):
            named = number
        elif len(line) >= _SHORTEST_UNNAMED and is_text(line):
            text = number
    return start


def _around(sheet: Sheet, texts: Sequence[int]) -> set[int]:
    """Lines beside and between the paragraphs that are captions, or the entries of a list with a heading."""
    chrome: set[int] = set()
    heading: int | None = None
    for number, line in enumerate(sheet.lines):
        is_last = len(texts) > 1 and number > texts[-2]
        is_authors_job = 0 < number < texts[0] and is_job(line) and is_author(sheet.lines[number - 1])
        if is_caption(line) or is_authors_job or (is_last and is_address(line)):
            chrome.add(number)
        elif is_tags_label(line) or is_related(line) or heads_comments(line):
            chrome.add(number)
            heading = number
        elif heading is not None and not sheet.gaps[number] and number < texts[-1] and not is_text(line):
            is_tag = is_tags_label(sheet.lines[heading]) and len(line.split()) <= _MOST_WORDS_OF_TAG
            chrome |= {number} if heading > texts[0] or is_tag else set()
        else:
            heading = None
    return chrome


def _tail(sheet: Sheet, last: int, end: int) -> set[int]:
    """The site's lines below the last paragraph: from the first that is known as one, all but sentences."""
    lines = sheet.lines
    known = (n for n in range(last + 1, end) if ends_article(lines[n]) or is_of_buttons(sheet.columns[n]))
    start = next(known, end)
    return {n for n in range(start, end) if not lines[n].endswith(".") or ends_article(lines[n])}
