"""Questions over the real seeds with the bundled model: what the product promises."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval import LANGUAGES
from retrieval.errors import QuestionError
from retrieval.ranking.retriever import Retriever
from retrieval.sources.corpus import Corpus


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
