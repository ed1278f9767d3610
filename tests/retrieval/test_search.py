"""Ranking and abstention on hand-made corpora, with the tiny encoder."""

from pathlib import Path

import pytest

from retrieval import Engine
from retrieval.errors import ProofError, QuestionError, QuestionFault
from retrieval.ranking.calibration import SHIPPED, read_calibration
from retrieval.ranking.question import checked_question
from retrieval.ranking.retriever import Retriever
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

ARTICLES: dict[str, str | bytes] = {
    "gas.txt": "О газе\n\nЭкспорт газа вырос на треть. Трубопровод проложен через степь.\n",
    "oil.txt": "О нефти\n\nДобыча нефти снизилась летом. Танкеры ушли из порта.\n",
    "space.txt": "О космосе\n\nРакета стартовала с Байконура. Спутник вышел на орбиту.\n",
}


@pytest.fixture
def small(write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder) -> Retriever:
    engine = Engine(write_sources(ARTICLES), tmp_path / "data", encoder=tiny)
    return engine.retriever_with(read_calibration(SHIPPED))


def test_the_passage_with_the_words_comes_first_and_its_sentence_is_set_off(small: Retriever) -> None:
    answer = small.answer("спутник вышел на орбиту")
    assert answer.answered
    quote = answer.quotes[0]
    assert quote.document.id == "space"
    (start, end) = quote.highlight[0]
    assert quote.document.text[start:end] == "Спутник вышел на орбиту."


def test_a_greeting_finds_no_answer_but_what_is_nearest(small: Retriever) -> None:
    answer = small.answer("привет", top=2)
    assert (answer.answered, answer.confidence, answer.quotes, len(answer.nearest)) == (False, 0.0, (), 2)


def test_top_limits_the_quotes_and_scores_fall(small: Retriever) -> None:
    answer = small.answer("Байконур", top=50)
    scores = [quote.score for quote in answer.quotes or answer.nearest]
    assert scores == sorted(scores, reverse=True)
    assert len(small.answer("Байконур", top=1).quotes or answer.nearest[:1]) == 1


def test_a_changed_document_is_never_quoted(small: Retriever, monkeypatch: pytest.MonkeyPatch) -> None:
    document = small.generation.documents["space"]
    cut = type(document)(document.id, document.path, document.text[:20], ())
    monkeypatch.setattr(small.generation.documents, "_parsed", lambda *_: cut)
    with pytest.raises(ProofError):
        small.answer("спутник вышел на орбиту")


def test_a_corpus_of_one_sentence_answers(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    engine = Engine(write_sources({"a.txt": "Ракета стартовала."}), tmp_path / "data", encoder=tiny)
    answer = engine.ask("ракета стартовала")
    (quote,) = answer.quotes or answer.nearest
    assert quote.text == "Ракета стартовала."
    assert quote.highlight == ((0, 18),)


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        ("", QuestionFault.EMPTY),
        (" \n\t\u00a0\0", QuestionFault.EMPTY),
        ("?!", QuestionFault.NO_WORDS),
        ("😀🇰🇿👩‍👩‍👧", QuestionFault.NO_WORDS),
        ("а" * 1001, QuestionFault.TOO_LONG),
        ("слово " * 20_000, QuestionFault.TOO_LONG),
        ("да \ud83d нет", QuestionFault.NOT_TEXT),
    ],
)
def test_what_cannot_be_asked_says_why(question: str, fault: QuestionFault) -> None:
    with pytest.raises(QuestionError) as caught:
        checked_question(question)
    assert caught.value.fault is fault


@pytest.mark.parametrize("question", ["а" * 1000, "5", "😀 да", "\u202eda"])
def test_what_can_be_asked_passes(question: str) -> None:
    assert checked_question(f"  {question}\n") == question
