"""The store of what was added: what is kept, under which ids, what comes back and what does not."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import PROJECT
from retrieval.documents import Document, LinkKind, SkipReason
from retrieval.errors import AdditionsError, NotAddedError
from retrieval.sources import Additions, Change, NewItem, Origin, OriginKind, Outcome, UnchangedItem

FOLDER = Origin(OriginKind.FOLDER, "/news")
FEED = Origin(OriginKind.FEED, "https://example.org/feed")
CHANNEL = Origin(OriginKind.CHANNEL, "https://t.me/steppe")


@pytest.fixture
def additions(tmp_path: Path) -> Additions:
    return Additions(tmp_path / "data" / "additions.sqlite3")


def text(key: str, content: str = "Мост открыт.", **more: str) -> NewItem:
    return NewItem(key, key.strip("/"), content.encode(), **more)


def said(outcomes: list[Outcome]) -> list[tuple[str, str, str]]:
    return [(one.change, one.place, one.id) for one in outcomes]


def documents(additions: Additions) -> list[Document]:
    snapshot = additions.snapshot()
    return [document for name in snapshot.hashes for document in snapshot.read(name).documents]


def texts(additions: Additions) -> dict[str, str]:
    return {document.id: document.text for document in documents(additions)}


def test_without_a_file_there_is_nothing_and_no_file_is_made(additions: Additions) -> None:
    assert additions.snapshot().hashes == {}
    assert (additions.origins(), additions.items(), additions.removed()) == ([], [], frozenset())
    with pytest.raises(NotAddedError, match="n1 was not added"):
        additions.remove("n1")
    assert not additions.path.parent.exists()


def test_what_is_put_again_is_unchanged_or_updated(additions: Additions) -> None:
    one, two = text("/news/a.txt"), text("/news/b.txt", "Дорога закрыта.")
    assert said(additions.put(FOLDER, [one, two])) == [
        ("added", "/news/a.txt", "n1"),
        ("added", "/news/b.txt", "n2"),
    ]
    before = additions.snapshot().hashes
    later = text("/news/b.txt", "Дорога открыта.")
    assert said(additions.put(FOLDER, [one, later])) == [
        ("unchanged", "/news/a.txt", "n1"),
        ("updated", "/news/b.txt", "n2"),
    ]
    after = additions.snapshot().hashes
    assert before["news/a.txt"] == after["news/a.txt"]
    assert before["news/b.txt"] != after["news/b.txt"]
    assert texts(additions) == {"n1": "Мост открыт.", "n2": "Дорога открыта."}
    assert additions.origins() == [FOLDER]


def test_a_snapshot_is_of_its_moment(additions: Additions) -> None:
    additions.put(FOLDER, [text("/news/a.txt")])
    snapshot = additions.snapshot()
    additions.put(FOLDER, [text("/news/a.txt", "Мост закрыт."), text("/news/b.txt")])
    additions.remove("n1")
    (document,) = snapshot.read("news/a.txt").documents
    assert (document.text, document.path) == ("Мост открыт.", "added/news/a.txt")
    assert list(snapshot.hashes) == ["news/a.txt"]
    assert texts(additions) == {"n2": "Мост открыт."}


def test_the_end_of_the_process_closes_no_snapshot_that_a_thread_still_reads(additions: Additions) -> None:
    additions.put(FOLDER, [text("/news/a.txt")])
    reading = """
import atexit, sys
from pathlib import Path
atexit.register(lambda: print(len(snapshot.read("news/a.txt").documents)))  # registered first, called last
import weakref
weakref.finalize(sys, print, "end")
from retrieval.sources import Additions
snapshot = Additions(Path(sys.argv[1])).snapshot()
"""
    command = [sys.executable, "-c", reading, str(additions.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["end", "1"]


def test_what_can_not_be_read_is_not_kept_and_replaces_nothing(additions: Additions) -> None:
    empty, odd = text("/news/a.txt", " \n"), text("/news/b.exe")
    outcomes = additions.put(FOLDER, [empty, odd])
    assert [(one.change, one.why) for one in outcomes] == [
        (Change.SKIPPED, SkipReason.EMPTY),
        (Change.SKIPPED, SkipReason.UNSUPPORTED),
    ]
    assert additions.items() == []
    additions.put(FOLDER, [text("/news/a.txt")])
    (outcome,) = additions.put(FOLDER, [empty])
    assert (outcome.change, outcome.id, outcome.why) == (Change.SKIPPED, "n1", SkipReason.EMPTY)
    assert texts(additions) == {"n1": "Мост открыт."}


def test_an_origin_of_one_item_is_kept_only_with_it(additions: Additions) -> None:
    file = Origin(OriginKind.FILE, "/a.txt")
    additions.put(file, [text("/a.txt", "")])
    assert additions.origins() == []
    additions.put(FOLDER, [])
    assert additions.origins() == [FOLDER]


def test_ids_are_given_once(additions: Additions) -> None:
    additions.put(FOLDER, [text("/news/a.txt"), text("/news/b.txt")])
    additions.remove("n2")
    assert said(additions.put(FOLDER, [text("/news/b.txt")], is_wanted=True)) == [
        ("added", "/news/b.txt", "n3")
    ]


@pytest.mark.parametrize(
    ("wanted", "given"), [("steppe-12", "steppe-12"), ("n7", "n1"), ("n1234-7", "n1"), ("", "n1")]
)
def test_an_item_may_bring_its_id(additions: Additions, wanted: str, given: str) -> None:
    (outcome,) = additions.put(CHANNEL, [text("t.me/steppe/12.txt", id=wanted)])
    assert outcome.id == given
    (other,) = additions.put(CHANNEL, [text("t.me/steppe/13.txt", id=wanted)])
    assert other.id == "n2"


def test_two_files_of_one_name_are_shown_apart(additions: Additions) -> None:
    one = NewItem("/x/news/a.txt", "news/a.txt", "Мост.".encode())
    two = NewItem("/y/news/a.txt", "news/a.txt", "Дорога.".encode())
    additions.put(FOLDER, [one, two])
    assert [item.name for item in additions.items()] == ["news/a.txt", "news/n2-a.txt"]
    assert said(additions.put(FOLDER, [two])) == [("unchanged", "/y/news/a.txt", "n2")]
    assert texts(additions) == {"n1": "Мост.", "n2": "Дорога."}


def test_a_page_states_where_it_was_read_if_it_does_not_say_itself(additions: Additions) -> None:
    read_at = "https://example.org/news/1?x=2"
    silent = NewItem("1", "example.org/1.txt", "Мост открыт.".encode(), read_at)
    own = "<link rel=canonical href=https://own.example/2><article><h1>Дорога</h1><p>Дорога открыта всем.</p>"
    stating = NewItem("2", "example.org/2.html", f"<html><body>{own}".encode(), read_at)
    additions.put(FEED, [silent, stating])
    links = [document.link for document in documents(additions)]
    assert [(link.url, link.kind) for link in links] == [
        (read_at, LinkKind.ARTICLE),
        ("https://own.example/2", LinkKind.ARTICLE),
    ]


def test_the_address_is_part_of_what_the_hash_is_of(additions: Additions) -> None:
    page = NewItem("1", "1.txt", "Мост открыт.".encode(), "https://example.org/1")
    additions.put(FEED, [page])
    before = additions.snapshot().hashes
    moved = NewItem("1", "1.txt", page.content, "https://example.org/2")
    assert [one.change for one in additions.put(FEED, [moved])] == [Change.UNCHANGED]
    assert additions.snapshot().hashes != before


def test_a_page_that_becomes_another_kind_of_file_is_read_as_that(additions: Additions) -> None:
    additions.put(FEED, [NewItem("1", "site/1.txt", "# Мост\n\nМост открыт.".encode())])
    additions.put(FEED, [NewItem("1", "site/1.md", "# Мост\n\nМост открыт.".encode())])
    (document,) = documents(additions)
    assert (document.id, document.path, document.title and document.title.value) == (
        "n1", "added/site/1.md", "Мост",
    )  # fmt: skip


def test_parts_have_the_id_of_their_item(additions: Additions) -> None:
    table = "text,id\nМост открыт.,m\nДорога закрыта.,d\n,e\n"
    (outcome,) = additions.put(FOLDER, [text("/news/table.csv", table)])
    assert (outcome.id, outcome.documents) == ("n1", 2)
    assert texts(additions) == {"n1-m": "Мост открыт.", "n1-d": "Дорога закрыта."}


def test_what_two_origins_have_goes_with_the_last(additions: Additions) -> None:
    page = text("page.txt")
    additions.put(FOLDER, [page])
    assert said(additions.put(FEED, [UnchangedItem("page.txt")])) == [("unchanged", "page.txt", "n1")]
    assert said(additions.remove(FOLDER.place)) == [("removed", "/news", "")]
    assert texts(additions) == {"n1": "Мост открыт."}
    assert said(additions.remove(FEED.place)) == [("removed", "page.txt", "n1")]
    assert (texts(additions), additions.origins()) == ({}, [])


def test_what_is_gone_from_an_origin_is_released(additions: Additions) -> None:
    additions.put(FOLDER, [text("/news/a.txt"), text("/news/b.txt")])
    additions.put(FEED, [UnchangedItem("/news/b.txt")])
    outcomes = additions.release(FOLDER, ["/news/a.txt", "/news/b.txt", "/news/c.txt"])
    assert said(outcomes) == [("removed", "/news/a.txt", "n1")]
    assert [item.id for item in additions.items(FEED)] == ["n2"]
    assert additions.items(FOLDER) == []


def test_what_was_removed_comes_back_only_by_name(additions: Additions) -> None:
    posts = [text("t.me/steppe/1.txt"), text("t.me/steppe/2.txt", "Дорога закрыта.")]
    additions.put(CHANNEL, posts)
    assert said(additions.remove("n1")) == [("removed", "t.me/steppe/1.txt", "n1")]
    assert additions.removed() == {"t.me/steppe/1.txt"}
    edited = text("t.me/steppe/1.txt", "Мост закрыт.")
    assert additions.put(CHANNEL, [edited]) == []
    assert [one.change for one in additions.put(CHANNEL, [edited], is_wanted=True)] == [Change.ADDED]
    assert additions.removed() == frozenset()


def test_the_items_below_a_folder_are_removed_by_its_path(additions: Additions) -> None:
    names = ["/news/old/a.txt", "/news/old/b/c.txt", "/news/older.txt"]
    additions.put(FOLDER, [text(name) for name in names])
    assert [one.place for one in additions.remove("/news/old/")] == names[:2]
    assert [item.key for item in additions.items()] == names[2:]


def test_an_item_added_alone_takes_its_origin_along(additions: Additions) -> None:
    page = Origin(OriginKind.PAGE, "https://example.org/1")
    additions.put(page, [text("example.org/1.txt")])
    additions.remove("n1")
    assert (additions.origins(), additions.removed()) == ([], frozenset())


def test_an_origin_that_is_removed_meanwhile_does_not_come_back(additions: Additions) -> None:
    def arriving() -> Iterator[NewItem]:
        yield text("/news/a.txt")
        additions.remove(FOLDER.place)
        yield text("/news/b.txt")

    assert additions.put(FOLDER, arriving()) == []
    assert (additions.origins(), additions.items()) == ([], [])


@pytest.mark.parametrize("origin", [FOLDER, Origin(OriginKind.PAGE, "https://example.org/1.txt")])
def test_an_origin_that_is_removed_before_it_is_read_again_does_not_come_back(
    additions: Additions, origin: Origin
) -> None:
    item = text("example.org/1.txt")
    additions.put(origin, [item], is_wanted=True)
    additions.remove(origin.place)
    assert additions.put(origin, [item], is_again=True) == []
    assert (additions.origins(), additions.items()) == ([], [])


def test_a_name_is_free_though_another_item_is_called_as_this_one_would_be(additions: Additions) -> None:
    names = {"1": "n3-a.txt", "2": "a.txt", "3": "a.txt"}
    additions.put(FOLDER, [NewItem(key, name, b"Text.") for key, name in names.items()])
    assert [item.name for item in additions.items()] == ["n3-a.txt", "a.txt", "n3-n3-a.txt"]


def test_an_error_while_items_come_leaves_those_before_it(
    additions: Additions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.sources.additions.store._BATCH", 2)

    def arriving() -> Iterator[NewItem]:
        for number in range(3):
            yield text(f"/news/{number}.txt")
        raise ConnectionError

    with pytest.raises(ConnectionError):
        additions.put(FOLDER, arriving())
    assert [item.id for item in additions.items()] == ["n1", "n2"]


@given(contents=st.lists(st.binary(min_size=1), min_size=1, max_size=4))
def test_contents_are_kept_byte_for_byte(
    contents: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    additions = Additions(tmp_path_factory.mktemp("data") / "additions.sqlite3")
    files = {f"{number}.txt": b"text: " + content.hex().encode() for number, content in enumerate(contents)}
    additions.put(FOLDER, [NewItem(name, name, content) for name, content in files.items()])
    found = additions.snapshot()
    assert {name: found.read(name).documents[0].text.encode() for name in found.hashes} == files


def test_a_file_that_is_no_database_is_named_and_left_alone(additions: Additions) -> None:
    additions.path.parent.mkdir()
    additions.path.write_bytes(b"no database at all, but long enough to be looked at as one" * 20)
    before = additions.path.read_bytes()
    for use in (additions.snapshot, additions.items, lambda: additions.put(FOLDER, [])):
        with pytest.raises(AdditionsError, match="holds what was added, and can't be used"):
            use()
    assert additions.path.read_bytes() == before


def test_a_database_of_a_later_version_is_left_alone(additions: Additions) -> None:
    additions.put(FOLDER, [text("/news/a.txt")])
    with closing(sqlite3.connect(additions.path)) as database, database:
        database.execute("PRAGMA user_version = 99")
    for use in (additions.snapshot, lambda: additions.remove("n1")):
        with pytest.raises(AdditionsError, match="of another version of Dayeksoz"):
            use()


def test_only_its_owner_reads_the_file(additions: Additions) -> None:
    additions.put(FOLDER, [])
    assert additions.path.stat().st_mode & 0o777 == 0o600


_WRITER = """
import sys
from contextlib import closing
from pathlib import Path
from retrieval.sources import Additions, NewItem, Origin, OriginKind
path, writer = Path(sys.argv[1]), sys.argv[2]
for turn in range(10):
    mine = [NewItem(f"/{writer}/{turn}.txt", f"{turn}.txt", b"Mine."),
            NewItem("/ours.txt", "ours.txt", f"Ours {writer} {turn}.".encode())]
    Additions(path).put(Origin(OriginKind.FOLDER, f"/{writer}"), mine)
"""


def test_several_processes_write_at_once(additions: Additions) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(additions.path), str(number)],
            cwd=PROJECT,
            stderr=subprocess.PIPE,
        )
        for number in range(4)
    ]
    errors = [writer.communicate(timeout=120)[1] for writer in writers]
    assert errors == [b""] * 4
    assert len(additions.items()) == 41
    assert len({item.name for item in additions.items()}) == 41
    assert [len(additions.items(origin)) for origin in additions.origins()] == [11] * 4
