"""Where the article of a page begins and ends, among the menus, lists and comments that a site sets around it.

A line counts as the site's only where something tells: what it says, or a headline below it that the date or
the text confirms. A paragraph of text never does, but among what readers comment.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.language.languages import LANGUAGES, page_pattern
from retrieval.sources.readers.saved_page.attribution import find_link
from retrieval.sources.readers.saved_page.boilerplate import (
    is_boilerplate,
    is_caption,
    is_counter,
    is_masthead,
    is_menu,
    is_notice,
    is_number,
    is_related,
    is_tags_label,
)
from retrieval.sources.readers.saved_page.bylines import is_author, is_byline, is_job
from retrieval.sources.readers.saved_page.datelines import Dateline, find_dateline, is_day_and_name
from retrieval.sources.readers.saved_page.titles import is_labelled

_LONGEST_HEAD = 500
_LONGEST_HEADLINE = 200
_SHORTEST_HEADLINE = 15
_FEWEST_WORDS = 3
_SHORTEST_SENTENCE = 40
"""Characters of a line that ends as a sentence does and is a paragraph; shorter ones may be a site's."""

_SHORTEST_PARAGRAPH = 150
_SHORTEST_COMMENT_FREE = 100
"""Characters of a paragraph that shows that the article goes on, where no line names who comments."""

_READ = 15
"""Lines from the first paragraph on whose words a headline is looked for in."""

_SURE = 2
"""Words that a headline shares with the text, where two lines may be one."""

_ENDS = re.compile(r"[.:;…][»”\"’')]*$")
_BEGINS = re.compile(r"[«\"“„'(\[]*[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ\d]")
_PARTS = re.compile(r"\s[|·•›»]\s|\s{3,}|\s/\s")
_RATE = re.compile(r"[A-Z]{3}\s?/\s?[A-Z]{3}\b|^[+−–-]?\d[\d.,]*\s?(?:°|%)")
_CONTACT = re.compile(r"@\w{3,}|\+\d[\d\s()-]{8,20}|\(\d{3,5}\)\s?\d|\b\d{2,3}-\d{2}-\d{2}\b|^\d\d\+$")
_FOOTER = re.compile(
    rf"(?:{page_pattern(lambda words: words.contact) or '(?!)'})(?!\w).{{0,200}}", re.IGNORECASE
)
_COMMENTS = re.compile(page_pattern(lambda words: words.comments) or "(?!)", re.IGNORECASE)
_ENTRIES = re.compile(
    rf"(?<!\w)(?:{page_pattern(lambda words: words.menu)}|{page_pattern(lambda words: words.rubric)})(?!\w)",
    re.IGNORECASE,
)
_FEWEST_ENTRIES = 3
_TURN = re.compile(
    r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s.{1,60}:(?:\s.*)?|.{1,60}\s[\[(]\d{1,2}:\d{2}(?::\d{2})?[\])]"
)
"""«00:14 Сәкен Жүніс:», «HOST [00:00:04]»: where somebody begins to speak in a recording."""

_LANGUAGE_NAMES = re.compile(
    r"(?<!\w)(?:Қазақша|Русский|English|Qazaqşa|Qazaqsha|O['ʻ‘]zbekcha|Кыргызча|中文|Türkçe|Français|Deutsch)(?!\w)"
)
_FEWEST_LANGUAGES = 2
_WORD = re.compile(r"\w{4,}")
_STEM = 5
_COMMON = frozenset(word for language in LANGUAGES.values() for word in language.function_words)


@dataclass(frozen=True, slots=True)
class Article:
    """What of a page is its article; numbers are of lines.

    ``title``: the headline, where one is sure. ``chrome``: the lines that are the site's, whatever they look
    like. ``end``: from which line on readers comment. ``head``: the lines above the
    second paragraph. ``last``: the last paragraph. ``is_open``: whether several lines may be the headline.
    """

    title: int | None
    chrome: frozenset[int]
    end: int
    head: range = range(0)
    last: int = 0
    is_open: bool = False


def find_article(
    lines: Sequence[str],
    datelines: Sequence[Dateline | None],
    gaps: Sequence[bool],
    columns: Sequence[list[str]],
) -> Article:
    """The article among the ``lines`` of a page.

    ``gaps``: whether a blank line stands above each. ``columns``: what each is
    set in, where there is much space within it.
    """
    texts = [number for number, line in enumerate(lines) if is_text(line)]
    end = _comments_start(lines, datelines, texts)
    texts = [number for number in texts if number < end]
    if not texts:
        return Article(None, frozenset(), end)
    first = next((number for number in range(texts[0]) if _TURN.fullmatch(lines[number])), texts[0])
    title, is_open = _find_title(lines, datelines, gaps, columns, first)
    is_open = is_open or (title is None and first < texts[0])
    chrome = set(range(end, len(lines)))
    if title is not None and _is_rivalled(title, lines, datelines, texts[0]):
        title, is_open = None, True
    chrome |= {number for number in range(first) if number != title and is_chrome(lines[number])}
    if title is not None:
        chrome |= {number for number in range(title) if not is_text(lines[number])}
    chrome |= _around(lines, gaps, texts, title)
    chrome |= _tail(lines, columns, texts, end)
    chrome |= {n for n in range(first) if n != title and _is_of_buttons(columns[n])}
    chrome -= {number for number in chrome if number < end and find_link(lines[number][:2000])}
    head = range(texts[1] if len(texts) > 1 else texts[0])
    return Article(title, frozenset(chrome), end, head, texts[-1], is_open)


def is_text(line: str) -> bool:
    """Whether ``line`` is a paragraph of text, and not what a site says of itself."""
    if len(line) < _SHORTEST_SENTENCE or is_notice(line) or is_caption(line):
        return False
    if len(line) < _SHORTEST_PARAGRAPH and (is_boilerplate(line) or is_masthead(line) or find_link(line)):
        return False
    if len(line) >= _SHORTEST_PARAGRAPH:
        return not (_is_menu_line(line) or (_FOOTER.fullmatch(line) and not _ENDS.search(line)))
    return _ENDS.search(line) is not None


def _find_title(
    lines: Sequence[str],
    datelines: Sequence[Dateline | None],
    gaps: Sequence[bool],
    columns: Sequence[list[str]],
    first: int,
) -> tuple[int | None, bool]:
    """The line above the text's ``first`` that is the headline, and whether several may be one."""
    if first > _LONGEST_HEAD:
        return None, False
    days = [number for number in range(first) if _dates(datelines[number])]
    made = [number for number in range(first) if not days and is_day_and_name(lines[number])]
    following = datelines[first + 1] if first + 1 < len(lines) else None
    if _dates(following) and not days and len(lines[first]) <= _SHORTEST_PARAGRAPH:
        return None, False  # a headline with a full stop, which the date below sets apart
    found = [
        number
        for number in range(first)
        if datelines[number] is None
        and len(columns[number]) < _FEWEST_ENTRIES
        and looks_like_headline(lines[number], lines[number + 1])
    ]
    if not found:
        return None, _stands_above_menu(lines[:first], datelines)
    words = _stems(" ".join(lines[first : first + _READ]))
    shared = {number: len(_stems(lines[number]) & words) for number in found}
    if made and found[-1] > made[-1] and shared[found[-1]]:
        found = found[-1:]  # «Астана, 3 декабря 2024» below the name of who made it
    above = _above(found, days or made)
    if len(above) == 1 and (shared[above[0]] or not any(shared.values())):
        return _nearest(above[0], found, shared, gaps)
    below = [number for number in found if not days or number > days[0]] or found
    if below[0] - 1 in days:
        return below[0], False
    told = [number for number in below if shared[number]]
    if not told:
        return (found[0], False) if found == [0] else (None, True)
    if len(told) > 1 and not days and shared[told[0]] < _SURE:
        return None, True
    if len(told) > 1 and not days and told[-1] == first - 1 and gaps[told[-1]] and gaps[first]:
        likely = max(told, key=lambda number: shared[number])
        return (told[-1], False) if likely == told[-1] else (None, True)
    return (None, True) if told[0] - 1 in below and not gaps[told[0]] else (told[0], False)


def _is_subtitle(number: int, above: int, gaps: Sequence[bool]) -> bool:
    """Whether the line ``number`` is the second of a block that the line ``above`` begins, below others."""
    return above > 0 and above + 1 == number and gaps[above] and not gaps[number]


def _is_rivalled(title: int, lines: Sequence[str], datelines: Sequence[Dateline | None], first: int) -> bool:
    """Whether a line above ``title`` may be the headline too, though it is short, and ``title`` a heading
    below it: one whose words the text has, or any where no line above is known as the site's.
    """
    head = [number for number in range(title) if datelines[number] is None and not find_link(lines[number])]
    short = [
        number
        for number in head
        if len(lines[number].split()) > 1
        and not looks_like_headline(lines[number])
        and not (is_chrome(lines[number]) or is_byline(lines[number]))
        and _BEGINS.match(lines[number])
        and not (number + 1 < title and is_counter(lines[number + 1]))
        and not _has_menu(lines[number + 1 : title])
    ]
    if len(short) == len(head) and not any(map(_dates, datelines[:first])):
        return bool(short)
    words = _stems(" ".join(lines[first : first + _READ]))
    return any(_stems(lines[number]) & words for number in short)


def _has_menu(lines: Sequence[str]) -> bool:
    """Whether a menu is among ``lines``: in one line or in several; one entry may be a rubric."""
    return any(map(_is_menu_line, lines)) or sum(map(is_menu, lines)) > 1


def _stands_above_menu(head: Sequence[str], datelines: Sequence[Dateline | None]) -> bool:
    """Whether the first line that is not known as the site's has a menu below it, or says what the line above
    it is: then it is the site's name.
    """
    plain = (number for number, line in enumerate(head) if datelines[number] is None and not is_chrome(line))
    below = head[next(plain, len(head)) + 1 :]
    return any(map(_is_menu_line, below)) or any(is_masthead(line) or is_counter(line) for line in below[:1])


def _nearest(
    number: int, found: Sequence[int], shared: Mapping[int, int], gaps: Sequence[bool]
) -> tuple[int | None, bool]:
    """The line ``number``, right above the date, unless one above it is as likely the headline."""
    rival = max((other for other in found if other < number), key=lambda other: shared[other], default=None)
    if rival is None or not shared[rival]:
        return number, False
    if _is_subtitle(number, rival, gaps):
        return rival, False
    if shared[rival] >= _SURE * max(shared[number], 1):
        return rival, False
    is_told = shared[number] >= _SURE * shared[rival] or (
        rival + 1 < number and shared[number] >= shared[rival]
    )
    return (number, False) if is_told else (None, True)


def _above(found: Sequence[int], days: Sequence[int]) -> list[int]:
    """Of the lines ``found`` those with no other between them and a line that dates the page below."""
    nearest = {max((number for number in found if number < day), default=-1) for day in days}
    return sorted(nearest - {-1})


def _dates(dateline: Dateline | None) -> bool:
    return dateline is not None and dateline.names_day and not dateline.is_clock


def looks_like_headline(line: str, below: str = "") -> bool:
    """Whether ``line`` has the form of a headline: a few words that begin as a sentence does."""
    if not _SHORTEST_HEADLINE <= len(line) <= _LONGEST_HEADLINE or len(line.split()) < _FEWEST_WORDS:
        return False
    if line.endswith((".", ":", ";")) and not line.endswith("..."):
        return False
    if not _BEGINS.match(line) or is_labelled(line) or sum(map(str.isalpha, line)) < len(line) / 2:
        return False
    return not (
        is_chrome(line)
        or is_byline(line)
        or is_caption(line)
        or is_day_and_name(line)
        or find_link(line)
        or is_counter(below)
    )


def is_chrome(line: str) -> bool:
    """Whether ``line`` is a site's above a text."""
    return is_site(line) or is_menu(line) or _is_menu_line(line)


def is_site(line: str) -> bool:
    """Whether ``line`` is a site's, above a text or below it."""
    return (
        is_boilerplate(line)
        or is_masthead(line)
        or is_notice(line)
        or is_tags_label(line)
        or _COMMENTS.fullmatch(line[:_LONGEST_HEADLINE]) is not None
    )


def _is_menu_line(line: str) -> bool:
    if len(line) > 2 * _LONGEST_HEADLINE or _ENDS.search(line):
        return False
    if _RATE.search(line):
        return True
    if len(_PARTS.split(line)) >= _FEWEST_ENTRIES and not any(map(str.isdigit, line)):
        return True  # with numbers it may be the row of a table
    if len(_LANGUAGE_NAMES.findall(line)) >= _FEWEST_LANGUAGES:
        return True
    parts = _PARTS.split(line)
    if len(parts) > 1 and all(is_boilerplate(part) or is_menu(part) or find_dateline(part) for part in parts):
        return True
    known = {match.group().casefold() for match in _ENTRIES.finditer(line) if match.group()[0].isupper()}
    return len(known) >= _FEWEST_ENTRIES and "," not in line


def _comments_start(lines: Sequence[str], datelines: Sequence[Dateline | None], texts: Sequence[int]) -> int:
    """From which line on readers comment; the number of lines where they do not.

    A paragraph after the heading goes on with the article, unless a line above it names who comments, and
    when.
    """
    if not texts:
        return len(lines)
    named = text = len(lines)
    start = len(lines)
    for number in reversed(range(texts[0] + 1, len(lines))):
        line = lines[number]
        if _COMMENTS.fullmatch(line[:_LONGEST_HEADLINE]) and (named < text or text == len(lines)):
            start = number
        if _names_writer(line, datelines[number]):
            named = number
        elif len(line) >= _SHORTEST_COMMENT_FREE and is_text(line):
            text = number
    return start


def _names_writer(line: str, dateline: Dateline | None) -> bool:
    return dateline is not None or (len(line) <= _SHORTEST_SENTENCE * 2 and _MOMENT.search(line) is not None)


_MOMENT = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{1,2}\.\d{1,2}\.\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")


def _around(lines: Sequence[str], gaps: Sequence[bool], texts: Sequence[int], title: int | None) -> set[int]:
    """Lines beside and between the paragraphs that are captions, or the entries of a list that is headed."""
    chrome: set[int] = set()
    headed: int | None = None
    for number, line in enumerate(lines):
        is_last = len(texts) > 1 and number > texts[-2]
        if (
            is_last
            and _FOOTER.fullmatch(line[:_LONGEST_HEADLINE])
            and _CONTACT.search(line[:_LONGEST_HEADLINE])
        ) or is_caption(line) or (0 < number < texts[0] and is_job(line) and is_author(lines[number - 1])):
            chrome.add(number)
        elif is_tags_label(line) or is_related(line) or _COMMENTS.fullmatch(line[:_LONGEST_HEADLINE]):
            chrome.add(number)
            headed = number
        elif headed is not None and not gaps[number] and number < texts[-1] and not is_text(line):
            if headed > texts[0] or (is_tags_label(lines[headed]) and len(line.split()) <= _FEWEST_WORDS):
                chrome.add(number)
        else:
            headed = None
    return chrome


def _tail(lines: Sequence[str], columns: Sequence[list[str]], texts: Sequence[int], end: int) -> set[int]:
    """The site's lines below the last paragraph: from the first that is known as one on, all."""
    start = next(
        (at for at in range(texts[-1] + 1, end) if _ends_article(lines[at]) or _is_of_buttons(columns[at])),
        end,
    )
    return {at for at in range(start, end) if not lines[at].endswith(".") or _ends_article(lines[at])}


def _is_of_buttons(columns: list[str]) -> bool:
    return (
        len(columns) > 1
        and not any(map(str.isdigit, "".join(columns)))
        and all(is_boilerplate(column) or is_menu(column) for column in columns)
    )


def _ends_article(line: str) -> bool:
    if _is_contact(line):
        return True
    if is_number(line) or not any(map(str.isalpha, line)):
        return False  # a row of a table, or a rule
    return is_site(line) or is_related(line) or (_is_menu_line(line) and not any(map(str.isdigit, line)))


def _is_contact(line: str) -> bool:
    return (
        len(line) <= _LONGEST_HEADLINE
        and not _ENDS.search(line)
        and (_FOOTER.fullmatch(line) is not None or _CONTACT.search(line) is not None)
    )


def _stems(text: str) -> set[str]:
    words = {word for word in _WORD.findall(text.casefold().replace("ё", "е")) if word not in _COMMON}
    return {word[:_STEM] for word in words if not word.isdigit()}
