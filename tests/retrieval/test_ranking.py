"""Ranking and its evidence on small corpora, with the tiny encoder."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval import Engine
from retrieval.documents import Passage
from retrieval.errors import StoreError
from retrieval.index.joined import JoinedVectors
from retrieval.index.parts.lexicon import share_named
from retrieval.index.segment_finder import SegmentFinder
from retrieval.ranking.comparison import token_weights
from retrieval.ranking.evidence import evidence
from retrieval.ranking.features import FEATURES
from retrieval.ranking.ranker import Ranking
from retrieval.ranking.retriever import Retriever
from retrieval.ranking.weights import Weights
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

SOURCES: dict[str, str | bytes] = {
    "old.txt": "Торговля тогда\n\n19 августа 2022\n\nВ прошлом году торговля выросла. Рады все.\n",
    "new.txt": "Торговля сейчас\n\n27 ноября 2024\n\nВ 2023 году торговля выросла. Рады все.\n",
    "gas.txt": "О газе\n\nЭкспорт газа вырос на треть. Трубопровод проложен через степь.\n",
}

Over = Callable[[dict[str, str | bytes]], Retriever]


@pytest.fixture
def over(write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder) -> Over:
    def retriever(files: dict[str, str | bytes]) -> Retriever:
        return Engine(write_sources(files), tmp_path / "data", encoder=tiny).retriever

    return retriever


def ranked(retriever: Retriever, question: str, weights: Weights | None = None) -> Ranking:
    (query,) = retriever.queries([question])
    return retriever.rank(query, weights) if weights else retriever.rank(query)


def first(retriever: Retriever, ranking: Ranking) -> str:
    passage: Passage = retriever.generation.passages[int(ranking.passages[0])]
    return passage.document


def test_a_year_is_found_where_words_mean_it(over: Over) -> None:
    retriever = over(SOURCES)
    for question, document in [
        ("Как выросла торговля в 2021 году?", "old"),
        ("Как выросла торговля в 2023 году?", "new"),
        ("2021 жылы торговля выросла", "old"),
        ("торговля выросла in 2023", "new"),
    ]:
        assert first(retriever, ranked(retriever, question)) == document


def test_passages_on_other_years_lose_a_tenth(over: Over) -> None:
    retriever = over(SOURCES)
    question = "торговля 2021"
    with_years, without = (
        ranked(retriever, question),
        ranked(retriever, question, Weights(without=frozenset({"other_years"}))),
    )
    documents = [retriever.generation.passages[number].document for number in with_years.passages]
    lost = dict(zip(without.passages.tolist(), without.scores, strict=True))
    change = {
        retriever.generation.passages[number].start and documents[place]: round(
            float(lost[number] - with_years.scores[place]), 6
        )
        for place, number in enumerate(with_years.passages.tolist())
    }
    # The body of "old" means 2021, that of "new" names 2023; nobody knows of when "gas" is.
    assert (change["old"], change["new"], change["gas"]) == (0, 0.1, 0)


def test_the_title_tells_what_a_passage_is_about(over: Over) -> None:
    retriever = over(
        {
            "a.txt": "Встреча в Сочи\n\nПервое дело решено. Второе дело тоже.\n",
            "b.txt": "Встреча в Астане\n\nПервое дело решено. Второе дело тоже.\n",
        }
    )
    for place, document in (("Сочи", "a"), ("Астане", "b")):
        ranking = ranked(retriever, f"{place}: первое дело решено")
        numbers = [n for n in ranking.passages if retriever.generation.passages[n].start > 0]
        assert retriever.generation.passages[numbers[0]].document == document


def test_a_passage_is_found_by_the_month_of_its_publication(over: Over) -> None:
    same = "Астана\n\n{} 2022\n\nПрезиденты встретились в столице. Они говорили о газе.\n"
    retriever = over(
        {"a.txt": same.format("19 августа"), "b.txt": same.format("14 марта"), "c.txt": "Встреча.\n"}
    )
    for question, document in (
        ("Где встретились президенты в августе?", "a"),
        ("Где встретились президенты в марте?", "b"),
        ("Where did президенты meet in March?", "b"),
    ):
        assert first(retriever, ranked(retriever, question)) == document


@pytest.mark.parametrize("question", ["торговля 2021 выросла", "газ через степь", "рады все в 2024"])
def test_a_score_is_the_sum_of_its_parts(over: Over, question: str) -> None:
    retriever = over(SOURCES)
    generation = retriever.generation
    ranking = ranked(retriever, question)
    query, terms = ranking.query, ranking.terms
    coverage = generation.lexicon.coverage(terms, ranking.passages)
    by_token, sentences = generation.tokens.matches(query.tokens, ranking.passages)
    telling = token_weights(sentences.by_passage(by_token))
    named, _ = generation.lexicon.sentences_naming(terms, ranking.passages)
    window_coverage = sentences.by_passage(share_named(terms, sentences.windows(named)))
    late = sentences.by_passage(telling @ sentences.windows(by_token))
    for place, number in enumerate(ranking.passages):
        passage = generation.passages[int(number)]
        published = generation.documents[passage.document].published
        spoken = passage.years | ({published.year} if published else set())
        other = 0.0 if not query.years or not spoken or query.years & spoken else 1 if passage.years else 0.5
        parts = (
            0.75 * ranking.features["similarity"][place]
            + 0.25 * coverage[place]
            + 0.15 * window_coverage[place]
        )
        assert ranking.scores[place] == pytest.approx(parts + late[place] - 0.1 * other, abs=1e-5)
    for group in (ranking.scores[: ranking.fitting], ranking.scores[ranking.fitting :]):
        assert group.tolist() == sorted(group, reverse=True)


def test_a_sentence_names_the_year_that_it_means(over: Over) -> None:
    retriever = over(SOURCES)
    (number,) = [n for n, p in enumerate(retriever.generation.passages) if 2021 in p.years]
    lexicon = retriever.generation.lexicon
    named, _ = lexicon.sentences_naming(lexicon.terms([(("2021",),)]), np.array([number]))
    assert named.tolist() == [[1, 0]]


def test_what_names_the_question_is_a_candidate_however_far(
    over: Over, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.ranking.ranker._NEAREST", 1)
    retriever = over(SOURCES)
    ranking = ranked(retriever, "выросла", Weights(without=frozenset({"similarity"})))
    documents = {retriever.generation.passages[int(number)].document for number in ranking.passages}
    assert {"old", "new"} <= documents


def test_evidence_by_hand(over: Over) -> None:
    retriever = over(SOURCES)
    ranking = ranked(retriever, "Трубопроводом Алматы")
    found = evidence(retriever.generation, ranking)
    assert found is not None
    # The first passage has another form of the one word, which the tiny encoder does not see; «Алматы», a
    # name, is nowhere.
    assert first(retriever, ranking) == "gas"
    pipeline, almaty = (term.weight**0.5 for term in ranking.terms)
    assert pipeline != pytest.approx(almaty)
    comparison = ranking.comparison.only(int(ranking.passages[0]))
    assert comparison is not None
    matches = comparison.matches.max(axis=1)
    assert matches[0] < 0.8
    assert found.absence == 1
    expected = (0.8 * pipeline + almaty * float(matches[1])) / (pipeline + almaty)
    assert found.presence == pytest.approx(expected, abs=1e-5)
    assert found.things_named == pytest.approx(pipeline / (pipeline + almaty), abs=1e-5)
    assert found.margin == pytest.approx(ranking.scores[0] - ranking.scores[2])
    similar = sorted(ranking.features["similarity"], reverse=True)
    assert found.lead == pytest.approx(similar[0] - similar[2])
    assert found.things_asked == 2 / 8
    assert (found.number_absent, found.other_year, found.is_translated) == (0, 0, False)


@pytest.mark.parametrize(
    ("question", "name_absent"),
    [
        ("Растёт ли экспорт газа в Казахстане?", 0),
        ("Растёт ли экспорт газа в Китае?", 1),
        ("Does экспорт газа grow in Kazakhstan?", 0),
        ("Does экспорт газа grow in Uzbekistan?", 1),
        ("Өзбекстанда экспорт газа", 0),  # the first word may be written so without being a name
    ],
)
def test_a_name_that_is_in_no_language_there_is_seen(over: Over, question: str, name_absent: float) -> None:
    retriever = over({"a.txt": "О газе\n\nЭкспорт газа из Казахстана вырос на треть. Рады все.\n"})
    found = evidence(retriever.generation, ranked(retriever, question))
    assert found is not None
    assert found.name_absent == name_absent


@pytest.mark.parametrize(
    ("question", "number_absent", "other_year"),
    [
        ("Выросла ли торговля в 2023 году?", 0, 0),
        ("Выросла ли торговля в 2021 году?", 0, 0),  # «в прошлом году», seen from 2022
        ("Выросла ли торговля в 1999 году?", 1, 1),
        ("Экспорт газа в 1999 году", 1, 0),  # no year is named there
        ("Экспорт газа на 15 %", 1, 0),
    ],
)
def test_a_number_or_a_year_that_is_not_there_is_seen(
    over: Over, question: str, number_absent: float, other_year: float
) -> None:
    retriever = over(SOURCES)
    found = evidence(retriever.generation, ranked(retriever, question))
    assert found is not None
    assert (found.number_absent, found.other_year) == (number_absent, other_year)


@pytest.mark.parametrize(
    "question",
    [
        "привет",
        "А сколько он стоит?",
        "подробнее",
        "а где это?",
        "who said that?",
        "and where is it?",
        "мұны кім айтты?",
    ],
)
def test_a_question_that_names_no_thing_has_no_evidence(over: Over, question: str) -> None:
    retriever = over(SOURCES)
    assert evidence(retriever.generation, ranked(retriever, question)) is None
    assert retriever.answer(question).confidence == 0


def test_a_passage_in_another_language_is_known_as_such(over: Over) -> None:
    retriever = over(SOURCES)
    found = evidence(retriever.generation, ranked(retriever, "the pipeline экспорт газа"))
    assert found is not None
    assert found.is_translated


def test_token_weights_by_hand() -> None:
    matches = np.array([[0.9, 0.9, 0.9], [0.9, 0.3, 0.3], [0.2, 0.8, 0.2]], np.float32)
    # best less mean: 0, 0.4 and 0.4
    assert token_weights(matches) == pytest.approx(np.array([0, 0.5, 0.5]), abs=1e-6)
    assert token_weights(matches[:, :1]) == pytest.approx(np.full(3, 1 / 3))


def test_weights_of_zero_leave_similarity_alone(over: Over) -> None:
    others = frozenset(feature.name for feature in FEATURES) - {"similarity"}
    ranking = ranked(over(SOURCES), "экспорт газа", Weights(without=others))
    assert ranking.scores == pytest.approx(0.75 * ranking.features["similarity"])


@pytest.mark.parametrize("question", ["Как выросла торговля в 2021 году?", "Экспорт газа"])
def test_vectors_that_are_searched_meanwhile_are_ranked_alike(
    over: Over, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    retriever = over(SOURCES)
    in_turn = ranked(retriever, question)
    threads: list[int] = []
    search = JoinedVectors.search

    def searched(*arguments: Any) -> Any:
        threads.append(threading.get_ident())
        return search(*arguments)

    monkeypatch.setattr(JoinedVectors, "search", searched)
    monkeypatch.setattr(SegmentFinder, "waits", True)
    aside = ranked(retriever, question)
    assert threads
    assert threading.get_ident() not in threads
    assert (aside.passages.tolist(), aside.scores.tolist()) == (
        in_turn.passages.tolist(),
        in_turn.scores.tolist(),
    )


def test_what_fails_meanwhile_fails_the_question(over: Over, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise StoreError("http://store", "it is down")

    retriever = over(SOURCES)
    monkeypatch.setattr(SegmentFinder, "nearest", fail)
    monkeypatch.setattr(SegmentFinder, "waits", True)
    with pytest.raises(StoreError, match="it is down"):
        ranked(retriever, "Экспорт газа")
