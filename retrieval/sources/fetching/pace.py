"""When a site may be asked again."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from cachetools import LRUCache

from retrieval.errors import FetchFault
from retrieval.sources.fetching.fault_error import FaultError
from retrieval.sources.fetching.time_limit import TimeLimit

_HOSTS = 10_000
_DAY = 86_400.0
_LONGEST_DATE = 100
"""Characters."""


class Pace:
    """Waits before a request until its host is ready; one that is not within ``longest`` seconds is busy."""

    def __init__(self, limit: TimeLimit, longest: float) -> None:
        self._limit = limit
        self._longest = longest
        self._ready: LRUCache[str, float] = LRUCache(_HOSTS)

    def wait(self, host: str) -> None:
        """Raises FaultError where that would take too long."""
        seconds = self._ready.get(host, 0.0) - self._limit.clock.now()
        if seconds > self._longest:
            raise FaultError(FetchFault.BUSY)
        if seconds > 0:
            self._limit.pause(seconds)

    def rest(self, host: str, seconds: float) -> None:
        """``host`` is left alone for ``seconds`` from now, at most a day."""
        self._ready[host] = self._limit.clock.now() + min(seconds, _DAY)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds for which a server asks to be left alone; None where it names no time that can be read.

    A date is read by the server's own clock.
    """
    value, now = (headers.get(name, "").strip()[:_LONGEST_DATE] for name in ("retry-after", "date"))
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(now)
    except (TypeError, ValueError, OverflowError):
        return None
    return max(0.0, wait.total_seconds())
