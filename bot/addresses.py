"""Where a server of ours listens: an address with a port, or a unix socket."""

import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field
from pydantic.dataclasses import dataclass

_HOST_AND_PORT = re.compile(r"\[([0-9a-fA-F:]+)\]:([0-9]+)|([\w.-]+):([0-9]+)")
_SOCKET = "unix:"


@dataclass(frozen=True, slots=True)
class Address:
    """A host, by name or number, and a port; written ``host:port``, with brackets around an IPv6 host."""

    host: str
    port: Annotated[int, Field(ge=0, le=65_535)]

    @classmethod
    def parse(cls, text: str) -> Self:
        """The address that ``text`` writes; raises ValueError for anything else."""
        match = _HOST_AND_PORT.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a host and a port")
        return cls(match[1] or match[3], int(match[2] or match[4]))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class UnixSocket:
    """The path of a socket; written ``unix:/path``."""

    path: Path

    def __str__(self) -> str:
        return f"{_SOCKET}{self.path}"


def parse_listener(text: str) -> Address | UnixSocket:
    """What ``text`` writes; raises ValueError where it is neither an address nor a socket."""
    path = text.removeprefix(_SOCKET)
    return UnixSocket(Path(path)) if path and path != text else Address.parse(text)
