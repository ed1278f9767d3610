"""Whom a page names as its own source. A name whose end is open is not stated."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from retrieval.documents import Fact, Span
from retrieval.language.languages import LANGUAGES, page_pattern
from retrieval.sources.readers.saved_page.media import MEDIUM, is_medium, same_name
from retrieval.sources.readers.saved_page.publishers import lead_end, other_reporter

_MOST = 50
"""Names that are looked at in each way; a page that gives more has no one source."""

_LABEL = page_pattern(lambda words: words.source_label)
_CREDIT = page_pattern(lambda words: words.picture_credit)
_FORMS = tuple(
    (re.compile(form.before, re.MULTILINE), form)
    for language in LANGUAGES.values()
    for form in language.reporting.cited
)
_LABELLED = re.compile(
    rf"^\s{{0,9}}(?:{_LABEL})\s?:\s*(?P<name>(?=[^\n\r]{{0,80}}[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])[^\s:;!?|/][^\n\r:;!?|/]{{1,80}}?)"
    r"\.?\s*$",
    re.MULTILINE,
)
"""«Источник: Казинформ»: said of whom the words are from. With an address it is the page's own link."""

_SIGNED = re.compile(rf"\s[-–—]\s{MEDIUM}\.?\s*$")
_IS_CREDIT = re.compile(rf"\s*(?:{_CREDIT})\b")


def find_cited(text: str, prose: list[Span], publisher: Fact | None) -> Fact | None:
    """Whom the page has its news from, as it writes it; None where it names several, or only itself.

    «По данным X» may be said by X itself, if it is a medium, where the page's publisher is not known.
    """
    ways = (
        _phrases(text, prose, is_of_page=True),
        _labelled(text),
        _signed(text, prose),
        [found for found in _phrases(text, prose, is_of_page=False) if publisher or not is_medium(found[0])],
    )
    lead = lead_end(prose)
    for way in ways:
        found = [(name, at) for name, at in way if not _is_its_own(name, publisher)]
        if found:
            name = _only([name for name, at in found if at < lead] or [name for name, _ in found])
            return Fact(name) if name else None
    other = other_reporter(text, prose, publisher)
    return Fact(other) if other else None


def _is_its_own(name: str, publisher: Fact | None) -> bool:
    return publisher is not None and same_name(name, publisher.value)


def _phrases(text: str, prose: list[Span], *, is_of_page: bool) -> Iterator[tuple[str, int]]:
    """What is said of one figure counts in the lead only."""
    limit = len(text) if is_of_page else lead_end(prose)
    for before, form in _FORMS:
        if form.is_of_page != is_of_page:
            continue
        for match in islice(before.finditer(text, 0, limit), _MOST):
            end = form.end(text, match.end())
            if end:
                yield " ".join(text[match.end() : end].split()), match.end()


def _labelled(text: str) -> Iterator[tuple[str, int]]:
    for match in _LABELLED.finditer(text):
        yield " ".join(match["name"].split()), match.start()


def _signed(text: str, prose: list[Span]) -> Iterator[tuple[str, int]]:
    """A medium's name behind a dash at the end of a paragraph; a headline may be of whom it speaks."""
    for start, end in prose[1:]:
        match = _SIGNED.search(text, max(start, end - 100), end)
        if match and not _IS_CREDIT.match(text, start, end):
            yield " ".join(match["name"].split()), match.start()


def _only(names: Iterable[str]) -> str | None:
    """The one name among these; forms of a word count as one."""
    found = list(names)
    return found[0] if len({_stems(name) for name in found}) == 1 else None


def _stems(name: str) -> tuple[str, ...]:
    return tuple(word[:5] for word in re.findall(r"\w+", name.casefold()))
