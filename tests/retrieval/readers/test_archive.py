"""What archives are read as, and which of their files are refused."""

import io
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Fact, SkipReason
from retrieval.sources.corpus import corpus_of
from retrieval.sources.folder import SourceFolder
from retrieval.sources.readers.page import Page, Reading, Skipped
from retrieval.sources.readers.registry import reader_for
from tests.conftest import WriteSources

TEXT = "Заголовок\n\nПервый абзац статьи. Он есть.\n"
FEED = "<rss version='2.0'><channel>{}</channel></rss>".format(
    "".join(f"<item><guid>{n}</guid><title>News {n}</title></item>" for n in (71, 72))
)


def packed(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def readings(content: bytes) -> list[Reading]:
    read = reader_for("a.ZIP")
    assert read is not None
    return list(read(content))


def told(content: bytes) -> list[tuple[str, SkipReason | None]]:
    return [(one.part, one.reason if isinstance(one, Skipped) else None) for one in readings(content)]


def test_each_file_is_read_by_its_reader() -> None:
    content = packed(
        {
            "новости/статья.txt": TEXT,
            "feed.rss": FEED,
            "empty.jsonl": "",
            "unclear.txt": b"\xc0\xe1\xfb\xf0",
            "photo.jpg": b"\xff\xd8",
            "inner.zip": packed({"a.txt": TEXT}),
            ".hidden.txt": TEXT,
            ".git/config.txt": TEXT,
            "__MACOSX/._a.txt": TEXT,
            "pages/page_files/style.txt": TEXT,
            "pages/page_files/deep/b.txt": TEXT,
            "pages/page.html": "",
            "pages/other_files/kept.txt": TEXT,
        }
    )
    found = [one for one in told(content) if one[0] != "pages/page.html"]
    assert found == [
        ("новости/статья.txt", None),
        ("feed.rss#71", None),
        ("feed.rss#72", None),
        ("empty.jsonl", SkipReason.EMPTY),
        ("unclear.txt", SkipReason.UNKNOWN_ENCODING),
        ("photo.jpg", SkipReason.UNSUPPORTED),
        ("inner.zip", SkipReason.UNSAFE),
        ("pages/other_files/kept.txt", None),
    ]
    page = readings(content)[0]
    assert isinstance(page, Page)
    assert (page.title, page.text) == (Fact("Заголовок"), TEXT)


@pytest.mark.parametrize("encoding", ["utf-8", "cp866"])
def test_names_are_those_that_programs_wrote(encoding: str) -> None:
    content = packed({"x" * len("новость".encode(encoding)) + ".txt": TEXT})
    name = "новость".encode(encoding)
    assert told(content.replace(b"x" * len(name), name)) == [("новость.txt", None)]


@pytest.mark.parametrize(
    "name", ["../a.txt", "/a.txt", "a/../../b.txt", "C:/a.txt", "C:a.txt", "..\\a.txt", "\\\\host\\a.txt"]
)
def test_a_path_that_leads_elsewhere_is_refused(name: str) -> None:
    assert told(packed({name: TEXT, "b.txt": TEXT})) == [
        (name.replace("\\", "/"), SkipReason.UNSAFE),
        ("b.txt", None),
    ]


def test_a_link_is_refused() -> None:
    link = zipfile.ZipInfo("a.txt")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert told(stream.getvalue()) == [("a.txt", SkipReason.UNSAFE)]


def test_a_bomb_is_refused_and_what_is_beside_it_is_read() -> None:
    bomb = "a" * 20_000_000
    assert told(packed({"bomb.txt": bomb, "b.txt": TEXT})) == [
        ("bomb.txt", SkipReason.UNSAFE),
        ("b.txt", None),
    ]


def test_the_size_that_an_archive_states_is_not_believed() -> None:
    bomb = b"a" * 20_000_000
    content = packed({"bomb.txt": bomb})
    assert content.count(len(bomb).to_bytes(4, "little")) == 2
    small = content.replace(len(bomb).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    (one,) = told(small)
    assert one[1] in {SkipReason.UNSAFE, SkipReason.DAMAGED}


def test_files_may_not_be_more_together_than_an_archive_could_hold() -> None:
    files: dict[str, str | bytes] = {f"{number}.txt": "a b. " * 200_000 for number in range(40)}
    content = packed(files)
    assert len(content) * 200 + (1 << 20) < 40 * 1_000_000
    assert {reason for _, reason in told(content)} == {None, SkipReason.UNSAFE}


def test_a_locked_file_and_one_packed_in_a_rare_way_are_told() -> None:
    content = bytearray(packed({"a.txt": TEXT}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert told(bytes(content)) == [("a.txt", SkipReason.LOCKED)]
    assert told(packed({"a.txt": TEXT}, zipfile.ZIP_LZMA)) == [("a.txt", SkipReason.UNSUPPORTED)]


def test_a_damaged_file_is_told_and_the_rest_is_read() -> None:
    content = packed({"a.txt": TEXT, "b.txt": "Other text is here."}, zipfile.ZIP_STORED)
    assert told(content.replace("абзац".encode(), "АБЗАЦ".encode(), 1)) == [
        ("a.txt", SkipReason.DAMAGED),
        ("b.txt", None),
    ]
    assert told(content[: len(content) // 2]) == [("", SkipReason.DAMAGED)]
    assert told(b"PK") == told(b"") == [("", SkipReason.DAMAGED)]


def test_files_of_one_name_are_told_apart() -> None:
    content = packed({"a.txt": TEXT, "b.txt": "Other text is here."})
    assert told(content.replace(b"b.txt", b"a.txt")) == [("a.txt", None), ("a.txt-2", None)]


def test_a_folder_with_an_archive_has_its_pages(write_sources: WriteSources) -> None:
    folder = write_sources({"news.zip": packed({"x/a.txt": TEXT, "b.exe": "MZ"})})
    corpus = corpus_of(SourceFolder(folder).snapshot())
    assert [(one.path, one.id) for one in corpus.documents] == [("corpus/news.zip#x/a.txt", "news-x/a.txt")]
    assert [(one.path, one.reason) for one in corpus.skipped] == [
        ("corpus/news.zip#b.exe", SkipReason.UNSUPPORTED)
    ]


@given(st.binary(max_size=60), st.integers(0, 200))
def test_any_damage_is_survived(noise: bytes, place: int) -> None:
    content = packed({"a.txt": TEXT, "b.rss": FEED})
    for damaged in (noise, content[:place] + noise + content[place + len(noise) :], content + noise):
        found = readings(damaged)
        assert len({one.part for one in found}) == len(found)
