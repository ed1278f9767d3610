"""One request and its answer, over a connection of its own.

httpcore is used without httpx's client: cookies, proxies, redirects and unpacking are what must not happen
by itself here. No connection is used twice: what a server sends after a page that is longer than it states
would be taken for the next page of that site.
"""

import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpcore
from httpx import URL, Headers, create_ssl_context

from retrieval.errors import FetchFault
from retrieval.sources.fetching.body import beginning, too_large, unpacked, within
from retrieval.sources.fetching.fault_error import FaultError
from retrieval.sources.fetching.time_limit import TimeLimit

OK = 200

_TIMEOUTS = (httpcore.ConnectTimeout, httpcore.ReadTimeout, httpcore.WriteTimeout, httpcore.PoolTimeout)
_BROKEN = (httpcore.ProtocolError, httpcore.NetworkError, httpcore.UnsupportedProtocol)

_NO_TEXT = ("image/", "audio/", "video/", "font/", "model/")
_PLAIN = {"", "identity"}
_GZIP = {"gzip", "x-gzip"}


@dataclass(frozen=True, slots=True)
class Response:
    """``content`` is empty unless ``status`` is 200."""

    status: int
    headers: Headers
    content: bytes


class Connections:
    """Gets addresses; every fault, whatever the server does, is a FaultError."""

    def __init__(self, network: httpcore.NetworkBackend, limit: TimeLimit, tls: ssl.SSLContext) -> None:
        self._limit = limit
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            max_keepalive_connections=0,
            network_backend=network,
        )

    def get(self, url: URL, headers: Mapping[str, str], most: int, *, whole: bool) -> Response:
        """The answer to one request, up to ``most`` bytes; more is a fault if it is wanted ``whole``."""
        fault = FetchFault.NOT_HTTP
        try:
            with self._pool.stream("GET", _target(url), headers=_encoded(url, headers)) as response:
                found = Headers(response.headers)
                if response.status != OK:
                    return Response(response.status, found, b"")
                _check(found, most if whole else None)
                fault = FetchFault.CUT_OFF
                content = bytearray()  # a list of pieces might be of millions
                for piece in _body(response.iter_stream(), found, most, whole=whole):
                    content += piece
                return Response(OK, found, bytes(content))
        except _TIMEOUTS as error:
            raise self._limit.exceeded() from error
        except _BROKEN as error:
            raise FaultError(fault) from error

    def close(self) -> None:
        self._pool.close()


def _target(url: URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _encoded(url: URL, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    given = [(name.encode(), value.encode("ascii", "replace")) for name, value in headers.items()]
    return [(b"Host", url.netloc), (b"Connection", b"close"), *given]


def _check(headers: Headers, most: int | None) -> None:
    """Refuses, before it is read, what is no text or states that it is too large."""
    if headers.get("content-type", "").strip().lower().startswith(_NO_TEXT):
        raise FaultError(FetchFault.NOT_TEXT)
    if most is not None and int(headers.get("content-length", "0")) > most:
        raise too_large(most)


def _body(pieces: Iterator[bytes], headers: Headers, most: int, *, whole: bool) -> Iterator[bytes]:
    bounded = within if whole else beginning
    packing = headers.get("content-encoding", "").strip().lower()
    if packing in _PLAIN:
        return bounded(most, pieces)
    if packing in _GZIP:
        return bounded(most, unpacked(within(most, pieces)))
    raise FaultError(FetchFault.PACKED)


def tls_context() -> ssl.SSLContext:
    """Trusts what browsers trust, whatever the environment says."""
    return create_ssl_context(trust_env=False)
