"""The project's own test sets keep their rules."""

import json
from collections import Counter
from typing import Any

import pytest

from bot.settings import PROJECT
from retrieval import LANGUAGES, open_dataset
from retrieval.sources.corpus import corpus_of
from retrieval.sources.folder import SourceFolder
from tests.conftest import SEEDS

TESTSET = PROJECT / "tests" / "testset"
NEWS = [TESTSET / f"news-{code}" for code in LANGUAGES]
SETS = [TESTSET / "questions.jsonl", TESTSET / "pairs.jsonl", *NEWS, TESTSET / "times"]
SWAPS = {"swapped_name", "swapped_year", "swapped_number", "missing_quantity", "superlative"}
MISSES = {*SWAPS, "near_miss", "off_topic", "no_question"}


def rows(name: str) -> list[dict[str, Any]]:
    path = TESTSET / name
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


PAIRED = [*rows("pairs.jsonl"), *(row for folder in NEWS for row in rows(f"{folder.name}/questions.jsonl"))]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem if path.suffix else path.name)
def test_each_set_opens_and_only_misses_have_no_answer(path: Any) -> None:
    for question in open_dataset(path, SEEDS).questions:
        assert question.is_answerable == (question.kind not in MISSES), question.id


def test_ids_are_unique_over_all_sets() -> None:
    ids = Counter(row["id"] for row in [*rows("questions.jsonl"), *PAIRED, *rows("times/questions.jsonl")])
    assert [id_ for id_, count in ids.items() if count > 1] == []


def test_questions_with_a_time_are_asked_on_one_day() -> None:
    counted = Counter((row["language"], row["asked"]) for row in rows("times/questions.jsonl"))
    assert counted == {(code, "2025-03-12"): 20 for code in LANGUAGES}


def test_a_near_miss_differs_from_a_true_question_of_its_language_and_half() -> None:
    by_id = {row["id"]: row for row in PAIRED}
    pairs = [(by_id[row["pair"]], row) for row in PAIRED if row["kind"] in SWAPS]
    assert len(pairs) >= 150
    for true, miss in pairs:
        assert true["gold"], miss["id"]
        assert (true["language"], true["split"]) == (miss["language"], miss["split"]), miss["id"]
        assert true["question"] != miss["question"]
    assert [row["id"] for row in PAIRED if row["kind"] not in SWAPS and row["pair"]] == []


def test_the_halves_hold_the_same_kinds() -> None:
    for part in ("language", "kind"):
        halves = {half: Counter(r[part] for r in PAIRED if r["split"] == half) for half in ("tune", "report")}
        assert halves["tune"].keys() == halves["report"].keys()
        for value in halves["tune"]:
            assert abs(halves["tune"][value] - halves["report"][value]) <= 8, value


@pytest.mark.parametrize("folder", NEWS, ids=lambda folder: folder.name)
def test_every_source_has_a_title_and_a_date(folder: Any) -> None:
    corpus = corpus_of(SourceFolder(folder / "sources").snapshot())
    assert corpus.skipped == ()
    assert len(corpus.documents) >= 13
    for document in corpus.documents:
        assert document.title, document.path
        assert document.published, document.path
