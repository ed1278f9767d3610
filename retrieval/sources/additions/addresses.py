"""Addresses as keys and names of items: one page, one key, however its address is written."""

import re
from urllib.parse import unquote

_TRACKER = re.compile(r"(?:utm_\w*|fbclid|gclid|yclid|ysclid|dclid|msclkid|mc_[ce]id|_openstat)(?:=.*)?")
"""Parameters that say by which way a reader came, and nothing of the page."""

_UNFIT = re.compile(r"[^\w.,()+=@~-]+")
_LONGEST_PIECE = 80
_MOST_PIECES = 6


def is_address(place: str) -> bool:
    """Whether ``place`` is an address, of whatever scheme, and not a path."""
    return re.match(r"[A-Za-z][\w+.-]*://", place.strip()) is not None


def key_of(address: str) -> str:
    """``address`` without what may differ between two forms of it: scheme, ``www.``, fragment, parameters of
    trackers, a slash at the end.
    """
    from httpx import URL, InvalidURL  # no question needs it, and it takes 30 ms

    try:
        url = URL(address)
        host = url.host.removeprefix("www.") + (f":{url.port}" if url.port else "")
    except (InvalidURL, ValueError):  # the second comes from the IDNA library; it is never fetched
        return address
    query = "&".join(one for one in url.query.decode().split("&") if one and not _TRACKER.fullmatch(one))
    path = url.raw_path.decode().partition("?")[0].rstrip("/")
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def name_of(address: str, ending: str) -> str:
    """The path to show a page by: its host and the pieces of its own path, with ``ending``."""
    bare = re.sub(r"^\w+://|[?#].*", "", address)
    pieces = [_UNFIT.sub("-", unquote(piece)).strip("-.")[:_LONGEST_PIECE] for piece in bare.split("/")]
    host, *path = [piece for piece in pieces if piece]
    return "/".join([host, *(path[-_MOST_PIECES:] or ["index"])]) + ending
