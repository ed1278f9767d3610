"""The same story in several documents: told once, by its earliest source, with the others beside it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval import Engine
from retrieval.documents import Answer, Quote
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

Ask = Callable[..., Answer]

BODY = (
    "Экспорт газа вырос на треть и достиг 5 млн тонн. Трубопровод проложен через степь за два года. "
    "Министр Ахметов назвал это успехом отрасли."
)
HEADED = "Новости газа\n\n{date}\n\n{body}\n\nhttps://news.example/{link}\n"
OTHERS: dict[str, str | bytes] = {
    "snow.txt": "О погоде\n\nВ степи шёл снег. Ветер усилился к вечеру.\n",
    "trade.txt": "О торговле\n\nТорговля с соседями выросла. Рады все участники рынка.\n",
    "bridge.txt": "О мосте\n\nМост через реку закроют на ремонт. Объезд проложат рядом.\n",
}
QUESTION = "Экспорт газа вырос на треть и достиг млн тонн"


def page(date: str, link: str, body: str = BODY) -> str:
    return HEADED.format(date=date, link=link, body=body)


@pytest.fixture
def ask(write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder) -> Ask:
    def answer(files: dict[str, str | bytes], question: str = QUESTION, top: int = 5) -> Answer:
        return Engine(write_sources({**OTHERS, **files}), tmp_path / "data", encoder=tiny).ask(question, top)

    return answer


def sources(quote: Quote) -> list[str]:
    return [quote.document.id, *(other.document.id for other in quote.also)]


def about_gas(answer: Answer) -> list[list[str]]:
    return [sources(quote) for quote in answer.found if "газ" in quote.text]


def highlighted(quote: Quote) -> list[str]:
    return [quote.document.text[start:end] for start, end in quote.highlight]


def test_a_reprint_is_named_beside_the_earliest_source(ask: Ask) -> None:
    answer = ask(
        {
            "b.txt": page("14 марта 2024", "b"),
            "a.txt": page("15 марта 2024", "a"),
            "c.txt": page("13 марта 2024", "c"),
            "d.txt": f"Новости газа\n\n{BODY}\n",
        }
    )
    first = answer.found[0]
    assert sources(first) == ["c", "b", "a", "d"]
    assert [quote.proven().text for quote in first.also] == [first.text] * 3
    assert [highlighted(quote) for quote in first.also] == [highlighted(first)] * 3
    assert all(not other.also for other in first.also)
    assert sum(BODY in quote.text for quote in answer.found) == 1


@pytest.mark.parametrize(
    "body",
    [
        f"Редакция получила сообщение. {BODY}",
        BODY.rsplit(". ", 1)[0] + ".",
        BODY.replace(". Министр", ".\n\nМинистр"),
        f"{BODY}\n\nМост через Ишим закроют для грузовиков. Объезд проложат по соседнему району.",
        BODY.upper().replace("Ё", "Е"),
    ],
    ids=["with a lead", "without its end", "in two paragraphs", "merged with another", "in capitals"],
)
def test_a_story_that_is_cut_otherwise_is_the_same(ask: Ask, body: str) -> None:
    answer = ask({"a.txt": page("14 марта 2024", "a"), "b.txt": page("15 марта 2024", "b", body)})
    first = answer.found[0]
    assert sources(first) == ["a", "b"]
    (other,) = first.also
    assert " ".join(highlighted(other)).casefold() == " ".join(highlighted(first)).casefold()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5 млн", "6 млн"),
        ("вырос", "упал"),
        ("вырос", "не вырос"),
        ("за два года", "за 3 года"),
        ("Ахметов", "Садыков"),
        ("за два года", "в марте"),
    ],
)
def test_a_story_that_says_something_else_is_told_too(ask: Ask, old: str, new: str) -> None:
    first_version = BODY.replace("за два года", "в мае") if new == "в марте" else BODY
    body = BODY.replace(old, new)
    answer = ask(
        {"a.txt": page("14 марта 2024", "a", first_version), "b.txt": page("15 марта 2024", "b", body)}
    )
    assert sorted(about_gas(answer)) == [["a"], ["b"]]


@pytest.mark.parametrize("word", ["В прошлом году", "Сегодня", "Бүгін"])
def test_the_same_words_on_another_day_are_not_the_same(ask: Ask, word: str) -> None:
    body = f"{word} экспорт газа вырос на треть. Трубопровод проложен через степь за два года."
    answer = ask({"a.txt": page("14 марта 2023", "a", body), "b.txt": page("15 марта 2024", "b", body)})
    assert sorted(about_gas(answer)) == [["a"], ["b"]]


def test_what_different_people_say_is_not_the_same(ask: Ask) -> None:
    turns = "Встреча\n\n{0}: {body}\n\n{1}: Спасибо большое.\n\n{0}: До свидания.\n"
    files: dict[str, str | bytes] = {
        "a.txt": turns.format("К.Токаев", "В.Путин", body=BODY),
        "b.txt": turns.format("В.Путин", "К.Токаев", body=BODY),
    }
    question = "Трубопровод проложен через степь за два года"
    told = ask(files, question).found
    assert {(quote.speaker, *sources(quote)) for quote in told[:2]} == {("К.Токаев", "a"), ("В.Путин", "b")}
    assert all(highlighted(quote) == [f"{question}."] for quote in told[:2])
    # Where nobody is named, it may be either.
    told = ask({"a.txt": files["a.txt"], "b.txt": page("14 марта 2024", "b")}, question).found
    assert (told[0].speaker, *sources(told[0])) == (None, "b", "a")


def test_many_copies_leave_room_for_other_stories(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    """Without looking further down, all candidates would be of one story."""
    copies: dict[str, str | bytes] = {
        f"copy{number}.txt": page("14 марта 2024", f"copy{number}", f"{BODY} Заметка {number}.")
        for number in range(250)
    }
    retriever = Engine(write_sources({**OTHERS, **copies}), tmp_path / "data", encoder=tiny).retriever
    (query,) = retriever.queries([QUESTION])
    ranking = retriever.rank(query)
    passages = [retriever.generation.passages[number].document for number in ranking.comparison.passages]
    assert {"snow", "trade", "bridge"} <= set(passages)
    assert len(retriever.answer_from(ranking, 1).found[0].also) == 249


SENTENCES = [
    "Экспорт газа вырос на треть.",
    "Трубопровод проложен через степь.",
    "Министр Ахметов рад успеху.",
    "Мост через реку закроют на ремонт.",
    "Торговля с соседями выросла на 7 процентов.",
    "Снег выпал в горах.",
]
DOCUMENTS = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), min_size=2, max_size=5)
QUESTIONS = st.sampled_from(
    [*SENTENCES, "Вырос ли экспорт газа?", "Что закроют на ремонт?", "снег, газ и мост"]
)


@given(DOCUMENTS, QUESTIONS, st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_a_copy_of_any_document_lowers_no_confidence_and_changes_no_first_quote(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]], question: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(f"Заметка {number}\n\n{' '.join(text)}\n", "utf-8")
    before = Engine(folder, folder / ".before", encoder=TinyEncoder()).ask(question, 10)
    copied = data.draw(st.lists(st.integers(0, len(texts) - 1), min_size=1, max_size=4))
    for number, original in enumerate(copied):
        content = (folder / f"{original}.txt").read_bytes()
        (folder / f"{data.draw(st.sampled_from('0z'))}copy{number}.txt").write_bytes(content)
    after = Engine(folder, folder / ".after", encoder=TinyEncoder()).ask(question, 10)
    assert after.confidence >= before.confidence - 1e-4
    assert after.answered == before.answered
    assert after.found[0].text == before.found[0].text
