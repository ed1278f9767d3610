"""Items: the files, pages and posts of origins, each kept with its content."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewItem:
    """The content of a file, a page or a post, to be kept.

    ``key`` tells it from all others: an absolute path, an address made comparable, the name of an upload.
    What comes under a key that is known is a new version. ``name``: the path to show it by, with ``/``; its
    ending decides which reader reads it. ``address``: where on the web it was read. ``id``: the id that it is
    to have, such as ``channel-123``; empty for the next number. ``etag`` and ``modified`` tell later whether
    it has changed: headers of the response, or of a file its size and the time of its last change. ``asked``:
    the key of the address that led there.
    """

    key: str
    name: str
    content: bytes
    address: str | None = None
    id: str = ""
    etag: str | None = None
    modified: str | None = None
    asked: str | None = None


@dataclass(frozen=True, slots=True)
class UnchangedItem:
    """An item that is there again as it was, by its key."""

    key: str


@dataclass(frozen=True, slots=True)
class Item:
    """What is known of an item that is kept, beside its content.

    ``documents``: how many it holds. ``added`` and ``read``: when it was added, and when its content was had
    last; ISO 8601 in UTC.
    """

    id: str
    key: str
    name: str
    address: str | None
    etag: str | None
    modified: str | None
    asked: str | None
    documents: int
    added: str
    read: str
