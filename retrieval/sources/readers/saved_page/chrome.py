"""Which lines are a site's by what they say, and which are paragraphs of text."""

import re

from retrieval.language.languages import page_pattern
from retrieval.sources.readers.saved_page.attribution import find_link
from retrieval.sources.readers.saved_page.boilerplate import (
    is_boilerplate,
    is_caption,
    is_masthead,
    is_menu,
    is_notice,
    is_number,
    is_related,
    is_tags_label,
)
from retrieval.sources.readers.saved_page.datelines import find_dateline

_LONGEST = 200
"""Characters of a site's line; and of a headline."""

_LONGEST_MENU = 400
_SHORTEST_SENTENCE = 40
"""Characters of a line that ends as a sentence does and is a paragraph; shorter ones may be a site's."""

_SHORTEST_PARAGRAPH = 150
_FEWEST_ENTRIES = 3
_FEWEST_LANGUAGES = 2

_ENDS = re.compile(r"[.:;…][»”\"’')]*$")
_PARTS = re.compile(r"\s[|·•›»]\s|\s/\s")
_RATE = re.compile(r"[A-Z]{3}\s?/\s?[A-Z]{3}\b|^[+−–-]?\d[\d.,]*\s?(?:°|%)")
"""«USD / KZT - 448.33», «+12°»."""

_CONTACT = re.compile(r"@\w{3,}|\+\d[\d\s()-]{8,20}|\(\d{3,5}\)\s?\d|\b\d{2,3}-\d{2}-\d{2}\b|^\d\d\+$")
"""An address, a telephone number, or from which age on one may read."""

_FOOTER = re.compile(
    rf"(?:{page_pattern(lambda words: words.contact) or '(?!)'})(?!\w).{{0,200}}", re.IGNORECASE
)
_COMMENTS = re.compile(page_pattern(lambda words: words.comments) or "(?!)", re.IGNORECASE)
_ENTRIES = re.compile(
    rf"(?<!\w)(?:{page_pattern(lambda words: words.menu)}|{page_pattern(lambda words: words.rubric)})(?!\w)",
    re.IGNORECASE,
)
_LANGUAGE_NAMES = re.compile(
    r"(?<!\w)(?:Қазақша|Русский|English|Qazaqşa|Qazaqsha|O['ʻ‘]zbekcha|Кыргызча|中文|Türkçe|Français|Deutsch)(?!\w)"
)


def is_text(line: str) -> bool:
    """Whether ``line`` is a paragraph of text, and not what a site says of itself."""
    if len(line) < _SHORTEST_SENTENCE or is_notice(line) or is_caption(line):
        return False
    if len(line) >= _SHORTEST_PARAGRAPH:
        return not (is_menu_line(line) or (_FOOTER.fullmatch(line) and not _ENDS.search(line)))
    is_known = is_boilerplate(line) or is_masthead(line) or find_link(line)
    return not is_known and _ENDS.search(line) is not None


def is_chrome(line: str) -> bool:
    """Whether ``line`` is a site's above a text."""
    return _is_site(line) or is_menu(line) or is_menu_line(line)


def heads_comments(line: str) -> bool:
    """Whether readers may comment below ``line``."""
    return _COMMENTS.fullmatch(line[:_LONGEST]) is not None


def ends_article(line: str) -> bool:
    """Whether ``line``, below the last paragraph of a text, is the site's, as all is that follows."""
    if _is_contact(line):
        return True
    if is_number(line) or not any(map(str.isalpha, line)):
        return False  # a row of a table, or a rule
    return _is_site(line) or is_related(line) or (is_menu_line(line) and not _has_digit(line))


def is_address(line: str) -> bool:
    """Whether ``line`` says where a site's makers are found, with a label."""
    return _FOOTER.fullmatch(line[:_LONGEST]) is not None and _CONTACT.search(line[:_LONGEST]) is not None


def is_of_buttons(columns: list[str]) -> bool:
    """Whether a line's ``columns`` are buttons and entries of menus, and no row of a table."""
    if len(columns) < 2 or any(map(_has_digit, columns)):  # noqa: PLR2004
        return False
    return all(is_boilerplate(column) or is_menu(column) for column in columns)


def is_menu_line(line: str) -> bool:
    """Whether ``line`` holds several entries of a menu, rates or the names of languages."""
    if len(line) > _LONGEST_MENU or _ENDS.search(line):
        return False
    if _RATE.search(line) or len(_LANGUAGE_NAMES.findall(line)) >= _FEWEST_LANGUAGES:
        return True
    parts = _PARTS.split(line)
    if len(parts) >= _FEWEST_ENTRIES and not _has_digit(line):
        return True  # with numbers it may be the row of a table
    if len(parts) > 1 and all(is_boilerplate(part) or is_menu(part) or find_dateline(part) for part in parts):
        return True
    known = {match.group().casefold() for match in _ENTRIES.finditer(line) if match.group()[0].isupper()}
    return len(known) >= _FEWEST_ENTRIES and "," not in line


def _is_site(line: str) -> bool:
    return (
        is_boilerplate(line)
        or is_masthead(line)
        or is_notice(line)
        or is_tags_label(line)
        or heads_comments(line)
    )


def _is_contact(line: str) -> bool:
    if len(line) > _LONGEST or _ENDS.search(line):
        return False
    return _FOOTER.fullmatch(line) is not None or _CONTACT.search(line) is not None


def _has_digit(line: str) -> bool:
    return any(map(str.isdigit, line))
