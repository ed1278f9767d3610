"""The key of the hashes that stand for people. It lies in a file of its own, so that the database, or an
export of it, names nobody.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

_BYTES = 32
"""The length of the hash, SHA-256, beyond which a longer key adds nothing."""

_DIGITS = 16
"""64 bits: among a million users, two share a hash with a probability of one in 37 million."""


class Key:
    """A secret that all workers of a bot have in common."""

    def __init__(self, path: Path) -> None:
        """Reads ``path``, or makes it at the first start; raises OSError where neither can be done."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.stat().st_size != _BYTES:
            _make(path)
        self._content = path.read_bytes()

    def hashed(self, text: str) -> str:
        """What stands for ``text``: 16 hexadecimal digits that only the key connects with it."""
        return self.derived(text)[:_DIGITS]

    def derived(self, text: str) -> str:
        """A secret for the purpose ``text``, of 64 hexadecimal digits, which does not tell the key."""
        coded = text.encode("utf-8", "surrogatepass")
        return hmac.new(self._content, coded, hashlib.sha256).hexdigest()


def _make(path: Path) -> None:
    """Puts a new key in place, complete; of processes that do so at once the first one's stays."""
    if path.exists():  # an earlier version could be killed before it was complete
        path.unlink(missing_ok=True)
    aside = path.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
    aside.touch(mode=0o600)
    aside.write_bytes(secrets.token_bytes(_BYTES))
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
