"""A web server on loopback that answers with any bytes whatever, and a clock that nobody waits for."""

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from retrieval.sources.fetching.time_limit import Clock


@dataclass(frozen=True)
class Request:
    """What a client sent: the path with its query, and the headers by their names in lower case."""

    path: str
    headers: dict[str, str]


Answer: TypeAlias = bytes | Callable[[Request], Iterable[bytes]]


def page(content: bytes | str = b"text", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; ``retry_after="1"`` becomes the header ``retry-after: 1``."""
    body = content.encode() if isinstance(content, str) else content
    named = {"content-length": str(len(body)), "connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in named.items()), "", ""]
    return "\r\n".join(lines).encode() + body


def moved(target: str, status: str = "302 Found") -> bytes:
    return page(b"", status, location=target)


@dataclass
class Site:
    """``answers`` by path; without one, 404. ``requests``: those that came, and ``connections`` how many."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    closing: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]


class _Handler(socketserver.StreamRequestHandler):
    site: Site
    tls: ssl.SSLContext | None = None
    greeting = b""

    def setup(self) -> None:
        if self.tls:
            self.request = self.tls.wrap_socket(self.request, server_side=True)
        super().setup()
        self.site.connections += 1

    def handle(self) -> None:
        if self.greeting:
            self.wfile.write(self.greeting)
            return
        while first := self.rfile.readline().decode("latin-1"):
            lines = iter(lambda: self.rfile.readline().decode("latin-1").strip(), "")
            named = (line.partition(":") for line in lines)
            headers = {name.lower(): value.strip() for name, _, value in named}
            request = Request(first.split(" ")[1], headers)
            self.site.requests.append(request)
            answer = self.site.answers.get(request.path, page(b"", "404 Not Found"))
            for piece in [answer] if isinstance(answer, bytes) else answer(request):
                self.wfile.write(piece)
            if not isinstance(answer, bytes) or b"connection: keep-alive" not in answer:
                return

    def finish(self) -> None:
        super().finish()
        self.request.close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are what the tests are about."""


@contextmanager
def serving(tls: ssl.SSLContext | None = None, greeting: bytes = b"") -> Iterator[Site]:
    """A site that runs until the end of the context; one with a ``greeting`` says that and nothing else."""
    site = Site()
    handler = type("Handler", (_Handler,), {"site": site, "tls": tls, "greeting": greeting})
    with _Server(("127.0.0.1", 0), handler) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            site.closing.set()
            server.shutdown()
            thread.join()


@dataclass
class FakeClock:
    """Moves when somebody waits, or a test moves it; ``waits`` are kept."""

    time: float = 1000.0
    waits: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.time += seconds

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.sleep)
