import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Basis, Fact, LinkKind, PublicationDate, SkippedFile, SkipReason
from retrieval.errors import CorpusEmptyError, CorpusError, ManifestError
from retrieval.sources import Additions, NewItem, Origin, OriginKind
from retrieval.sources.corpus import Corpus, FileReading, corpus_of
from retrieval.sources.folder import SourceFolder
from retrieval.sources.identifiers import Identifiers
from retrieval.sources.joined import JoinedSource, is_all_of
from tests.conftest import SEEDS, WriteSources


def read_corpus(folder: Path) -> Corpus:
    return corpus_of(SourceFolder(folder).snapshot())


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


def test_a_pipe_is_named_and_not_read(write_sources: WriteSources) -> None:
    folder = write_sources({"a.txt": "Мост открыт."})
    os.mkfifo(folder / "pipe.txt")
    corpus = corpus_of(SourceFolder(folder).snapshot())
    assert [one.path for one in corpus.documents] == [f"{folder.name}/a.txt"]
    assert corpus.skipped == (SkippedFile(f"{folder.name}/pipe.txt", SkipReason.UNREADABLE),)


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
        ({".hidden.txt": "text"}, "the corpus is empty"),
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
    assert before["a.txt"] != before["b.txt"]  # their ids differ
    (folder / "b.txt").write_text(GOOD + "!", "utf-8")
    (folder / "manifest.toml").write_text("", "utf-8")
    after = SourceFolder(folder).snapshot().hashes
    assert {name for name in after if after[name] != before.get(name)} == {"b.txt"}


_CONTENTS = st.sampled_from([GOOD, f"{GOOD}Ещё один абзац. Он тоже есть.\n", "\0", ""])
_NAMES = st.sampled_from(["1_a.txt", "1_b.txt", "1.txt", "1-2.txt", "b/1_a.txt", "a.exe", "c.zip"])
_TOLD = st.sampled_from(["Одно", "Другое"])


@given(*[st.tuples(st.dictionaries(_NAMES, _CONTENTS), st.dictionaries(_NAMES, _TOLD))] * 2)
def test_a_hash_changes_exactly_when_what_is_read_may_change(
    before: tuple[dict[str, str], dict[str, str]], after: tuple[dict[str, str], dict[str, str]]
) -> None:
    old_hashes, old = _looked_at(*before)
    new_hashes, new = _looked_at(*after)
    for name in old.keys() & new.keys():
        if old_hashes[name] == new_hashes[name]:
            assert old[name] == new[name]
        elif before[0][name] == after[0][name] and old[name].documents and "zip" not in name:
            is_renamed = Identifiers(list(before[0])).scheme(name) != Identifiers(list(after[0])).scheme(name)
            assert old[name] != new[name] or is_renamed


def _looked_at(files: dict[str, str], told: dict[str, str]) -> tuple[dict[str, str], dict[str, FileReading]]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "corpus"
        entries = [
            f'["{name}"]\ntitle = {{ value = "{title}", basis = "stated" }}\n'
            for name, title in told.items()
            if name in files
        ]
        for name, content in {**files, "manifest.toml": "".join(entries)}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, "utf-8")
        snapshot = SourceFolder(folder).snapshot()
        return dict(snapshot.hashes), {name: snapshot.read(name) for name in snapshot.hashes}


def test_a_file_that_changes_after_the_look_has_the_hash_of_what_was_read(
    write_sources: WriteSources,
) -> None:
    folder = write_sources({"a.txt": GOOD, "b.txt": GOOD})
    snapshot = SourceFolder(folder).snapshot()
    before = dict(snapshot.hashes)
    (folder / "a.txt").write_text(GOOD + "Новое. Здесь.\n", "utf-8")
    assert "Новое" in snapshot.read("a.txt").documents[0].text
    after = SourceFolder(folder).snapshot().hashes
    assert snapshot.hashes == after != before


@pytest.mark.parametrize(
    ("names", "part_of_the_first"),
    [
        (["001_a.zip"], "001-2"),
        (["news.zip", "news-2.txt"], "news.zip#2"),
        (["news.zip", "news2.txt"], "news-2"),
    ],
)
def test_the_id_of_a_part_is_told_from_names_alone(names: list[str], part_of_the_first: str) -> None:
    assert Identifiers(names).of(names[0], "2") == part_of_the_first


def test_a_manifest_may_name_only_parts_that_are_there(write_sources: WriteSources) -> None:
    entry = 'title = { value = "Иное", basis = "stated" }'
    folder = write_sources({"a.txt": GOOD, "manifest.toml": f'["a.txt#7"]\n{entry}\n'})
    with pytest.raises(ManifestError, match=r"'a.txt#7'"):
        read_corpus(folder)


def test_joined_sources_keep_all_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_text(GOOD + folder, "utf-8")
    (tmp_path / "one" / "+1.txt").write_text(GOOD, "utf-8")
    (tmp_path / "empty").mkdir()
    folders = tuple(SourceFolder(tmp_path / name) for name in ("one", "two", "empty"))
    snapshot = JoinedSource(folders).snapshot()
    assert list(snapshot.hashes) == ["=+1.txt", "1.txt", "+1.txt"]
    assert [(one.id, one.path) for one in corpus_of(snapshot).documents] == [
        ("=+1", "one/+1.txt"),
        ("1", "one/1.txt"),
        ("+1", "two/1.txt"),
    ]
    with pytest.raises(CorpusEmptyError, match="the corpus is empty"):
        corpus_of(JoinedSource(folders[2:]).snapshot())


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


def test_what_was_added_has_ids_of_its_own(write_sources: WriteSources, tmp_path: Path) -> None:
    seeds = SourceFolder(write_sources({"n1.txt": "Мост.", "n1-2.txt": "Река.", "news.txt": "Школа."}))
    additions = Additions(tmp_path / "additions.sqlite3")
    joined = JoinedSource((seeds, additions))
    assert is_all_of(seeds, joined)
    assert not is_all_of(additions, seeds)
    posts = [
        NewItem("1", "1.txt", "Дорога.".encode()),
        NewItem("2", "2.txt", "Вокзал.".encode(), id="steppe-2"),
    ]
    additions.put(Origin(OriginKind.CHANNEL, "https://t.me/steppe"), posts)
    assert {document.id: document.text for document in corpus_of(joined.snapshot()).documents} == {
        "=n1": "Мост.",
        "=n1-2": "Река.",
        "news": "Школа.",
        "n1": "Дорога.",
        "+steppe-2": "Вокзал.",
    }
    assert not is_all_of(seeds, joined)
    additions.remove("+steppe-2", "n1")
    assert is_all_of(seeds, joined)
