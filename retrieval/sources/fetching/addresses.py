"""Addresses of the web: which are fetched, and how they are shown."""

import re

from httpx import URL, InvalidURL

from retrieval.errors import FetchError, FetchFault
from retrieval.sources.fetching.fault_error import FaultError

_SCHEMES = {"http", "https"}
_START = re.compile(r"(?:[\w+.-]*:)?//")
_HOST = re.compile(r"[^/?#]*")
_ANYTHING = re.compile(r".*")
"""Where a name and a password may stand: before a host, and in what is no address anywhere."""

_NO_ADDRESS = (InvalidURL, ValueError)
"""The second comes from the IDNA library."""

_PORTS = range(1, 1 << 16)
_LONGEST_SHOWN = 200


def web_address(text: str, base: URL | None = None) -> URL:
    """The address that ``text`` writes, seen from ``base``, without its fragment.

    Raises FaultError for one that is not of http or https, and for one with a name or a password in it, which
    would be sent to whoever the site leads to.
    """
    try:
        url = base.join(text) if base else URL(text.strip())
        is_of_the_web = url.scheme in _SCHEMES and bool(url.host)
    except _NO_ADDRESS:
        raise FaultError(FetchFault.ADDRESS) from None
    if not is_of_the_web or (url.port is not None and url.port not in _PORTS):
        raise FaultError(FetchFault.ADDRESS)
    if url.userinfo:
        raise FaultError(FetchFault.CREDENTIALS)
    return url.copy_with(fragment=None)


def shown(text: str) -> str:
    """An address for people and logs, without what may be secret in it: name, password and query."""
    text = "".join(filter(str.isprintable, text)).strip().replace("\\", "/")
    try:
        url = URL(text)
        is_known = url.scheme in _SCHEMES
        text = text.replace(url.raw_host.decode(), url.host, 1) if url.host else text
    except _NO_ADDRESS:
        is_known = False
    text = _without_person(text, _HOST if is_known else _ANYTHING)
    head, mark, _ = text.partition("#")[0].partition("?")
    head = head if len(head) <= _LONGEST_SHOWN else head[:_LONGEST_SHOWN] + "…"
    return f"{head}?…" if mark else head


def _without_person(text: str, place: re.Pattern[str]) -> str:
    """``text`` less the name and the password that end with the last @ of ``place``, behind any slashes."""
    beginning = _START.match(text)
    start = beginning.end() if beginning else 0
    found = place.match(text, start)
    end = found.end() if found else start
    return text[:start] + text[start:end].rpartition("@")[2] + text[end:]


def fetch_error(path: list[str], error: FaultError) -> FetchError:
    """What is told of a fault at the end of ``path``: the address that was asked for, and where it led."""
    first, *later = map(shown, path)
    address = f"{first} → {later[-1]}" if later else first
    return FetchError(first, error.fault, {"address": address, **error.facts})
