"""What the readers state of the project's own files, beside the right facts of each."""

import pytest

from bot.cli.reader_evaluation import READER_SET
from retrieval.evaluation import ReaderReport, measure_readers

LEAST = {
    "document": (1.0, 1.0),
    "title": (0.995, 0.95),
    "author": (0.995, 0.9),
    "published": (0.995, 0.95),
    "time": (0.995, 0.95),
    "updated": (0.95, 0.95),
    "publisher": (0.995, 0.8),
    "cites": (0.995, 0.5),
    "link": (0.995, 0.95),
    "speaker": (0.95, 0.95),
    "prose": (0.98, 1.0),
}
"""Precision and recall below which a change has broken something."""


@pytest.fixture(scope="module")
def report() -> ReaderReport:
    return measure_readers(READER_SET)


def test_the_set_has_its_size(report: ReaderReport) -> None:
    assert (report.files, report.documents) == (126, 183)


@pytest.mark.parametrize("fact", LEAST)
def test_facts_are_stated_as_the_files_do(report: ReaderReport, fact: str) -> None:
    precision, recall = LEAST[fact]
    wrong = [mismatch for mismatch in report.mismatches if mismatch.fact == fact]
    assert report.scores[fact].precision >= precision, wrong
    assert report.scores[fact].recall >= recall, wrong
