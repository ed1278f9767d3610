"""Questions read after others, by hand; and all questions of the test sets, which are whole."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.conversation import AboutQuote, ReadingKind, Turn, leans, read_in_context
from retrieval.documents import Document, Paragraph, Quote

TESTSET = Path(__file__).parents[1] / "testset"

LEANING = """
А сколько он стоит?|а когда это было?|А в прошлом году было больше?|подробнее|Почему?|А в Казахстане?|А в 2022 году?
а где это?|А кто это сказал?|Кто он?|А почему?|и что дальше?|А Токаев?|а цена билета?|что нового?
ал ол қанша тұрады?|Ал 2023 жылы ше?|ал бұл қай жерде?|толығырақ|Неге?|Мұны кім айтты?|ол кім?|Ал Астанада ше?
Ал былтыр одан көп болды ма?|ал ол қашан болды?|не жаңалық бар?|былтыр ше?|ол неше жаста?|ал неге?|олар кім?
And how much does it cost?|who said that?|and last year?|What about Kazakhstan?|more details please|Was it more the year before?
and where is it?|tell me more|Why?|And in 2022?|who is he?|when was that?|What about them?|and then?|is it true?
""".replace("\n", "|").strip("|").split("|")  # fmt: skip


@pytest.mark.parametrize("question", LEANING)
def test_alone_it_says_nothing(question: str) -> None:
    assert leans(question)
    assert read_in_context(question, None).kind is ReadingKind.UNCLEAR


@pytest.mark.parametrize(
    ("before", "question", "read", "kind"),
    [
        ("Сколько ДТП было в Алматы в 2022 году?", "А в 2023?", "Сколько ДТП было в Алматы в 2023 году?", "exchanged"),
        ("Сколько ДТП было в Алматы в 2022 году?", "а в прошлом году?", "Сколько ДТП было в Алматы в 2021 году?", "exchanged"),
        ("Сколько ДТП было в Алматы в 2022 году?", "А в Астане?", "Сколько ДТП было в Астане в 2022 году?", "exchanged"),
        ("Сколько аварий в Костанайской области?", "А в области Абай?", "Сколько аварий в области Абай?", "exchanged"),
        ("Что Токаев сказал о газе?", "А Путин?", "Что Путин сказал о газе?", "exchanged"),
        ("Сколько Россия платит за аренду Байконура?", "А когда его построили?", "когда построили Россия аренду Байконура?", "carried"),
        ("Сколько стоит социальный хлеб?", "Почему он подорожал?", "Почему подорожал социальный хлеб?", "carried"),
        ("2022 жылы Алматыда қанша өрт болды?", "ал 2023 жылы ше?", "2023 жылы Алматыда қанша өрт болды?", "exchanged"),
        ("2022 жылы Алматыда қанша өрт болды?", "Ал Астанада ше?", "2022 жылы Астанада қанша өрт болды?", "exchanged"),
        ("Ресей Қазақстанның саудасында нешінші орында?", "ал Қытай ше?", "Қытай Қазақстанның саудасында нешінші орында?", "exchanged"),
        ("2022 жылы Алматыда канша орт болды?", "ал Астанада ше?", "2022 жылы Астанада канша орт болды?", "exchanged"),
        ("Арал зауытының жобасы қандай?", "Оны кім басқарады?", "кім басқарады Арал зауытының жобасы?", "carried"),
        ("How many fires were there in Almaty in 2022?", "And in 2023?", "How many fires were there in Almaty in 2023?", "exchanged"),
        ("How many fires were there in Almaty in 2022?", "what about Astana?", "How many fires were there in Astana in 2022?", "exchanged"),
        ("How many fires were there in Almaty in 2022?", "and last year?", "How many fires were there in Almaty in 2021?", "exchanged"),
        ("What did the Tegirmen station cost?", "Who is in charge of it?", "Who is in charge of Tegirmen station?", "carried"),
        ("Почему?", "А когда?", "А когда?", "unclear"),
    ],
)  # fmt: skip
def test_a_question_is_read_with_the_one_before(before: str, question: str, read: str, kind: str) -> None:
    reading = read_in_context(question, Turn(before))
    assert (reading.question, reading.kind) == (read, kind)
    assert not leans(reading.question) or kind == "unclear"


def test_a_reading_says_what_was_carried_over() -> None:
    reading = read_in_context("А сколько он стоит?", Turn("Когда построили космодром Байконур?"))
    assert reading.shown == "А сколько он стоит? + космодром Байконур"
    assert reading.is_changed


def test_the_part_of_a_quote_that_was_selected_is_what_is_asked_about() -> None:
    turn = Turn("Что говорилось о вузах?", selected="президент открыл завод «Тараз Айна»")
    assert read_in_context("Когда это было построено?", turn).question == (
        "Когда было построено президент завод Тараз Айна?"
    )


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Кто это сказал?", AboutQuote.SPEAKER),
        ("а чьи это слова?", AboutQuote.SPEAKER),
        ("Мұны кім айтты?", AboutQuote.SPEAKER),
        ("Бұл туралы кім айтты?", AboutQuote.SPEAKER),
        ("муны ким айтты", AboutQuote.SPEAKER),
        ("who said that?", AboutQuote.SPEAKER),
        ("Когда это было?", AboutQuote.DATE),
        ("бұл қашан айтылды?", AboutQuote.DATE),
        ("and when was that?", AboutQuote.DATE),
        ("где об этом написано?", AboutQuote.PLACE),
        ("бұл қайда жазылған?", AboutQuote.PLACE),
        ("what is the source?", AboutQuote.PLACE),
        ("подробнее", AboutQuote.MORE),
        ("и что дальше?", AboutQuote.MORE),
        ("толығырақ", AboutQuote.MORE),
        ("tell me more", AboutQuote.MORE),
        ("Что ещё он сказал?", AboutQuote.MORE_SAID),
        ("Ол тағы не айтты?", AboutQuote.MORE_SAID),
        ("What else did he say?", AboutQuote.MORE_SAID),
    ],
)
def test_what_is_asked_about_the_quote_is_not_searched_for(question: str, about: AboutQuote) -> None:
    shown = read_in_context(question, Turn("Кто такой Токаев?", quote(0, 3)))
    assert (shown.kind, shown.about_quote) == (ReadingKind.ABOUT_QUOTE, about)
    assert read_in_context(question, None).kind is ReadingKind.UNCLEAR


def questions() -> Iterator[tuple[str, str]]:
    for path in sorted(TESTSET.glob("**/*.jsonl")):
        if path.name in ("questions.jsonl", "pairs.jsonl"):
            for line in path.read_text("utf-8").splitlines():
                yield json.loads(line)["question"], json.loads(line)["kind"]


def test_questions_that_are_whole_are_never_changed() -> None:
    """One after another, 551 questions: the only one that is taken for a follow-up speaks of "they"."""
    previous, changed = "Кто председательствует в СНГ в 2022 году?", []
    for question, kind in questions():
        reading = read_in_context(question, Turn(previous))
        if reading.kind is not ReadingKind.WHOLE and kind not in ("no_question", "off_topic"):
            changed.append(question)
        previous = question
    assert changed == ["а на каком космодроме они собираются дальше работать вместе?"]


def test_no_whole_question_is_refused_alone() -> None:
    refused = [
        question
        for question, kind in questions()
        if leans(question) and kind not in ("no_question", "off_topic")
    ]
    assert refused == []


def test_each_dialogue_is_read_or_whole() -> None:
    rows = [json.loads(line) for line in (TESTSET / "dialogues.jsonl").read_text("utf-8").splitlines()]
    kinds = {row["id"]: read_in_context(row["then"], Turn(row["first"], quote(0, 3))).kind for row in rows}
    about = {row["id"] for row in rows if row["kind"] in ("about_quote", "more")}
    assert {id_ for id_, kind in kinds.items() if kind is ReadingKind.ABOUT_QUOTE} == about
    assert ReadingKind.UNCLEAR not in kinds.values()
    assert sum(kind is ReadingKind.WHOLE for kind in kinds.values()) <= 8


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_typed_is_read(before: str, question: str) -> None:
    reading = read_in_context(question, Turn(before))
    assert reading.is_changed or reading.question == question


TEXT = "Раз. Два. Три."


def quote(start: int, end: int) -> Quote:
    document = Document("a", "c/a.txt", TEXT, (Paragraph(0, len(TEXT)),))
    return Quote(document, 0, len(TEXT), TEXT, ((start, end),), None, 1.0)


def test_a_follow_up_knows_what_it_says_itself_and_after_what() -> None:
    shown = quote(0, 4)
    carried = read_in_context("А кто его построил?", Turn("Когда запустили космодром Байконур?", shown))
    assert (carried.own, carried.asked, carried.after) == ("кто построил?", ("построил",), shown)
    exchanged = read_in_context("what about Naryn region?", Turn("How many fires were in Osh region?", shown))
    assert (exchanged.own, exchanged.asked, exchanged.after) == ("Naryn region?", ("Naryn",), shown)
