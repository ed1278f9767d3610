"""Gets pages from the web: one request at a time, as the sites want it, and never from a private network."""

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from functools import partial
from importlib.metadata import version
from typing import Self

from httpx import URL

from retrieval.errors import FetchFault
from retrieval.sources.fetching.addresses import fetch_error, web_address
from retrieval.sources.fetching.connections import OK, Connections, Response, tls_context
from retrieval.sources.fetching.fault_error import FaultError
from retrieval.sources.fetching.fetched import Fetched, NotModified, Validators
from retrieval.sources.fetching.network import CheckedNetwork, Resolve, system_addresses
from retrieval.sources.fetching.pace import Pace, retry_after
from retrieval.sources.fetching.robots import LARGEST, NAME, Robots
from retrieval.sources.fetching.time_limit import Clock, TimeLimit

_NOT_MODIFIED = 304
_REDIRECTS = {301, 302, 303, 307, 308}
_BUSY = {429, 503}
_CLIENT_ERRORS = range(400, 500)
_FAULTS = {
    401: FetchFault.FORBIDDEN,
    403: FetchFault.FORBIDDEN,
    404: FetchFault.NOT_FOUND,
    410: FetchFault.NOT_FOUND,
    451: FetchFault.FORBIDDEN,
}

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

_LONGEST_STATED = 1000
"""Characters of a header that is made use of: a validator that is longer is left out."""


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
        limits: Limits = Limits(),
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
        self._headers = {
            "User-Agent": f"{NAME}/{version('dayeksoz')}",
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Encoding": "gzip",
        }
        self._turn = threading.Lock()

    def fetch(self, url: str, known: Validators | None = None) -> Fetched | NotModified:
        """The page at ``url``; with ``known``, of an earlier time, NotModified where it is still the same.

        Raises FetchError, which says why in one sentence, for whatever goes wrong.
        """
        path, known = [url], known or Validators()
        with self._turn:
            self._limit.start()
            try:
                at, response = self._follow(path, partial(self._ask_for_page, known=known))
                return _result(at, response, is_known=known != Validators())
            except FaultError as error:
                raise fetch_error(path, error) from error

    def close(self) -> None:
        """Closes the connections."""
        with self._turn:
            self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _follow(self, path: list[str], ask: Callable[[URL], Response]) -> tuple[URL, Response]:
        """Asks for the address in ``path`` and those that it leads to, which are added to ``path``."""
        url = web_address(path[0])
        for _ in range(self._limits.redirects + 1):
            response = ask(url)
            target = response.headers.get("location") if response.status in _REDIRECTS else None
            if target is None:
                return url, response
            path.append(target)
            origin, url = url, web_address(target, url)
            path[-1] = str(url)
            if (origin.scheme, url.scheme) == ("https", "http"):
                raise FaultError(FetchFault.DOWNGRADE)
        raise FaultError(FetchFault.REDIRECTS, most=self._limits.redirects)

    def _ask_for_page(self, url: URL, known: Validators) -> Response:
        delay = self._robots.check(url)
        conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        headers = {name: value for name, value in conditions.items() if value}
        return self._ask(url, headers, max(delay, self._pause), self._limits.size, whole=True)

    def _ask_for_robots(self, url: URL) -> Response:
        return self._ask(url, {}, self._pause, LARGEST, whole=False)

    def _read_robots(self, site: URL) -> bytes:
        """As `retrieval.sources.fetching.robots.Read` describes."""
        path = [str(site)]
        try:
            _, response = self._follow(path, self._ask_for_robots)
        except FaultError as error:
            if len(path) == 1 and error.fault in _OF_THE_SITE:
                raise
            raise FaultError(FetchFault.ROBOTS_UNREADABLE) from error
        if response.status != OK and response.status not in _CLIENT_ERRORS:
            raise FaultError(FetchFault.ROBOTS_UNREADABLE)
        return response.content

    def _ask(self, url: URL, headers: Mapping[str, str], pause: float, most: int, *, whole: bool) -> Response:
        """The answer of a site that is not busy; one that is gets a second chance."""
        for _ in range(2):
            self._pace.wait(url.host)
            try:
                response = self._connections.get(url, {**self._headers, **headers}, most, whole=whole)
            finally:
                self._pace.rest(url.host, pause)
            if response.status not in _BUSY:
                return response
            asked = retry_after(response.headers)
            self._pace.rest(url.host, max(pause, _BACKOFF if asked is None else asked))
        raise FaultError(FetchFault.BUSY)


def _result(at: URL, response: Response, *, is_known: bool) -> Fetched | NotModified:
    if response.status == _NOT_MODIFIED and is_known:
        return NotModified(str(at))
    if response.status != OK:
        fault = _FAULTS.get(response.status, FetchFault.STATUS)
        raise FaultError(fault, status=response.status)
    if not response.content:
        raise FaultError(FetchFault.EMPTY)
    header = Message()
    header["Content-Type"] = stated = response.headers.get("content-type", "")[:_LONGEST_STATED]
    return Fetched(
        content=response.content,
        url=str(at),
        content_type=header.get_content_type() if stated else "",
        charset=header.get_content_charset(),
        validators=Validators(
            _validator(response.headers.get("etag")), _validator(response.headers.get("last-modified"))
        ),
    )


def _validator(value: str | None) -> str | None:
    """``value``, if it can be sent back."""
    return value if value and value.isascii() and len(value) <= _LONGEST_STATED else None
