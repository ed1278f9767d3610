"""Addresses of the web: which are fetched, and how they are shown."""

import re

from httpx import URL, InvalidURL

from retrieval.errors import FetchFault
from retrieval.sources.fetching.fault_error import FaultError

_PERSON = re.compile(r"^(\w+:/*|/*)[^/?#]*@")
"""A name and a password before a host. What is no address may hold them as well."""

_PORTS = range(1, 1 << 16)
_LONGEST_SHOWN = 200


def web_address(text: str, base: URL | None = None) -> URL:
    """The address that ``text`` writes, seen from ``base``, without its fragment.

    Raises FaultError for one that is not of http or https, and for one with a name or a password in it, which
    would be sent to whoever the site leads to.
    """
    try:
        url = base.join(text) if base else URL(text.strip())
        is_of_the_web = url.scheme in {"http", "https"} and bool(url.host)
    except (
        InvalidURL,
        ValueError,
    ):  # the second from the IDNA library, for no name
        raise FaultError(FetchFault.ADDRESS) from None
    if not is_of_the_web or (url.port is not None and url.port not in _PORTS):
        raise FaultError(FetchFault.ADDRESS)
    if url.userinfo:
        raise FaultError(FetchFault.CREDENTIALS)
    return url.copy_with(fragment=None)


def shown(text: str) -> str:
    """An address for people and logs, without what may be secret in it: name, password and query."""
    try:
        url = URL(text)
        text = text.replace(url.raw_host.decode(), url.host, 1) if url.host else text
    except (InvalidURL, ValueError):
        pass
    head, mark, _ = text.partition("#")[0].partition("?")
    head = "".join(filter(str.isprintable, _PERSON.sub(r"\1", head.replace("\\", "/"))))
    head = head if len(head) <= _LONGEST_SHOWN else head[:_LONGEST_SHOWN] + "…"
    return f"{head}?…" if mark else head
