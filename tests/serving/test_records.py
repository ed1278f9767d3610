import sqlite3
import stat
from pathlib import Path

import pytest

from bot.errors import RecordsError
from bot.serving.records import Judgement, Records
from retrieval.documents import Document, Quote
from retrieval.evaluation import Verdict

NAME = "people.sqlite3"
DOCUMENT = Document("a", "seeds/news/a.txt", "Первое. Второе.", ())
FIRST = Quote(DOCUMENT, 0, 7, "Первое.", (), None, 0.5)
SECOND = Quote(DOCUMENT, 8, 15, "Второе.", (), None, 0.4)
UP = Judgement("Что?", FIRST, answered=True, generation="g", verdict=Verdict.UP)


def test_a_chat_s_language_is_kept_until_it_is_taken_back(tmp_path: Path) -> None:
    records = Records(tmp_path / NAME)
    assert records.language(-5) is None
    records.choose_language(-5, "kk")
    records.choose_language(-5, "ru")
    records.close()
    records = Records(tmp_path / NAME)
    assert records.language(-5) == "ru"
    records.move(-5, -1005)
    assert (records.language(-5), records.language(-1005)) == (None, "ru")
    records.choose_language(-1005, None)
    assert records.language(-1005) is None


def test_the_last_verdict_of_a_user_on_a_quote_counts(tmp_path: Path) -> None:
    records = Records(tmp_path / NAME)
    for user, quote, verdict in [
        (1, FIRST, Verdict.UP),
        (1, FIRST, Verdict.DOWN),
        (1, SECOND, Verdict.UP),
        (2, FIRST, Verdict.UP),
    ]:
        records.judge(user, Judgement("Что?", quote, answered=True, generation="g", verdict=verdict))
    found = sorted((row["quote"], row["verdict"]) for row in records.verdicts())
    assert found == [("Второе.", "up"), ("Первое.", "down"), ("Первое.", "up")]
    assert {row["document"] for row in records.verdicts()} == {"news/a.txt"}
    assert records.forget(1, private_chat=1) == 2
    assert [row["verdict"] for row in records.verdicts()] == ["up"]
    assert records.forget(1, private_chat=1) == 0


def test_a_pseudonym_is_the_same_for_a_user_and_another_in_another_folder(tmp_path: Path) -> None:
    names = []
    for folder in ("one", "one", "two"):
        records = Records(tmp_path / folder / NAME)
        records.judge(1, UP)
        (row,) = records.verdicts()
        names.append(row["user"])
        records.close()
    assert names[0] == names[1] != names[2]
    assert names[0] != "1"


def test_only_the_owner_can_read_the_files(tmp_path: Path) -> None:
    Records(tmp_path / NAME).close()
    for name in (NAME, "people.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_half_written_key_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "people.key").write_bytes(b"half")
    Records(tmp_path / NAME).close()
    assert len((tmp_path / "people.key").read_bytes()) == 32


@pytest.mark.parametrize("content", [b"no database" * 100, None], ids=["not a database", "newer"])
def test_what_can_not_be_used_is_one_sentence_and_stays(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / NAME
    if content is None:
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA user_version = 9")
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(RecordsError, match=r"people\.sqlite3 (can't be used|is of another version)"):
        Records(tmp_path / NAME)
    assert path.read_bytes() == before
