"""The kinds of values that settings take. A wrong value is told what it should be, and never repeated."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import NoDecode

from bot.addresses import Address, UnixSocket, parse_listener
from retrieval import LANGUAGES


def _folder(value: object) -> object:
    return Path(value).expanduser() if isinstance(value, str) else value


def _ids(value: object) -> object:
    """``"12, -345"`` as numbers."""
    if not isinstance(value, str):
        return value
    parts = value.replace(",", " ").split()
    if not all(re.fullmatch(r"-?\d{1,19}", part) for part in parts):
        raise ValueError("it is not a list of numeric ids such as 12, -345")
    return parts


def _channels(value: object) -> object:
    """``"@Steppe, -1001"`` as names in small letters without their sign, and numbers, both as text."""
    if not isinstance(value, str):
        return value
    parts = value.replace(",", " ").split()
    if not all(re.fullmatch(r"@[A-Za-z]\w{3,31}|-\d{1,19}", part, re.ASCII) for part in parts):
        raise ValueError("it is not a list of channels such as @steppe_news, -1001234567890")
    return [part.removeprefix("@").lower() for part in parts]


def _language(value: str) -> str:
    codes = ["auto", *LANGUAGES]
    if value not in codes:
        *others, last = map(repr, codes)
        raise ValueError(f"Input should be {', '.join(others)} or {last}")
    return value


def _parsed(parse: Callable[[str], object], wanted: str) -> BeforeValidator:
    """Reads a text with ``parse``; where that fails, the error says what is ``wanted``."""

    def read(value: Any) -> Any:
        try:
            return parse(value) if isinstance(value, str) else value
        except ValueError:
            raise ValueError(f"it is not {wanted}") from None

    return BeforeValidator(read)


def _matching(pattern: str, wanted: str) -> AfterValidator:
    """Accepts what matches ``pattern``; else the error says what is ``wanted``."""

    def check(value: str | SecretStr) -> str | SecretStr:
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if re.fullmatch(pattern, text) is None:
            raise ValueError(f"it is not {wanted}")
        return value

    return AfterValidator(check)


Folder = Annotated[Path, BeforeValidator(_folder)]
Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)]

Channels = Annotated[frozenset[str], NoDecode, BeforeValidator(_channels)]
"""Names of channels in small letters, without ``@``, and numbers of channels."""

LanguageCode = Annotated[str, AfterValidator(_language)]
"""The code of a language, or ``auto``."""

OptionalAddress = Annotated[
    Address | None, NoDecode, _parsed(Address.parse, "an address such as 127.0.0.1:9464")
]
Listener = Annotated[
    Address | UnixSocket,
    NoDecode,
    _parsed(parse_listener, "an address such as 127.0.0.1:8443, or unix: and a path"),
]

ApiUrl = Annotated[str, _matching(r"https?://\S+/bot", "an address that ends in /bot")]

_HOST = r"([^\s/@]+@)?([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?"
StoreAddress = Annotated[
    SecretStr,
    _matching(
        rf"faiss|milvus\+https?://{_HOST}(/\w+)?|(milvus\+file:)?(.*/)?[A-Za-z\d_.-]{{1,33}}\.db",
        "an address such as milvus+http://127.0.0.1:19530, or a file such as milvus.db",
    ),
]
"""Where a store is: it may hold a password."""

# Telegram calls HTTPS addresses only; a Bot API server on this machine may call others.
_HOOK = r"(https://[^\s/?#]+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(/[^\s?#]*)?"
WebhookUrl = Annotated[str, _matching(_HOOK, "an address such as https://quotes.example/telegram")]

# The Bot API takes 1 to 256 of these signs; fewer than 16 could be guessed.
Secret = Annotated[
    SecretStr,
    _matching(r"[A-Za-z0-9_-]{16,256}", "a secret of 16 to 256 of the signs A-Z a-z 0-9 _ -"),
]
DatabaseUrl = Annotated[
    SecretStr,
    _matching(
        r"postgresql://([^/\s@]*@)?[^/\s@]*/[^/\s]+",
        "an address such as postgresql://user:password@host/name",
    ),
]
Token = Annotated[SecretStr, _matching(r"[^\s/?#]+", "a token as BotFather gives it")]
