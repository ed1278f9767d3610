import os
from pathlib import Path

import pytest

from retrieval.documents import Basis, Fact, LinkKind, PublicationDate, SkippedFile, SkipReason
from retrieval.errors import CorpusError
from retrieval.sources.corpus import Corpus
from retrieval.sources.folder import SourceFolder
from tests.conftest import SEEDS, WriteSources


def read_corpus(folder: Path) -> Corpus:
    return SourceFolder(folder).snapshot().corpus()


GOOD = "Заголовок\n\nПервый абзац статьи. Он есть.\n"


def test_the_text_is_the_files_content_unchanged() -> None:
    for document in read_corpus(SEEDS).documents:
        content = (SEEDS.parent / document.path).read_bytes()
        assert document.text.encode() == content


def test_a_bad_file_is_named_and_skipped_and_the_rest_is_used(write_sources: WriteSources) -> None:
    folder = write_sources(
        {
            "good.txt": GOOD,
            "binary.txt": b"\x7fELF\0\0",
            "unclear.txt": b"\xc0\xe1\xfb\xf0",
            "empty.txt": "",
            "junk.txt": "Share Post\nTags\n",
            "sub/nested.txt": GOOD,
            ".hidden.txt": GOOD,
            "notes.exe": b"MZ",
        }
    )
    corpus = read_corpus(folder)
    assert [document.path for document in corpus.documents] == ["corpus/good.txt", "corpus/sub/nested.txt"]
    assert {(file.path, file.reason) for file in corpus.skipped} == {
        ("corpus/binary.txt", SkipReason.NOT_TEXT),
        ("corpus/empty.txt", SkipReason.EMPTY),
        ("corpus/notes.exe", SkipReason.UNSUPPORTED),
        ("corpus/unclear.txt", SkipReason.UNKNOWN_ENCODING),
        ("corpus/junk.txt", SkipReason.EMPTY),
    }


def test_an_unreadable_file_is_named_and_skipped(
    write_sources: WriteSources, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_sources({"good.txt": GOOD, "locked.txt": GOOD})
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    corpus = read_corpus(folder)
    assert [document.id for document in corpus.documents] == ["good"]
    assert corpus.skipped == (SkippedFile("corpus/locked.txt", SkipReason.UNREADABLE),)


def test_a_closed_folder_is_named_and_capital_suffixes_count(
    write_sources: WriteSources, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_sources({"good.TXT": GOOD, "closed/a.txt": GOOD})
    scandir = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    corpus = read_corpus(folder)
    assert [document.id for document in corpus.documents] == ["good"]
    assert corpus.skipped == (SkippedFile("corpus/closed", SkipReason.UNREADABLE),)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "There is no folder of sources"),
        ({".hidden.txt": "text"}, "it is empty"),
        ({"a.exe": "MZ"}, r"corpus/a.exe is of a kind that is not read"),
        ({"a.txt": b"\0"}, r"corpus/a.txt is not a text file"),
    ],
)
def test_a_corpus_without_sources_is_refused(
    write_sources: WriteSources, files: dict[str, str | bytes], message: str
) -> None:
    folder = write_sources(files)
    with pytest.raises(CorpusError, match=message):
        read_corpus(folder)


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["000_16411808a7c457af.txt", "001_f2.txt"], ["000", "001"]),
        (["1-a.txt", "1-b.txt", "2.txt"], ["1-a", "1-b", "2"]),
        (["a/x.txt", "b/x.txt", "y.txt"], ["a/x.txt", "b/x.txt", "y"]),
        (["2024год.txt", "news.txt"], ["2024год", "news"]),
        (["d/x.txt", "x.txt", "x.txt.txt"], ["d/x.txt", "./x.txt", "x.txt"]),
    ],
)
def test_ids_are_short_and_unique(write_sources: WriteSources, names: list[str], ids: list[str]) -> None:
    corpus = read_corpus(write_sources(dict.fromkeys(names, GOOD)))
    assert [document.id for document in corpus.documents] == ids


def test_the_snapshot_tells_what_changed(write_sources: WriteSources) -> None:
    folder = write_sources({"a.txt": GOOD, "b.txt": GOOD})
    before = SourceFolder(folder).snapshot().hashes
    assert before["a.txt"] == before["b.txt"]
    (folder / "b.txt").write_text(GOOD + "!", "utf-8")
    (folder / "manifest.toml").write_text("", "utf-8")
    after = SourceFolder(folder).snapshot().hashes
    assert {name for name in after if after[name] != before.get(name)} == {"b.txt", "manifest.toml"}


def test_the_manifest_adds_facts_with_their_basis(write_sources: WriteSources) -> None:
    manifest = """
    ["a.txt"]
    title = { value = "Иное", basis = "curated", because = "знаю" }
    published = { value = "2020-05", basis = "inferred", because = "видно" }
    link = { value = "https://a.kz", kind = "publisher", basis = "curated", because = "знаю" }
    """
    (document,) = read_corpus(write_sources({"a.txt": GOOD, "manifest.toml": manifest})).documents
    assert document.title is not None
    assert (document.title.value, document.title.basis) == ("Иное", Basis.CURATED)
    assert document.published is not None
    assert (document.published.isoformat(), document.published.basis) == ("2020-05", Basis.INFERRED)
    assert (document.link.url, document.link.kind) == ("https://a.kz", LinkKind.PUBLISHER)


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ('["b.txt"]\n', r"names a file that is not in the folder: 'b.txt'"),
        ('["a.txt"]\neditor = { value = "я", basis = "stated" }', r"a.txt → editor: Extra inputs"),
        ('["a.txt"]\ntitle = { value = "я", basis = "guessed" }', r"a.txt → title → basis: Input should be"),
        ('["a.txt"]\ntitle = { value = "я", basis = "inferred" }', r"must say why in 'because'"),
        ('["a.txt"]\npublished = { value = "2023-02-30", basis = "stated" }', r"day is out of range"),
        ('["a.txt"]\npublished = { value = "2024-00", basis = "stated" }', r"month must be in"),
        ('["a.txt"]\npublished = { value = "вчера", basis = "stated" }', r"'вчера' is not a date"),
        (
            '["a.txt"]\nlink = { value = "a.kz", kind = "article", basis = "stated" }',
            r"needs an http address",
        ),
        ("не TOML", r"is not valid TOML"),
        (b"\xff", r"is not valid TOML"),
    ],
)
def test_a_faulty_manifest_is_one_clear_error(
    write_sources: WriteSources, manifest: str | bytes, message: str
) -> None:
    folder = write_sources({"a.txt": GOOD, "manifest.toml": manifest})
    with pytest.raises(CorpusError, match=message) as caught:
        read_corpus(folder)
    assert "\n" not in str(caught.value)


def test_the_items_of_a_digest_are_documents_of_their_own(write_sources: WriteSources) -> None:
    item = (
        "{day} апреля 2024\nШкола номер {day}\nВ городе открыли школу, сообщили в акимате. Она для детей.\n"
    )
    digest = "\n".join(item.format(day=day) for day in (15, 16))
    corpus = read_corpus(write_sources({"001_digest.txt": digest}))
    found = [(one.id, one.path, one.title, one.published) for one in corpus.documents]
    assert found == [
        ("001-1", "corpus/001_digest.txt#1", Fact("Школа номер 15"), PublicationDate(2024, 4, 15)),
        ("001-2", "corpus/001_digest.txt#2", Fact("Школа номер 16"), PublicationDate(2024, 4, 16)),
    ]
    assert all(one.text in digest for one in corpus.documents)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16", "utf-16-le", "utf-8", "utf-8-sig"])
def test_an_encoding_is_told_and_said(write_sources: WriteSources, encoding: str) -> None:
    text = "О дорогах\n\nВ области отремонтировали дороги, и на мостах заменили опоры. Стоило не мало.\n"
    (document,) = read_corpus(write_sources({"a.txt": text.encode(encoding)})).documents
    assert document.text.lstrip("\ufeff") == text
    said = {"koi8-r": "koi8_r", "utf-8-sig": "utf-8"}.get(encoding, encoding)
    assert document.encoding == said


def test_no_file_is_passed_over_without_a_word(write_sources: WriteSources) -> None:
    files = {
        "a.txt": GOOD,
        "clip.mp4": "x",
        "page.html": "",
        "page_files/logo.svg": "",
        "sub/b.exe": "",
    }
    corpus = read_corpus(write_sources({**files, "glossary.csv": "ru,kk,en\n"}))
    assert {file.path for file in corpus.skipped} == {
        "corpus/clip.mp4",
        "corpus/page.html",
        "corpus/sub/b.exe",
    }
