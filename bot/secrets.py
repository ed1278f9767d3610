"""What the settings hold that no log may show."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, unquote_plus

from bot.settings import Settings

_BEFORE_HOST = re.compile(r"//([^/]*)@")
"""A name and a password, or a key: taken apart by hand, as a password may have signs that parsers fail at."""

_IN_QUERY = re.compile(r"[?&](?:ssl)?password=([^&]*)")


def secrets_of(settings: Settings) -> Iterator[str]:
    """Each secret as a whole; of an address also the password or key, as it is written and as it is."""
    for secret in (settings.telegram_token, settings.telegram_webhook_secret, settings.database):
        if secret:
            yield secret.get_secret_value()
    database, store = (
        address.get_secret_value() if address else "" for address in (settings.database, settings.store)
    )
    passwords = [*_passwords(database), *_IN_QUERY.findall(database), *_passwords(store), *_keys(store)]
    for password in passwords:
        yield from (password, unquote(password), unquote_plus(password))


def _passwords(address: str) -> Iterator[str]:
    for found in _BEFORE_HOST.findall(address):
        yield found.partition(":")[2]


def _keys(address: str) -> list[str]:
    """What stands before the host without being a name with a password."""
    return [found for found in _BEFORE_HOST.findall(address) if ":" not in found.strip(":")]
