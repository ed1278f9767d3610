import sqlite3
import stat
from pathlib import Path

import pytest

from bot.telegram.records import Judged, Records, RecordsError
from retrieval.documents import Document, Quote
from retrieval.evaluation.feedback import Verdict
from retrieval.language import Language

DOCUMENT = Document("a", "seeds/news/a.txt", "Первое. Второе.", ())
FIRST = Quote(DOCUMENT, 0, 7, "Первое.", (), None, 0.5)
SECOND = Quote(DOCUMENT, 8, 15, "Второе.", (), None, 0.4)


def test_a_chat_s_language_is_kept_until_it_is_taken_back(tmp_path: Path) -> None:
    records = Records(tmp_path)
    assert records.language(-5) is None
    records.choose_language(-5, Language.KAZAKH)
    records.choose_language(-5, Language.RUSSIAN)
    records.close()
    records = Records(tmp_path)
    assert records.language(-5) is Language.RUSSIAN
    records.move(-5, -1005)
    assert (records.language(-5), records.language(-1005)) == (None, Language.RUSSIAN)
    records.choose_language(-1005, None)
    assert records.language(-1005) is None


def test_the_last_verdict_of_a_user_on_a_quote_counts(tmp_path: Path) -> None:
    records = Records(tmp_path)
    for user, quote, verdict in [
        (1, FIRST, Verdict.UP),
        (1, FIRST, Verdict.DOWN),
        (1, SECOND, Verdict.UP),
        (2, FIRST, Verdict.UP),
    ]:
        records.judge(user, Judged("Что?", quote, answered=True, generation="g"), verdict)
    found = sorted((row["quote"], row["verdict"]) for row in records.verdicts())
    assert found == [("Второе.", "up"), ("Первое.", "down"), ("Первое.", "up")]
    assert {row["document"] for row in records.verdicts()} == {"news/a.txt"}
    assert records.forget(1) == 2
    assert [row["verdict"] for row in records.verdicts()] == ["up"]
    assert records.forget(1) == 0


def test_a_pseudonym_is_the_same_for_a_user_and_another_in_another_folder(tmp_path: Path) -> None:
    names = []
    for folder in ("one", "one", "two"):
        records = Records(tmp_path / folder)
        records.judge(1, Judged("Что?", FIRST, answered=True, generation="g"), Verdict.UP)
        (row,) = records.verdicts()
        names.append(row["user"])
        records.close()
    assert names[0] == names[1] != names[2]
    assert names[0] != "1"


def test_only_the_owner_can_read_the_files(tmp_path: Path) -> None:
    Records(tmp_path).close()
    for name in ("telegram.sqlite3", "telegram.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_half_written_key_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "telegram.key").write_bytes(b"half")
    Records(tmp_path).close()
    assert len((tmp_path / "telegram.key").read_bytes()) == 32


@pytest.mark.parametrize("content", [b"no database" * 100, None], ids=["not a database", "newer"])
def test_what_can_not_be_used_is_one_sentence_and_stays(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "telegram.sqlite3"
    if content is None:
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA user_version = 9")
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(RecordsError, match=r"telegram\.sqlite3 (can't be used|is of another version)"):
        Records(tmp_path)
    assert path.read_bytes() == before
