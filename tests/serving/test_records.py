from pathlib import Path

from bot.serving.opening import open_file
from bot.serving.records import Judgement, Records
from retrieval.documents import Document, Quote
from retrieval.evaluation import Verdict
from tests.conftest import OpenDatabase

NAME = "people.sqlite3"
DOCUMENT = Document("a", "seeds/news/a.txt", "Первое. Второе.", ())
FIRST = Quote(DOCUMENT, 0, 7, "Первое.", (), None, 0.5)
SECOND = Quote(DOCUMENT, 8, 15, "Второе.", (), None, 0.4)
UP = Judgement("Что?", FIRST, answered=True, generation="g", verdict=Verdict.UP)


def test_a_chat_s_language_is_kept_until_it_is_taken_back(open_database: OpenDatabase) -> None:
    database = open_database()
    records = Records(database)
    assert records.language(-5) is None
    records.choose_language(-5, "kk")
    records.choose_language(-5, "ru")
    database.close()
    records = Records(open_database())
    assert records.language(-5) == "ru"
    records.choose_language(-1005, "kk")
    records.move(-5, -1005)
    assert (records.language(-5), records.language(-1005)) == (None, "ru")
    records.choose_language(-1005, None)
    assert records.language(-1005) is None


def test_the_last_verdict_of_a_user_on_a_quote_counts(open_database: OpenDatabase) -> None:
    records = Records(open_database())
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
        database = open_file(tmp_path / folder / NAME)
        records = Records(database)
        records.judge(1, UP)
        (row,) = records.verdicts()
        names.append(row["user"])
        database.close()
    assert names[0] == names[1] != names[2]
    assert names[0] != "1"
