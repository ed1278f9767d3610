"""Questions over the real seeds with the bundled model: what the product promises."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval import LANGUAGES, Engine
from retrieval.encoding.encoder import Encoder
from retrieval.errors import QuestionError
from retrieval.ranking.retriever import Retriever
from retrieval.sources.corpus import Corpus
from tests.conftest import SEEDS


@pytest.mark.parametrize(
    ("question", "language", "document", "words"),
    [
        ("Что говорилось о филиалах вузов в Казахстане?", "ru", "002", "филиалов высших учебных заведений"),
        ("What did Putin say about genetics and medicine?", "en", "002", "генетика, медицина"),
        ("Ресей Қазақстанның сауда серіктестері арасында нешінші орында?", "kk", "003", "на первом месте"),
        ("Кто председательствует в СНГ?", "ru", "003", "Казахстан председательствует в СНГ"),
        ("How many Russian companies operate in Kazakhstan?", "en", "004", "23 тыс. российских компаний"),
        ("2023 жылы ресейлік компаниялар Қазақстанға қанша инвестиция салды?", "kk", "004", "более 3 млрд"),
    ],
)
def test_the_first_quote_answers_and_sets_the_answer_off(
    retriever: Retriever, question: str, language: str, document: str, words: str
) -> None:
    answer = retriever.answer(question)
    assert answer.answered
    assert answer.language == language
    quote = answer.quotes[0]
    assert quote.document.id == document
    assert words in quote.text.replace("\xa0", " ")
    (start, end) = quote.highlight[0]
    assert words in quote.document.text[start:end].replace("\xa0", " ")


def test_the_speaker_of_a_turn_is_named(retriever: Retriever) -> None:
    assert retriever.answer("Кто председательствует в СНГ?").quotes[0].speaker == "К.-Ж.Токаев"


@pytest.mark.parametrize(
    "question",
    [
        "привет",
        "Who is the president of France?",
        "Какая столица Австралии?",
        "рецепт борща",
        "Әлем чемпионатын кім жеңді?",
        "How do I install Python?",
        "сәлем",
    ],
)
def test_what_the_corpus_does_not_hold_finds_no_answer(retriever: Retriever, question: str) -> None:
    answer = retriever.answer(question)
    assert not answer.answered
    assert answer.nearest


WORDS = st.sampled_from(
    "Казахстан Россия уран сколько when Tokayev қанша 2024 18,3 ОДКБ & < 😀 𝔸 привет".split()
)


@given(st.one_of(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), st.text(min_size=1, max_size=40)))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_quote_of_every_answer_stands_in_its_file(
    retriever: Retriever, seeds: Corpus, question: str
) -> None:
    try:
        answer = retriever.answer(question, top=5)
    except QuestionError:
        return
    assert answer.language in list(LANGUAGES)
    assert 0 <= answer.confidence <= 1
    assert bool(answer.quotes) != bool(answer.nearest)
    files = {document.path: document.text for document in seeds.documents}
    for quote in (*answer.quotes, *answer.nearest):
        text = files[quote.document.path]
        assert text[quote.start : quote.end] == quote.text
        for start, end in quote.highlight:
            assert quote.start <= start < end <= quote.end


def test_reprints_are_named_and_make_no_answer_less_sure(
    tmp_path: Path, encoder: Encoder, retriever: Retriever, seeds: Corpus
) -> None:
    """Three reprints of one of the seeds, under other titles and on later days."""
    folder = tmp_path / "corpus"
    shutil.copytree(SEEDS, folder)
    (original,) = (document for document in seeds.documents if document.id == "003")
    title = original.title
    assert title is not None
    for number, heading in enumerate(["Встреча президентов", "Переговоры в Сочи", "Главы государств"]):
        text = original.text.replace(title.value, heading).replace("2022-08-19", f"2022-08-2{number}")
        text = text.replace("kremlin.ru", f"reprints{number}.example")
        (folder / f"z{number}.txt").write_text(text, "utf-8")
    engine = Engine(folder, tmp_path / "data", encoder=encoder)
    for question in [
        "Кто председательствует в СНГ?",
        "Ресей Қазақстанның сауда серіктестері арасында нешінші орында?",
        "What place does Russia have among the trade partners of Kazakhstan?",
    ]:
        before, after = retriever.answer(question), engine.ask(question)
        first = after.quotes[0]
        assert first.text == before.quotes[0].text
        assert [first.document.id, *(other.document.id for other in first.also)] == ["003", "z0", "z1", "z2"]
        # The titles are four texts now, where there was one.
        assert after.confidence >= before.confidence - 0.005
