"""Connections to checked addresses only, each within the time limit.

The check is of the numeric address that is connected to, so neither a redirect nor a name that resolves
differently the next time gets around it. TLS still checks the certificate against the host's name.
"""

import socket
import ssl
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import httpcore

from retrieval.errors import FetchFault
from retrieval.sources.fetching.fault_error import FaultError
from retrieval.sources.fetching.public_addresses import is_public
from retrieval.sources.fetching.time_limit import TimeLimit

Resolve: TypeAlias = Callable[[str, int], list[str]]
"""From a host and a port to numeric addresses, the best first; raises OSError or ValueError for no host."""


def system_addresses(host: str, port: int) -> list[str]:
    """What the system's resolver says, within its own time limit. It also reads numbers such as 0x7f.1."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses, or with ``allow_private`` to any."""

    def __init__(self, limit: TimeLimit, resolve: Resolve, *, allow_private: bool) -> None:
        self._limit = limit
        self._resolve = resolve
        self._allow_private = allow_private
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the limit counts
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Tries the addresses of ``host`` in turn, if all of them may be connected to."""
        addresses = self._addresses(host, port)
        for untried in range(len(addresses), 0, -1):
            seconds = self._limit.left() / untried
            try:
                stream = self._plain.connect_tcp(
                    addresses[-untried], port, seconds, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return _LimitedStream(stream, self._limit)
        raise FaultError(FetchFault.UNREACHABLE)

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            addresses = self._resolve(host, port)
        except (OSError, ValueError):  # a name that can't be encoded is a ValueError
            raise FaultError(FetchFault.UNKNOWN_HOST) from None
        if not self._allow_private and not all(map(is_public, addresses)):
            raise FaultError(FetchFault.PRIVATE)
        return addresses


class _LimitedStream(httpcore.NetworkStream):
    """A connection on which no wait is longer than the time that is left, however often it is waited."""

    def __init__(self, stream: httpcore.NetworkStream, limit: TimeLimit) -> None:
        self._stream = stream
        self._limit = limit

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._limit.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._limit.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._limit.left())
        except (httpcore.ConnectError, ValueError) as error:  # the second for a host that is no name to TLS
            is_untrusted = isinstance(error.__cause__, ssl.SSLCertVerificationError)
            raise FaultError(FetchFault.CERTIFICATE if is_untrusted else FetchFault.INSECURE) from error
        return _LimitedStream(stream, self._limit)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
