"""Where a Milvus is: the address of a server, or a local file."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

_PORT = 19530
"""Where Milvus listens by default."""

_WITH_PORT = re.compile(r":\d+$")

_FILE_NAME = re.compile(r"[A-Za-z0-9._-]{1,36}")
"""Names of local files that milvus-lite takes."""


@dataclass(frozen=True, slots=True)
class MilvusAddress:
    """``uri``: an address of http or https, or a path. ``token``: name and password, or a key; never shown.
    ``database``: by default the server's own.
    """

    uri: str
    token: str = field(default="", repr=False)
    database: str = ""

    @classmethod
    def of(cls, text: str) -> Self:
        """What ``milvus+http://host``, ``milvus+https://name:password@host:port/database``,
        ``milvus+file:PATH`` or a path that ends in ``.db`` names; raises ValueError for anything else.

        The error does not repeat ``text``, where a password may stand.
        """
        kind, colon, rest = text.partition(":")
        if kind == "milvus+file" or not colon:
            return cls(str(_local_file(rest if colon else text)))
        if kind not in ("milvus+http", "milvus+https"):
            raise ValueError("it is not the address of a Milvus")
        parts = urlsplit(text.removeprefix("milvus+"))
        secrets, _, host = parts.netloc.rpartition("@")
        if not host:
            raise ValueError("the address of a Milvus has no host")
        if not _WITH_PORT.search(host):
            host = f"{host}:{_PORT}"
        return cls(f"{parts.scheme}://{host}", unquote(secrets).strip(":"), unquote(parts.path.strip("/")))

    @property
    def is_local(self) -> bool:
        """Whether it is a file, which one program at a time can open."""
        return "://" not in self.uri

    @property
    def shown(self) -> str:
        """Where it is, without what is secret."""
        where = self.uri.partition("://")[2] or self.uri
        return f"{where}/{self.database}" if self.database else where


def _local_file(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if path.suffix != ".db" or not _FILE_NAME.fullmatch(path.name):
        raise ValueError("a local Milvus is a file such as milvus.db, of at most 36 of A-Z a-z 0-9 . _ -")
    return path
