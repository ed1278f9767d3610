"""Gets pages from the web: one request at a time, as the sites want it, and never from a private network."""

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import version
from typing import Self, TypeAlias

from httpx import URL, Headers

from retrieval.errors import FetchError, FetchFault
from retrieval.sources.fetching.addresses import shown, web_address
from retrieval.sources.fetching.connections import OK, Connections, Response, tls_context
from retrieval.sources.fetching.fault_error import FaultError
from retrieval.sources.fetching.fetched import Fetched, NotModified, Validators
from retrieval.sources.fetching.network import CheckedNetwork, Resolve, system_addresses
from retrieval.sources.fetching.pace import Pace, retry_after
from retrieval.sources.fetching.robots import LARGEST, NAME, Robots
from retrieval.sources.fetching.time_limit import Clock, TimeLimit

_NOT_MODIFIED = 304
_TOO_MANY, _UNAVAILABLE = 429, 503
_REDIRECTS = {301, 302, 303, 307, 308}
_FAULTS = {401: FetchFault.FORBIDDEN, 403: FetchFault.FORBIDDEN, 451: FetchFault.FORBIDDEN}
_FAULTS |= {404: FetchFault.NOT_FOUND, 410: FetchFault.NOT_FOUND}

_OF_THE_SITE = {
    FetchFault.PRIVATE,
    FetchFault.UNKNOWN_HOST,
    FetchFault.UNREACHABLE,
    FetchFault.CERTIFICATE,
    FetchFault.INSECURE,
    FetchFault.TOO_SLOW,
    FetchFault.NOT_HTTP,
    FetchFault.BUSY,
}
"""Faults that robots.txt shares with every page of its site."""

_BACKOFF = 5.0
"""Seconds before a busy site that names no time is asked once more."""

_LONGEST_VALIDATOR = 1000

_Known: TypeAlias = Mapping[str, str]
_Check: TypeAlias = Callable[[URL], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page may take: seconds, waits aside; bytes, packed and unpacked; redirects.

    ``wait``: the longest pause in seconds that a site may ask for; after it the page counts as busy.
    """

    seconds: float = 30.0
    size: int = 20 << 20
    redirects: int = 5
    wait: float = 60.0


class Fetcher:
    """Gets pages, with their redirects; may be shared by threads, which then wait for one another.

    ``pause``: seconds between two requests to one host, more where its robots.txt asks for that.
    ``allow_private`` lets it into private and local networks. The other arguments are for tests.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        pause: float = 1.0,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        clock: Clock = Clock(),  # noqa: B008
        resolve: Resolve = system_addresses,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits
        self._pause = pause
        self._limit = TimeLimit(clock, limits.seconds)
        self._pace = Pace(self._limit, limits.wait)
        network = CheckedNetwork(self._limit, resolve, allow_private=allow_private)
        self._connections = Connections(network, self._limit, tls or tls_context())
        self._robots = Robots(self._read_robots, clock)
        self._turn = threading.Lock()

    def fetch(self, url: str, known: Validators | None = None) -> Fetched | NotModified:
        """The page at ``url``; with ``known``, of an earlier time, NotModified where it is still the same.

        Raises FetchError, which says why in one sentence, for everything that can go wrong.
        """
        with self._turn:
            self._limit.start()
            path = _Path(url)
            with path:
                at, response = self._follow(path, _conditions(known), self._limits.size, self._allowed)
                if response.status == _NOT_MODIFIED and known:
                    return NotModified(str(at))
                if response.status != OK:
                    raise _fault(response.status)
                if not response.content:
                    raise FaultError(FetchFault.EMPTY)
                return _fetched(at, response)

    def close(self) -> None:
        self._connections.__exit__()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
