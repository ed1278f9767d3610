"""Fetching from a server on loopback that does what servers should not."""

import contextlib
import gzip
import itertools
import re
import ssl
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpcore
import hypothesis
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import FetchError, FetchFault
from retrieval.sources.fetching import robots
from retrieval.sources.fetching.fetched import Fetched, NotModified, Validators
from retrieval.sources.fetching.fetcher import Fetcher, Limits
from tests.retrieval.loopback_site import FakeClock, Request, Site, moved, page, serving

PUBLIC = "93.184.216.34"
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
SMALL = Limits(size=1 << 20)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as started:
        yield started


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """One that may fetch from loopback, and never waits in earnest."""
    with Fetcher(allow_private=True, pause=0, limits=SMALL, clock=FakeClock().clock, tls=NO_TLS) as opened:
        yield opened


def loopback(host: str, port: int) -> list[str]:  # noqa: ARG001
    return ["127.0.0.1"]


def polite(clock: FakeClock, pause: float = 0) -> Fetcher:
    return Fetcher(allow_private=True, pause=pause, clock=clock.clock, tls=NO_TLS)


def got(fetcher: Fetcher, url: str, known: Validators | None = None) -> Fetched:
    found = fetcher.fetch(url, known)
    assert isinstance(found, Fetched)
    return found


def refused(fetcher: Fetcher, url: str) -> tuple[FetchFault, str]:
    """The fault, and the sentence, which is one line."""
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    said = str(caught.value)
    assert said.isprintable()
    assert said.endswith(".")
    return caught.value.fault, said


def unescaped(text: str) -> str:
    """``text`` with its escapes read, as those of Python."""
    return re.sub(r"\\(?:[xu]\w+|.)", lambda match: match[0].encode().decode("unicode_escape"), text)


# What a page is.


def test_a_page_comes_with_what_its_server_states(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a?b=1"] = page(
        "Сәлем",
        content_type='Text/HTML; charset="Windows-1251"',
        etag='W/"1"',
        last_modified="Wed, 27 Nov 2024 09:25:00 GMT",
    )
    assert fetcher.fetch(site.url("/a?b=1#part")) == Fetched(
        "Сәлем".encode(),
        site.url("/a?b=1"),
        "text/html",
        "windows-1251",
        Validators('W/"1"', "Wed, 27 Nov 2024 09:25:00 GMT"),
    )
    site.answers["/bare"] = b"HTTP/1.0 200 OK\r\n\r\ntext"
    assert fetcher.fetch(site.url("/bare")) == Fetched(b"text", site.url("/bare"), "", None, Validators())


def test_it_says_who_it_is_and_nothing_of_its_owner(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    site.answers["/"] = page(set_cookie="a=1")
    got(fetcher, site.url())
    got(fetcher, site.url())
    assert set(site.requests[-1].headers) == {
        "host",
        "connection",
        "user-agent",
        "accept",
        "accept-encoding",
    }
    assert site.requests[-1].headers["user-agent"].startswith("Dayeksoz/")
    assert site.requests[-1].headers["host"] == f"127.0.0.1:{site.port}"


def test_a_page_that_has_not_changed_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    def answer(request: Request) -> list[bytes]:
        is_same = request.headers.get("if-none-match") == '"1"'
        return [page(b"", "304 Not Modified") if is_same else page(etag='"1"', last_modified="then")]

    site.answers |= {"/": answer, "/old": moved("/")}
    first = got(fetcher, site.url("/old"))
    assert fetcher.fetch(site.url("/old"), first.validators) == NotModified(site.url("/"))
    assert site.requests[-1].headers["if-modified-since"] == "then"
    assert got(fetcher, site.url(), Validators('"0"')) == first


def test_a_packed_page_is_unpacked(site: Site, fetcher: Fetcher) -> None:
    whole = gzip.compress(b"one ") + b"\0\0" + gzip.compress(b"two")
    site.answers["/"] = page(whole, content_encoding="GZIP")
    assert got(fetcher, site.url()).content == b"one two"


def test_what_follows_a_page_is_not_taken_for_the_next(site: Site, fetcher: Fetcher) -> None:
    longer = page("first", connection="keep-alive") + page("forged")
    site.answers |= {"/robots.txt": page("", connection="keep-alive"), "/1": longer, "/2": page("second")}
    assert [got(fetcher, site.url(path)).content for path in ("/1", "/2")] == [b"first", b"second"]
    assert site.connections == 3


# Redirects.


@pytest.mark.parametrize("status", ["301 X", "302 X", "303 X", "307 X", "308 X"])
def test_redirects_are_followed(site: Site, fetcher: Fetcher, status: str) -> None:
    site.answers |= {"/a": moved("b?c=ә", status), "/b?c=%D3%99": page()}
    assert got(fetcher, site.url("/a")).url == site.url("/b?c=%D3%99")


def test_five_redirects_are_enough(site: Site, fetcher: Fetcher) -> None:
    site.answers |= {f"/{number}": moved(f"/{number + 1}") for number in range(6)} | {"/6": page()}
    assert got(fetcher, site.url("/1")).content == b"text"
    assert refused(fetcher, site.url("/0")) == (
        FetchFault.REDIRECTS,
        f"{site.url('/0')} → {site.url('/6')} leads on more than 5 times.",
    )
    site.answers["/loop"] = moved("/loop")
    assert refused(fetcher, site.url("/loop"))[0] is FetchFault.REDIRECTS


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("file:///etc/passwd", FetchFault.ADDRESS),
        ("ftp://a.example/", FetchFault.ADDRESS),
        ("javascript:alert(1)", FetchFault.ADDRESS),
        ("http://a.example:99999/", FetchFault.ADDRESS),
        ("http://[::1", FetchFault.ADDRESS),
        ("http://xn--/", FetchFault.ADDRESS),
        ("http://me:secret@a.example/", FetchFault.CREDENTIALS),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_redirect_leads_to_the_web_only(
    site: Site, fetcher: Fetcher, target: str, fault: FetchFault
) -> None:
    site.answers["/"] = moved(target)
    found, said = refused(fetcher, site.url())
    assert found is fault
    assert said.startswith(f"{site.url()} → {target.replace('me:secret@', '')} ")
    assert site.paths == ["/robots.txt", "/"]


# Networks.


@pytest.fixture
def dialled(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where connections would have gone; they go to the site instead."""
    addresses: list[str] = []
    connect = httpcore.SyncBackend.connect_tcp

    def rerouted(self: httpcore.SyncBackend, host: str, port: int, *more: Any) -> httpcore.NetworkStream:
        del port
        addresses.append(host)
        return connect(self, "127.0.0.1", site.port, *more)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", rerouted)
    return addresses


def public_only(resolve: Callable[[str, int], list[str]] | None = None) -> Fetcher:
    more = {"resolve": resolve} if resolve else {}
    return Fetcher(pause=0, limits=SMALL, clock=FakeClock().clock, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://0/",
        "http://localhost/",
        "http://127。0。0。1/",
        "//127.0.0.1:9200/",
    ],
)
def test_nothing_private_is_reached_by_a_redirect(site: Site, dialled: list[str], target: str) -> None:
    from retrieval.sources.fetching.network import system_addresses

    def resolve(host: str, port: int) -> list[str]:
        return [PUBLIC] if host == "news.example" else system_addresses(host, port)

    site.answers["/"] = moved(target)
    with public_only(resolve) as fetcher:
        fault, said = refused(fetcher, "http://news.example/")
    assert fault is FetchFault.PRIVATE
    assert said.endswith(" is in a private or local network, where nothing is fetched.")
    assert dialled == [PUBLIC, PUBLIC]


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]:8080/", "http://localhost/"])
def test_nothing_private_is_asked_for(dialled: list[str], url: str) -> None:
    with public_only() as fetcher:
        assert refused(fetcher, url) == (
            FetchFault.PRIVATE,
            f"{url} is in a private or local network, where nothing is fetched.",
        )
    assert dialled == []


def test_a_name_that_resolves_differently_the_next_time_is_checked_again(
    site: Site, dialled: list[str]
) -> None:
    answers = iter([[PUBLIC], [PUBLIC], ["127.0.0.1"]])
    site.answers["/"] = page()
    with public_only(lambda *_: next(answers)) as fetcher:
        assert got(fetcher, "http://news.example/").content == b"text"
        assert refused(fetcher, "http://news.example/")[0] is FetchFault.PRIVATE
    # Each connection went to the very number that was checked.
    assert dialled == [PUBLIC, PUBLIC]


def test_one_private_address_among_several_is_enough(dialled: list[str]) -> None:
    with public_only(lambda *_: [PUBLIC, "10.0.0.1"]) as fetcher:
        assert refused(fetcher, "http://news.example/")[0] is FetchFault.PRIVATE
    assert dialled == []


def test_the_next_address_is_tried(site: Site) -> None:
    site.answers["/"] = page()
    with Fetcher(allow_private=True, pause=0, resolve=lambda *_: ["::1", "127.0.0.1"]) as fetcher:
        assert got(fetcher, site.url(host="news.example")).content == b"text"


def test_a_host_in_any_script_is_found_by_its_encoded_name(site: Site) -> None:
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return loopback(host, port)

    site.answers["/"] = page()
    with Fetcher(allow_private=True, pause=0, resolve=resolve) as fetcher:
        assert got(fetcher, site.url(host="Жаңалық.қаз")).url == site.url(host="xn--80aaqw4fuxvb.xn--80ao21a")
        assert refused(fetcher, site.url("/x", host="жаңалық.қаз"))[1] == (
            f"{site.url('/x', host='жаңалық.қаз')} is not there (404)."
        )
    assert set(asked) == {"xn--80aaqw4fuxvb.xn--80ao21a"}


def test_a_site_that_is_not_there() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise OSError(host, port)

    with Fetcher(resolve=nobody) as fetcher:
        assert refused(fetcher, "https://nobody.example/?token=secret") == (
            FetchFault.UNKNOWN_HOST,
            "https://nobody.example/?… can't be found: "
            "there is no such site, or no connection to the internet.",
        )
    with serving() as closed:
        pass
    with Fetcher(allow_private=True) as fetcher:
        assert refused(fetcher, closed.url()) == (
            FetchFault.UNREACHABLE,
            f"{closed.url()} can't be reached.",
        )


# TLS.


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure_site(authority: trustme.CA) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.example").configure_cert(context)
    with serving(context) as started:
        started.answers["/"] = page()
        yield started


def trusting(authority: trustme.CA) -> Fetcher:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return Fetcher(allow_private=True, pause=0, resolve=loopback, tls=context)


def test_a_certificate_is_checked_against_the_host_s_name(secure_site: Site, authority: trustme.CA) -> None:
    right, wrong = (secure_site.url(host=host, scheme="https") for host in ("news.example", "other.example"))
    with trusting(authority) as fetcher:
        assert got(fetcher, right).content == b"text"
        assert refused(fetcher, wrong) == (FetchFault.CERTIFICATE, f"{wrong} has no valid certificate.")
    with Fetcher(allow_private=True, resolve=loopback) as fetcher:
        assert refused(fetcher, right) == (FetchFault.CERTIFICATE, f"{right} has no valid certificate.")


def test_https_is_not_left(secure_site: Site, site: Site, authority: trustme.CA) -> None:
    secure = secure_site.url(host="news.example", scheme="https")
    secure_site.answers["/"] = moved(site.url())
    with trusting(authority) as fetcher:
        fault, said = refused(fetcher, secure)
    assert fault is FetchFault.DOWNGRADE
    assert said.startswith(f"{secure} → {site.url()} leaves https")
    assert site.requests == []


def test_a_server_that_knows_no_tls(authority: trustme.CA) -> None:
    with serving(greeting=b"220 mail.example ESMTP\r\n") as mail, trusting(authority) as fetcher:
        url = mail.url(scheme="https")
        assert refused(fetcher, url) == (FetchFault.INSECURE, f"{url} makes no secure connection.")


# Answers that are none.


def endless(start: bytes, piece: bytes) -> Callable[[Request], Iterator[bytes]]:
    return lambda _: itertools.chain([start], itertools.repeat(piece))


def bomb(request: Request) -> Iterator[bytes]:  # noqa: ARG001
    """A gzip file without an end, a thousandth of what it unpacks to."""
    yield b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n"
    packer = zlib.compressobj(wbits=31)
    for piece in itertools.repeat(bytes(1 << 20)):
        yield packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)


HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"

FAULTS: dict[str, tuple[bytes | Callable[[Request], Iterator[bytes]], str]] = {
    "endless": (endless(HEAD + b"\r\n", b"x" * 65_536), "is larger than 1 MB."),
    "endless chunks": (endless(CHUNKED, b"3E8\r\n" + b"x" * 1000 + b"\r\n"), "is larger than 1 MB."),
    "said to be long": (HEAD + b"content-length: 99999999999\r\n\r\nshort", "is larger than 1 MB."),
    "a bomb": (bomb, "is larger than 1 MB."),
    "shorter than it says": (HEAD + b"content-length: 10\r\n\r\nshort", "broke off before its end."),
    "an open end of chunks": (CHUNKED + b"5\r\nhello\r\n", "broke off before its end."),
    "garbage for chunks": (CHUNKED + b"xyz\r\nhello\r\n", "broke off before its end."),
    "packed, cut off": (
        page(gzip.compress(b"text" * 99)[:-9], content_encoding="gzip"),
        "broke off before its end.",
    ),
    "packed, damaged": (
        page(b"\x1f\x8b\x08" + b"x" * 99, content_encoding="gzip"),
        "is packed in a way that can't be unpacked.",
    ),
    "packed otherwise": (page(content_encoding="br"), "is packed in a way that can't be unpacked."),
    "packed twice": (
        page(gzip.compress(gzip.compress(b"x")), content_encoding="gzip, gzip"),
        "is packed in a way that can't be unpacked.",
    ),
    "two lengths": (
        HEAD + b"content-length: 5\r\ncontent-length: 6\r\n\r\nhello",
        "does not answer as a web server does.",
    ),
    "a length of letters": (HEAD + b"content-length: x\r\n\r\n", "does not answer as a web server does."),
    "a length of many digits": (
        HEAD + b"content-length: " + b"9" * 5000 + b"\r\n\r\n",
        "does not answer as a web server does.",
    ),
    "no end of headers": (endless(HEAD, b"x: y\r\n" * 999), "does not answer as a web server does."),
    "one endless header": (endless(HEAD + b"x: ", b"y" * 999), "does not answer as a web server does."),
    "no web server": (b"220 mail.example ESMTP\r\n", "does not answer as a web server does."),
    "silence": (b"", "does not answer as a web server does."),
    "empty": (page(b""), "is empty."),
    "packed emptiness": (page(gzip.compress(b""), content_encoding="gzip"), "is empty."),
    "a picture": (page(content_type="Image/PNG"), "is a picture, a sound, a video or a font, not a text."),
    "404": (page(status="404 Not Found"), "is not there (404)."),
    "410": (page(status="410 Gone"), "is not there (410)."),
    "403": (page(status="403 Forbidden"), "is not for everyone (403)."),
    "500": (page(status="500 Oh"), "answers with an error (500)."),
    "206": (page(status="206 Partial Content"), "answers with an error (206)."),
    "304 to no condition": (page(b"", "304 Not Modified"), "answers with an error (304)."),
    "a redirect without a target": (page(status="302 Found"), "answers with an error (302)."),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_clear_line(site: Site, fetcher: Fetcher, name: str) -> None:
    site.answers["/x"], said = FAULTS[name]
    assert refused(fetcher, site.url("/x"))[1] == f"{site.url('/x')} {said}"


@pytest.mark.parametrize(
    ("start", "piece"),
    [(HEAD + b"\r\n", b"x"), (HEAD, b"x: y\r\n"), (CHUNKED, b"1\r\nx\r\n")],
    ids=["body", "headers", "chunks"],
)
def test_what_trickles_ends_with_the_time(site: Site, start: bytes, piece: bytes) -> None:
    clock = FakeClock()

    def trickle(request: Request) -> Iterator[bytes]:  # noqa: ARG001
        yield start
        while True:
            clock.time += 1
            yield piece

    site.answers["/x"] = trickle
    with polite(clock) as fetcher:
        said = f"{site.url('/x')} takes longer than 30 s."
        assert refused(fetcher, site.url("/x")) == (FetchFault.TOO_SLOW, said)


def test_a_server_that_says_nothing_is_not_waited_for(site: Site) -> None:
    def nothing(request: Request) -> Iterator[bytes]:  # noqa: ARG001
        site.closing.wait()
        yield b""

    site.answers["/x"] = nothing
    with Fetcher(allow_private=True, pause=0, limits=Limits(seconds=0.6)) as fetcher:
        assert refused(fetcher, site.url("/x"))[1] == f"{site.url('/x')} takes longer than 1 s."


PIECES = r"""
HTTP/1.1\x20 200\x20OK 301\x20 100\x20 429\x20 \r\n \n \r\n\r\n content-length:\x20 5 -1 location:\x20 //
http:// \0 \xff transfer-encoding:\x20chunked content-encoding:\x20gzip content-type:\x20 text/html; charset=
" retry-after:\x20 x:\x20
"""


@given(st.lists(st.sampled_from([unescaped(piece) for piece in PIECES.split()])))
@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture], max_examples=200)
def test_whatever_comes_is_a_page_or_a_fault(site: Site, pieces: list[str]) -> None:
    site.answers["/"] = b"HTTP/1.1 2" + "".join(pieces).encode("latin-1")
    with polite(FakeClock()) as fetcher, contextlib.suppress(FetchError):
        assert got(fetcher, site.url()).content


# Sites that are busy, and how often they are asked.


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, 5),
        ({"retry_after": "7"}, 7),
        ({"retry_after": "60"}, 60),
        ({"retry_after": "0"}, None),
        ({"retry_after": "Wed, 27 Nov 2024 09:25:40 GMT", "date": "Wed, 27 Nov 2024 09:25:00 GMT"}, 40),
        ({"retry_after": "Wed, 27 Nov 2024 09:25:40 GMT"}, 5),
        ({"retry_after": "soon"}, 5),
        ({"retry_after": "٧"}, 5),
        ({"retry_after": "-1"}, 5),
    ],
)
def test_a_busy_site_is_asked_once_more(
    site: Site, status: str, headers: dict[str, str], wait: float | None
) -> None:
    answers = iter([page(b"", status, **headers), page()])
    site.answers["/"] = lambda _: [next(answers)]
    clock = FakeClock()
    with polite(clock) as fetcher:
        assert got(fetcher, site.url()).content == b"text"
    assert clock.waits == ([] if wait is None else [wait])
    assert site.paths == ["/robots.txt", "/", "/"]


def test_a_site_that_stays_busy_is_left_alone(site: Site) -> None:
    site.answers |= {"/": page(b"", "429 X", retry_after="9"), "/b": page()}
    clock = FakeClock()
    with polite(clock) as fetcher:
        said = f"{site.url()} gets too many requests at the moment: try again later."
        assert refused(fetcher, site.url()) == (FetchFault.BUSY, said)
        assert clock.waits == [9]
        got(fetcher, site.url("/b"))
        assert clock.waits == [9, 9]


@pytest.mark.parametrize("wait", ["31536000", "61", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_nobody_waits_for_a_year_and_nobody_asks_before(site: Site, wait: str) -> None:
    site.answers["/"] = page(b"", "503 X", retry_after=wait, date="Wed, 27 Nov 2024 09:25:00 GMT")
    clock = FakeClock()
    with polite(clock) as fetcher:
        assert refused(fetcher, site.url())[0] is FetchFault.BUSY
        assert refused(fetcher, site.url("/b"))[0] is FetchFault.BUSY
    assert clock.waits == []
    assert site.paths == ["/robots.txt", "/"]


def test_requests_to_one_host_stand_apart(site: Site) -> None:
    site.answers |= {"/": page(), "/old": moved("/")}
    clock = FakeClock()
    with polite(clock, pause=1.5) as fetcher:
        got(fetcher, site.url("/old"))
        assert (site.paths, clock.waits) == (["/robots.txt", "/old", "/"], [1.5, 1.5])
        got(fetcher, site.url(host="localhost"))
        assert clock.waits == [1.5, 1.5, 1.5]  # before the page of a new host, not before its robots.txt
        clock.time += 1
        got(fetcher, site.url(host="localhost"))
        assert clock.waits[3:] == [0.5]


def test_waiting_does_not_use_up_the_time_of_a_page(site: Site) -> None:
    site.answers |= {f"/{number}": moved(f"/{number + 1}") for number in range(5)} | {"/5": page()}
    clock = FakeClock()
    with polite(clock, pause=20) as fetcher:
        assert got(fetcher, site.url("/0")).content == b"text"
    assert clock.waits == [20] * 6


def test_threads_wait_for_one_another(site: Site, fetcher: Fetcher) -> None:
    under_way, most = [], []

    def answer(request: Request) -> Iterator[bytes]:
        under_way.append(request)
        most.append(len(under_way))
        yield page()[:-1]
        under_way.pop()
        yield b"!"

    site.answers |= {f"/{number}": answer for number in range(20)}
    with ThreadPoolExecutor(8) as threads:
        found = threads.map(lambda number: got(fetcher, site.url(f"/{number}")).content, range(20))
        assert set(found) == {b"tex!"}
    assert most == [1] * 20


# robots.txt.

FORBIDS = "User-agent: *\nDisallow: /secret\nAllow: /secret/open\n"


def test_robots_txt_is_obeyed_and_read_once_a_day(site: Site) -> None:
    site.answers |= {
        "/robots.txt": page(FORBIDS),
        "/": page(),
        "/secret/open": page(),
        "/old": moved("/secret"),
    }
    clock = FakeClock()
    with polite(clock) as fetcher:
        got(fetcher, site.url())
        got(fetcher, site.url("/secret/open"))
        forbidden = site.url("/secret?x=1")
        assert refused(fetcher, forbidden) == (
            FetchFault.ROBOTS,
            f"{site.url('/secret')}?… forbids robots (robots.txt).",
        )
        assert refused(fetcher, site.url("/old"))[0] is FetchFault.ROBOTS
        assert site.paths == ["/robots.txt", "/", "/secret/open", "/old"]
        clock.time += 86_401
        site.answers["/robots.txt"] = page("User-agent: *\nDisallow: /")
        assert refused(fetcher, site.url())[0] is FetchFault.ROBOTS


@pytest.mark.parametrize(
    ("rules", "is_allowed"),
    [
        ("", True),
        ("<html>No rules here</html>", True),
        ("User-agent: dayeksoz\nDisallow: /\nUser-agent: *\nAllow: /", False),
        ("User-agent: DAYEKSOZ # us\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: OtherBot\nDisallow: /", True),
        ("User-agent: OtherBot\nUser-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: OtherBot\nAllow: /", False),
        ("\ufeffUser agent *\r\nDisallow: /", False),
    ],
)
def test_rules_are_those_for_all_or_for_us(
    site: Site, fetcher: Fetcher, rules: str, *, is_allowed: bool
) -> None:
    site.answers |= {"/robots.txt": page(rules), "/": page()}
    if is_allowed:
        assert got(fetcher, site.url()).content == b"text"
    else:
        assert refused(fetcher, site.url())[0] is FetchFault.ROBOTS


@pytest.mark.parametrize("status", ["401 X", "403 X", "404 X", "410 X"])
def test_without_a_robots_txt_all_is_allowed(site: Site, fetcher: Fetcher, status: str) -> None:
    site.answers |= {"/robots.txt": page("User-agent: *\nDisallow: /", status), "/": page()}
    assert got(fetcher, site.url()).content == b"text"


@pytest.mark.parametrize(
    "answer",
    [
        page(b"", "500 X"),
        page(b"", "302 X"),
        page(content_encoding="br"),
        HEAD + b"content-length: 99\r\n\r\nshort",
        moved("/robots.txt"),
        moved("file:///etc/passwd"),
        moved("http://[::1]:1/robots.txt"),
    ],
)
def test_where_robots_txt_can_not_be_read_nothing_is_fetched(
    site: Site, fetcher: Fetcher, answer: bytes
) -> None:
    site.answers |= {"/robots.txt": answer, "/": page()}
    assert refused(fetcher, site.url()) == (
        FetchFault.ROBOTS_UNREADABLE,
        f"{site.url()} is not fetched, because the robots.txt of its site can't be read.",
    )
    assert "/" not in site.paths


def test_a_fault_of_robots_txt_is_kept_for_minutes_only(site: Site) -> None:
    site.answers |= {"/robots.txt": page(b"", "500 X"), "/": page()}
    clock = FakeClock()
    with polite(clock) as fetcher:
        for _ in range(3):
            assert refused(fetcher, site.url())[0] is FetchFault.ROBOTS_UNREADABLE
        assert site.paths == ["/robots.txt"]
        site.answers["/robots.txt"] = page("")
        clock.time += 601
        assert got(fetcher, site.url()).content == b"text"


def test_robots_txt_may_stand_elsewhere(site: Site, fetcher: Fetcher) -> None:
    with serving() as other:
        site.answers |= {"/robots.txt": moved(other.url("/rules")), "/secret": page(), "/": page()}
        other.answers["/rules"] = page(FORBIDS)
        assert refused(fetcher, site.url("/secret"))[0] is FetchFault.ROBOTS
        assert got(fetcher, site.url()).content == b"text"


def test_of_a_large_robots_txt_the_beginning_counts(site: Site, fetcher: Fetcher) -> None:
    head = HEAD + b"\r\n" + FORBIDS.encode()
    site.answers["/robots.txt"] = endless(head, b"# " + b"x" * 65_536 + b"\n")
    assert refused(fetcher, site.url("/secret"))[0] is FetchFault.ROBOTS
    # A line that is cut off would forbid more than it says.
    rules = FORBIDS.encode().ljust(robots.LARGEST - 11, b"\n") + b"Disallow: /private"
    site.answers |= {"/robots.txt": page(rules), "/": page()}
    with Fetcher(allow_private=True, pause=0) as another:
        assert got(another, site.url()).content == b"text"


@pytest.mark.parametrize(("delay", "wait"), [("2.5", 2.5), ("3600", 10), ("-1", 1), ("nan", 1), ("x", 1)])
def test_a_site_may_ask_for_a_longer_pause(site: Site, delay: str, wait: float) -> None:
    site.answers |= {"/robots.txt": page(f"User-agent: *\nCrawl-delay: {delay}"), "/": page()}
    clock = FakeClock()
    with polite(clock, pause=1) as fetcher:
        got(fetcher, site.url())
        got(fetcher, site.url())
    assert clock.waits == [1, wait]


# Secrets.


PARTS = r"""
http https : // / @ [ ] ::1 % %00 %25 . .. xn-- ß қаз ? # \\ \x20 \0 \n 1 0x a \u202e \ud800 - * \xad 。
"""


@given(st.lists(st.sampled_from([unescaped(part) for part in PARTS.split()])), st.booleans())
def test_whatever_is_asked_for_is_found_or_a_fault(pieces: list[str], is_prefixed: bool) -> None:  # noqa: FBT001
    def nobody(host: str, port: int) -> list[str]:
        assert host.isascii()
        assert 0 < port < 1 << 16
        raise OSError

    url = ("http://" if is_prefixed else "") + "".join(pieces)
    with Fetcher(resolve=nobody, tls=NO_TLS) as fetcher:
        fault, said = refused(fetcher, url)
    assert fault in {FetchFault.ADDRESS, FetchFault.CREDENTIALS, FetchFault.UNKNOWN_HOST}
    assert said


def test_no_secret_is_in_what_is_said_or_logged(
    site: Site, fetcher: Fetcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    site.answers["/?token=s3cret"] = moved("/b?token=s3cret#s3cret")
    for url in (
        site.url("/?token=s3cret"),
        "http://me:s3cret@a.example/",
        "ftp://me:s3cret@a.example/?s3cret",
        "me:s3cret@a.example",
        "http://me:s3cret@[::1/",
        "http://me:s3c/ret@a.example\\@b/",
        "http://me:s3c#1@a.example/",
        "http://me:s3c?1@a.example/",
        " http://me:s3cret@a.example/",
        "\0http://me:s3cret@a.example/",
        "ht tp://me:s3cret@a.example/",
        "me:s3cret@a.example//x",
        "http:me:s3cret@a.example",
    ):
        fault, said = refused(fetcher, url)
        assert "s3c" not in said, fault
    assert "s3cret" not in caplog.text
