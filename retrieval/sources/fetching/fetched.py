"""What fetching an address gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server tells whether a page has changed: its ``ETag`` and ``Last-Modified``, as sent."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came, unpacked.

    ``url``: where it stands, after redirects. ``content_type``: in lower case and without parameters, such as
    ``text/html``; empty where the server states none. ``charset``: that of the header, in lower case.
    """

    content: bytes
    url: str
    content_type: str
    charset: str | None
    validators: Validators


@dataclass(frozen=True, slots=True)
class NotModified:
    """The page at ``url``, after redirects, is still the one that the validators were sent with."""

    url: str
