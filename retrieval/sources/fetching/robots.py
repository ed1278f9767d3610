"""What the sites allow to robots, by their robots.txt (RFC 9309)."""

import re
from collections.abc import Callable
from typing import TypeAlias

from cachetools import TLRUCache
from httpx import URL
from protego import Protego

from retrieval.errors import FetchFault
from retrieval.sources.fetching.fault_error import FaultError
from retrieval.sources.fetching.time_limit import Clock

NAME = "Dayeksoz"
"""By which rules name us."""

LARGEST = 512 << 10
"""Bytes of a robots.txt that are read; RFC 9309 wants 500 KiB at least. Rules beyond do not count."""

_SITES = 100
"""Sites whose rules are held; the largest files take 20 MB each."""

_KEPT_FOR = 86_400
_FAULT_KEPT_FOR = 600
"""Seconds."""

_LONGEST_DELAY = 10.0
"""Seconds between two requests: a site that asks for more gets this."""

_AGENT = re.compile(r"\s*user(?:-|\s*)agent\s*[:\s]([^#]*)", re.IGNORECASE)

Read: TypeAlias = Callable[[URL], bytes]
"""The content of a robots.txt, empty where there is none; raises FaultError where that can't be told."""


class Robots:
    """The rules of each site, read once a day; ``read`` gets them."""

    def __init__(self, read: Read, clock: Clock) -> None:
        self._read = read
        self._sites: TLRUCache[URL, Protego | FaultError] = TLRUCache(_SITES, _kept_until, timer=clock.now)

    def check(self, url: URL) -> float:
        """The seconds that the site of ``url`` wants between two requests, at most 10; 0 if it names none.

        Raises FaultError where it forbids the page, and where that can't be told.
        """
        rules = self._rules(url)
        if not rules.can_fetch(str(url), NAME):
            raise FaultError(FetchFault.ROBOTS)
        return min(rules.crawl_delay(NAME) or 0.0, _LONGEST_DELAY)

    def _rules(self, url: URL) -> Protego:
        site = url.join("/robots.txt")
        known = self._sites.get(site)
        if known is None:
            try:
                known = Protego.parse(_relevant(self._read(site)))
            except FaultError as error:
                known = error
            self._sites[site] = known
        if isinstance(known, FaultError):
            raise FaultError(known.fault, **known.facts)
        return known


def _kept_until(_: URL, rules: Protego | FaultError, now: float) -> float:
    return now + (_KEPT_FOR if isinstance(rules, Protego) else _FAULT_KEPT_FOR)


def _relevant(content: bytes) -> str:
    """The rules as text, all other robots under one name.

    Protego copies the rules of a group to each robot that the group names: thousands of names by thousands of
    rules would take minutes and gigabytes.
    """
    lines = content.decode("utf-8-sig", "replace").splitlines()
    if len(content) >= LARGEST:
        del lines[-1:]  # cut off, so it may say something else than it did
    return "\n".join(map(_of_us_or_others, lines))


def _of_us_or_others(line: str) -> str:
    match = _AGENT.match(line)
    if match is None:
        return line
    name = match[1].strip().lower()
    return f"User-agent: {name if name in {'*', NAME.lower()} else 'another'}"
