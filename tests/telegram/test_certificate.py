"""The webhook's certificate, which may be renewed while the bot runs."""

from pathlib import Path

import pytest
import trustme

from bot.telegram.faults import CertificateError
from bot.telegram.incoming.certificate import Certificate


def issue(authority: trustme.CA, certificate: Path, key: Path) -> bytes:
    issued = authority.issue_cert("127.0.0.1")
    issued.cert_chain_pems[0].write_to_path(certificate)
    issued.private_key_pem.write_to_path(key)
    return certificate.read_bytes()


def test_a_renewed_certificate_is_taken_up(tmp_path: Path) -> None:
    authority, files = trustme.CA(), (tmp_path / "cert.pem", tmp_path / "key.pem")
    first = issue(authority, *files)
    certificate = Certificate(*files)
    assert certificate.tls is not None
    assert certificate.content == first
    assert not certificate.renew()
    second = issue(authority, *files)
    assert certificate.renew()
    assert certificate.content == second != first
    assert not certificate.renew()


def test_one_that_can_not_be_used_is_told_and_the_old_one_stays(tmp_path: Path) -> None:
    files = (tmp_path / "cert.pem", tmp_path / "key.pem")
    first = issue(trustme.CA(), *files)
    certificate = Certificate(*files)
    files[0].write_text("no certificate")
    with pytest.raises(CertificateError, match=r"cert\.pem and .*key\.pem"):
        certificate.renew()
    assert certificate.content == first
    files[0].unlink()
    with pytest.raises(CertificateError, match=r"can't use .*cert\.pem:"):
        certificate.renew()


def test_without_a_key_only_telegram_needs_the_certificate(tmp_path: Path) -> None:
    path = tmp_path / "cert.pem"
    path.write_text("a proxy's")
    alone = Certificate(path, None)
    assert (alone.content, alone.tls) == (b"a proxy's", None)
    nothing = Certificate(None, None)
    assert (nothing.content, nothing.tls, nothing.renew()) == (None, None, False)
