"""Who published a page, if the page says so beyond doubt."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from retrieval.documents import Fact, Link, Span
from retrieval.language.languages import LANGUAGES, alternatives
from retrieval.language.reporting import Reporting
from retrieval.sources.readers.saved_page.attribution import is_channel
from retrieval.sources.readers.saved_page.media import MEDIUM, is_site, same_name

_HEAD_LINES = 8
_LEAD = 3
"""Paragraphs, the title among them, that speak of the page as a whole."""

_LOOK_BACK = 10
"""Characters in which the word stands that makes a report somebody else's."""

_MOST = 50
"""Names that are looked at; a page that gives more is a list of media."""


def _of_all(part: Callable[[Reporting], str]) -> str:
    return alternatives(*(part(language.reporting) for language in LANGUAGES.values())) or "(?!)"


_OTHERS = _of_all(lambda words: words.others)
_BEFORE_NAME = r"(?:^|[,;–—]\s{1,3}|[.!?]\s{1,3}|туралы\s)(?:the\s)?"


def _reports(before: str, after: str) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"(?:{before}){MEDIUM}", re.MULTILINE),
        re.compile(rf"{_BEFORE_NAME}{MEDIUM}(?:{after})", re.MULTILINE),
    )


_REPORTS = _reports(_of_all(lambda words: words.before), _of_all(lambda words: words.after))
_CORRESPONDENT = _reports(
    _of_all(lambda words: words.correspondent_before), _of_all(lambda words: words.correspondent_after)
)
_SAID_OF_OTHERS = re.compile(rf"\b(?:{_OTHERS})\s+$", re.IGNORECASE)

_CAPITAL = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
_PLACE = rf"[{_CAPITAL}][\w-]{{1,30}}(?:[ -][{_CAPITAL}][\w-]{{1,30}}){{0,2}}"
_DAY = r"(?:\d{1,2}\s+[^\W\d]{3,10}\.?|[^\W\d]{3,10}\.?\s+\d{1,2})(?:,?\s+\d{4})?(?:\s?г(?:ода|\.))?"
_DASH = r"[-–—]{1,2}"
_TOWN = rf"[{_CAPITAL}]{{3,30}}(?:[ -][{_CAPITAL}]{{3,30}}){{0,2}}"


def _named(group: str) -> str:
    return MEDIUM.replace("name", group, 1)


_HEAD_NAMES = ("dashed", "slashed", "bracketed", "bare")
_HEAD = re.compile(
    rf"(?:{_PLACE}[.,]?\s+(?P<day>{_DAY})[.,]?\s*|{_DAY},\s+{_PLACE}\s+|{_TOWN}[.,]?\s+)"
    rf"(?:(?(day){_DASH}\s*{_named('dashed')}\s*(?:\.|$)|(?!))|/(?:Корр\.?\s+)?{_named('slashed')}/"
    rf"|\({_named('bracketed')}\)\s*{_DASH}|{_named('bare')}\s+{_DASH}(?=\s))"
)
"""«АСТАНА, 18 апр — РИА Новости.», «АЛМАТЫ. КАЗИНФОРМ –», «ASTANA, April 18 (Reuters) -»."""

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_YEARS = r"\d{4}(?:\s?[-–—]\s?\d{4})?"
_COPYRIGHT = re.compile(
    rf"^\s{{0,9}}(?:(?:[Cc]opyright\s*)?(?:©|\([cCсС]\))|[Cc]opyright)\s*{_YEARS},?\s+{MEDIUM}\s*(?:[.,|]|$)",
    re.MULTILINE,
)
_SITE_TITLE = re.compile(rf"[^\n\r]{{5,200}}\s\|\s{MEDIUM}\s*$")


def find_publisher(text: str, prose: list[Span], link: Link) -> Fact | None:
    """The site of the page's own link, else the one medium that the text names as its publisher.

    First what only a publisher says (its dateline, copyright, correspondent), then «сообщает X», which is
    said of others too: where several are named so, the one in the lead.
    """
    host = urlsplit(link.url).hostname if link.url else None
    if host and not is_channel(host):
        return Fact(host.removeprefix("www."))
    own = _only(name for name, _ in _own(text, prose))
    if own:
        return Fact(own)
    return None if any(_own(text, prose)) else _named_reporter(text, prose)


def other_reporter(text: str, prose: list[Span], publisher: Fact | None) -> str | None:
    """The site that a page of another site says it has its news from."""
    if not publisher or not is_site(publisher.value):
        return None
    found = _named_reporter(text, prose)
    return (
        found.value
        if found and is_site(found.value) and not same_name(found.value, publisher.value)
        else None
    )


def lead_end(prose: list[Span]) -> int:
    """Where the paragraphs end that speak of the page as a whole."""
    return prose[:_LEAD][-1][1] if prose else 0


def _named_reporter(text: str, prose: list[Span]) -> Fact | None:
    named = list(_reporters(text, _REPORTS))
    end = lead_end(prose)
    name = _only([name for name, at in named if at < end] or [name for name, _ in named])
    return Fact(name) if name else None


def _own(text: str, prose: list[Span]) -> Iterator[tuple[str, int]]:
    lines = (line for line in _LINE.finditer(text) if not line.group().isspace())
    for line in islice(lines, _HEAD_LINES):
        start = line.start() + len(line.group()) - len(line.group().lstrip("\ufeff \t\xa0"))
        if head := _HEAD.match(text, start, line.end()):
            yield next(_clean(head[group]) for group in _HEAD_NAMES if head[group]), head.start()
    if prose and (title := _SITE_TITLE.fullmatch(text, *prose[0])):
        yield _clean(title["name"]), title.start()
    for match in _COPYRIGHT.finditer(text):
        yield _clean(match["name"]), match.start()
    yield from _reporters(text, _CORRESPONDENT)


def _reporters(text: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[tuple[str, int]]:
    """Names and where they stand, but for those of others; a correspondent is a medium's own anyway."""
    for pattern in patterns:
        for match in islice(pattern.finditer(text), _MOST):
            start = match.start("name")
            before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
            is_others = _SAID_OF_OTHERS.search(before) or _SAID_OF_OTHERS.search(text[match.start() : start])
            if patterns is _CORRESPONDENT or not is_others:
                yield _clean(match["name"]), start


def _only(names: Iterable[str]) -> str | None:
    """The one name among these, however often; None for several."""
    found = list(names)
    return found[0] if found and all(same_name(name, found[0]) for name in found) else None


def _clean(name: str) -> str:
    return " ".join(name.split())
