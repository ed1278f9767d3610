"""Lines of a page that are neither prose nor facts: buttons, footers, menus, rubrics.

Only whole lines count, so that prose that uses these words is never dropped.
"""

import re
from collections.abc import Sequence

from retrieval.language.languages import alternatives, page_pattern
from retrieval.sources.readers.saved_page.datelines import find_dateline

_LONGEST = 300
"""Characters; no button or footer is longer, and patterns would take long on text without line breaks."""

_LONGEST_ENTRY = 40
_MOST_WORDS = 4
"""Of an entry of a menu."""

_LONGEST_HEADLINE = 150
_LONGEST_MENU = 500
_SHORTEST_MENU = 5
_FEWEST_KNOWN = 2
"""Lines of a menu, and those of them that must be known as such, where the others are not."""

_RELATED = re.compile(page_pattern(lambda words: words.related), re.IGNORECASE)
_BOILERPLATE = re.compile(page_pattern(lambda words: words.boilerplate), re.IGNORECASE)
_MENU = re.compile(
    alternatives(*(page_pattern(part) for part in (lambda w: w.menu, lambda w: w.rubric, lambda w: w.site))),
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:www\.)?(?:[a-z0-9-]{1,40}\.){1,3}[a-z]{2,6}(?:/\S*)?|www\.\S+", re.IGNORECASE)
"""An address without its scheme, or the name of a site."""

_RELEASE = re.compile(page_pattern(lambda words: words.dates.release) or "(?!)", re.IGNORECASE)
_FOLLOWERS = re.compile(
    rf"\d[\d\s.,]*[kmкм]?\s(?:{page_pattern(lambda words: words.followers) or '(?!)'})", re.IGNORECASE
)
_MASTHEAD = re.compile(page_pattern(lambda words: words.masthead) or "(?!)", re.IGNORECASE)
_CAPTION = re.compile(page_pattern(lambda words: words.caption) or "(?!)", re.IGNORECASE)
_TAGS = re.compile(page_pattern(lambda words: words.tags) or "(?!)", re.IGNORECASE)
_INVITATION = re.compile(page_pattern(lambda words: words.invitation) or "(?!)", re.IGNORECASE)
_NOTICE = re.compile(page_pattern(lambda words: words.notice) or "(?!)", re.IGNORECASE)

_NAME = r"(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])[^\s.!?]*\.?"
_BYLINE = re.compile(
    rf"(?:{page_pattern(lambda words: words.dates.byline)}) {_NAME}(?: {_NAME}){{1,2}}", re.IGNORECASE
)
_COUNTER = re.compile(r"[•·*\-–—]?\s?\d[\d\s.,]*")
_CRUMB = re.compile(r"\s[/>»›]\s")
_PART = re.compile(r"\s[|·•—–-]\s")


def is_related(line: str) -> bool:
    """Whether ``line`` heads a list of other pages."""
    return len(line) <= _LONGEST and _RELATED.fullmatch(line) is not None


def is_boilerplate(line: str) -> bool:
    """Whether ``line`` is neither prose nor a fact wherever it stands."""
    if len(line) > _LONGEST:
        return not any(map(str.isalnum, line))
    if (
        _FOLLOWERS.fullmatch(line)
        or _BOILERPLATE.fullmatch(line)
        or _COUNTER.fullmatch(line)
        or _RELATED.fullmatch(line)
    ):
        return True
    return not any(map(str.isalnum, line))


def is_counter(line: str) -> bool:
    """Whether ``line`` counts who follows a channel: «12,4K subscribers»; its name stands above."""
    return len(line) <= _LONGEST_ENTRY and _FOLLOWERS.fullmatch(line) is not None


def is_number(line: str) -> bool:
    """Whether ``line`` is a number alone: of readers, or a row of a table."""
    return len(line) <= _LONGEST and _COUNTER.fullmatch(line) is not None


def is_release(line: str) -> bool:
    """Whether ``line`` says that this is a press release: below it, place and day are those of its issue."""
    return len(line) <= _LONGEST_ENTRY and _RELEASE.fullmatch(line) is not None


def is_masthead(line: str) -> bool:
    """Whether in ``line`` a site says what it is."""
    return len(line) <= _LONGEST_HEADLINE and _MASTHEAD.fullmatch(line) is not None


def is_caption(line: str) -> bool:
    """Whether ``line`` stands under a picture, by its label or the credit at its end."""
    return len(line) <= _LONGEST_HEADLINE and _CAPTION.fullmatch(line) is not None


def is_tags_label(line: str) -> bool:
    """Whether ``line`` heads a list of tags."""
    return len(line) <= _LONGEST_ENTRY and _TAGS.fullmatch(line) is not None


def is_notice(line: str) -> bool:
    """Whether ``line`` holds words that only a site says, to its visitors."""
    if len(line) > _LONGEST:
        return False
    is_invitation = not line.endswith(".") and _INVITATION.search(line)
    return bool(_NOTICE.search(line) or is_invitation)


def is_menu(line: str) -> bool:
    """Whether ``line``, above the text of a page, is a menu, a rubric, the site's name or the author's."""
    if len(line) > _LONGEST:
        return False
    if _BYLINE.fullmatch(line):
        return True
    crumbs = _CRUMB.split(line)
    if len(crumbs) > 1 and all(_is_entry(crumb) for crumb in crumbs):
        return True
    parts = _PART.split(line)
    return all(_MENU.fullmatch(part) or _ADDRESS.fullmatch(part) for part in parts)


def menu_length(lines: Sequence[str]) -> int:
    """How many of a page's ``lines`` are the menu that it begins with.

    A long run of short lines is one where some are known as entries of menus. Its last line may be a short
    headline, unless one that is longer follows.
    """
    length = known = 0
    for line in lines[:_LONGEST_MENU]:
        if not (is_menu(line) or is_boilerplate(line) or _is_entry(line)) or find_dateline(line):
            break
        length += 1
        known += is_menu(line)
    if length < _SHORTEST_MENU or known < _FEWEST_KNOWN:
        return 0
    following = lines[length] if length < len(lines) else ""
    is_text = following.endswith((".", ":", ";")) or len(following) > _LONGEST_HEADLINE
    if following and not is_text and not find_dateline(following):
        return length
    while length and (is_menu(lines[length - 1]) or is_boilerplate(lines[length - 1])):
        length -= 1
    return max(length - 1, 0)


def _is_entry(line: str) -> bool:
    if not 0 < len(line) <= _LONGEST_ENTRY or len(line.split()) > _MOST_WORDS:
        return False
    return not any(sign in line for sign in '.!?:;,«»“”"…')
