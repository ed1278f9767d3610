"""The webhook's certificate: read for Telegram to know, and loaded for serving TLS."""

import ssl
from pathlib import Path

from bot.telegram.faults import CertificateError


class Certificate:
    """A certificate and its key, both PEM files; the files may be renewed while the bot runs.

    Without a key the certificate is that of a proxy, and only Telegram needs it. Without a certificate
    Telegram trusts the proxy's as everyone does.
    """

    def __init__(self, certificate: Path | None, key: Path | None) -> None:
        """Reads and loads the files; raises CertificateError where that can't be done."""
        self._certificate = certificate
        self._key = key
        self.content = self._read()
        self.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if key else None
        self._load()

    def renew(self) -> bool:
        """Reads the files again; returns whether the certificate is a new one, which is then in use.

        Raises CertificateError where it can't be used.
        """
        content = self._read()
        if content == self.content:
            return False
        self._load()
        self.content = content
        return True

    def _read(self) -> bytes | None:
        if self._certificate is None:
            return None
        try:
            return self._certificate.read_bytes()
        except OSError as error:
            raise CertificateError(str(self._certificate)) from error

    def _load(self) -> None:
        if self.tls is None:
            return
        try:
            self.tls.load_cert_chain(str(self._certificate), self._key)
        except (OSError, ssl.SSLError) as error:
            raise CertificateError(f"{self._certificate} and {self._key}") from error
