"""Near misses by rule."""

import dataclasses
from pathlib import Path

import pytest

from retrieval import Engine
from retrieval.evaluation.dataset import EvaluationQuestion, Gold
from retrieval.evaluation.near_misses import near_misses
from retrieval.evaluation.question_file import QuestionFile
from retrieval.language.words import words
from retrieval.sources.folder import SourceFolder
from tests.conftest import WriteSources
from tests.tiny_encoder import TinyEncoder

SOURCES: dict[str, str | bytes] = {
    "a.txt": "О дорогах\n\nВ 2023 году в Москве построили мост за 12 миллионов. Рады все.\n",
    "b.txt": "О школах\n\nВ 2022 году в Астане открыли школу на 300 мест. Рады все.\n",
    "c.txt": "Roads\n\nIn Taraz a bridge was built in May. People are glad.\n",
}


def question(id_: str, text: str, language: str, document: str, quote: str) -> EvaluationQuestion:
    return EvaluationQuestion(id_, text, language, gold=(Gold(document, quote),))


QUESTIONS = [
    question("1", "Сколько стоит мост в Москве, построенный в 2023 году?", "ru", "a.txt", "построили мост"),
    question("2", "Сколько мест в школе в Астане и есть ли там спортзал?", "ru", "b.txt", "открыли школу"),
    question("3", "When was the bridge in Taraz built?", "en", "c.txt", "a bridge was built"),
    question("4", "When was the school in Aktau opened?", "en", "c.txt", "People are glad"),
    EvaluationQuestion("5", "Сколько коз в Шымкенте?", "ru"),
]


@pytest.fixture
def made(write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder) -> list[EvaluationQuestion]:
    folder = write_sources(SOURCES)
    dataset = QuestionFile(tmp_path / "none.jsonl", SourceFolder(folder))
    generation = Engine(folder, tmp_path / "data", encoder=tiny).generation
    return near_misses(dataset, QUESTIONS, generation)


def test_one_thing_is_swapped_for_another_of_its_kind(made: list[EvaluationQuestion]) -> None:
    texts = {each.id: each.text for each in made}
    assert texts["1~swapped_name"] == "Сколько стоит мост в Астане, построенный в 2023 году?"
    assert texts["3~swapped_name"] == "When was the bridge in Aktau built?"
    assert texts["3~swapped_thing"] == "When was the school in Taraz built?"
    originals = {each.id: each for each in QUESTIONS}
    for each in made:
        original = originals[each.id.partition("~")[0]]
        before, after = words(original.text), words(each.text)
        assert sum(one != other for one, other in zip(before, after, strict=True)) == 1
        assert not each.is_answerable
        assert (each.kind, each.language, each.split) == (
            each.id.partition("~")[2],
            original.language,
            original.split,
        )


def test_what_the_answering_passage_holds_is_not_swapped_in(made: list[EvaluationQuestion]) -> None:
    (year,) = [each.text for each in made if each.kind == "swapped_year"]
    assert "2023" not in year
    assert [each.id for each in made if each.id.startswith("5")] == []


def test_the_same_questions_give_the_same_near_misses(
    made: list[EvaluationQuestion], write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    folder = write_sources(SOURCES)
    dataset = QuestionFile(tmp_path / "none.jsonl", SourceFolder(folder))
    generation = Engine(folder, tmp_path / "other", encoder=tiny).generation
    assert near_misses(dataset, QUESTIONS, generation) == made
    fewer = [dataclasses.replace(each, gold=()) for each in QUESTIONS]
    assert near_misses(dataset, fewer, generation) == []
