"""What tests share: the seeds, one loaded model, one index of the seeds, folders of small sources."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from bot.serving.database import Database
from bot.serving.opening import open_file, open_server
from bot.settings import PREFIX, PROJECT
from retrieval import Engine, ModelChoice, Retriever
from retrieval.encoding.encoder import Encoder
from retrieval.encoding.models import load_encoder
from retrieval.sources.corpus import Corpus, corpus_of
from retrieval.sources.folder import SourceFolder
from tests import postgres
from tests.postgres import PostgresServer
from tests.tiny_encoder import TinyEncoder

SEEDS = PROJECT / "seeds"

WriteSources = Callable[..., Path]

OpenDatabase = Callable[[], Database]

# How long an example takes says nothing about whether it is right.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads the settings, or writes the data, of whoever runs it."""
    for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv(f"{PREFIX}DATA_DIR", str(tmp_path / "data"))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def seeds() -> Corpus:
    return corpus_of(SourceFolder(SEEDS).snapshot())


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The bundled model, loaded once for all tests that need it."""
    return load_encoder(ModelChoice())


@pytest.fixture(scope="session")
def seeds_engine(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Engine:
    """Over the seeds, with the bundled model; its index is built once."""
    engine = Engine(SEEDS, tmp_path_factory.mktemp("seeds-data"), encoder=encoder)
    engine.prepare()
    return engine


@pytest.fixture(scope="session")
def retriever(seeds_engine: Engine) -> Retriever:
    return seeds_engine.retriever


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoder: Encoder, seeds_engine: Engine) -> None:
    """Commands find the model loaded, and the index of the seeds built."""
    monkeypatch.setattr("retrieval.engine.load_encoder", lambda *_: encoder)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "index").symlink_to(seeds_engine.data / "index")


@pytest.fixture
def tiny() -> TinyEncoder:
    return TinyEncoder()


@pytest.fixture
def write_sources(tmp_path: Path) -> WriteSources:
    """Writes files of the given names and contents (str or bytes) into a corpus folder."""

    def write(files: dict[str, str | bytes]) -> Path:
        folder = tmp_path / "corpus"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real server, started once for all tests that need it."""
    if reason := postgres.why_missing():
        pytest.skip(reason)
    with postgres.serving() as server:
        yield server


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def open_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenDatabase]:
    """Opens the same database of people, as another process would, each time that it is called."""
    is_file = request.param == "SQLite"
    url = "" if is_file else request.getfixturevalue("postgres_server").new_database()
    path = tmp_path / "people.sqlite3"
    with contextlib.ExitStack() as opened:

        def open_() -> Database:
            database = open_file(path) if is_file else open_server(url, path.with_suffix(".key"))
            opened.callback(database.close)
            return database

        yield open_
