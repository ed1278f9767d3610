"""Every measure against a table worked out by hand."""

from math import log2

import numpy as np
import pytest

from retrieval.evaluation.measures import (
    auroc,
    calibration_error,
    estimate,
    per_question,
    risk_coverage,
)

# Question a: relevant at places 2 and 4 of 5, a third relevant item is not found.
# b: relevant first. c: found nothing. d: relevant only at place 11. e: nothing is relevant at all.
RANKINGS = {
    "a": ["x", "r1", "y", "r2", "z"],
    "b": ["r1", "x"],
    "d": [f"x{place}" for place in range(10)] + ["r1"],
    "e": ["x"],
}
RELEVANT = {
    "a": frozenset({"r1", "r2", "r3"}),
    "b": frozenset({"r1"}),
    "c": frozenset({"r1"}),
    "d": frozenset({"r1"}),
    "e": frozenset[str](),
}
IDEAL_A = 1 / log2(2) + 1 / log2(3) + 1 / log2(4)
TABLE = {
    #     nDCG@10                                S@1 S@3 S@10 RR@10 R@100
    "a": [(1 / log2(3) + 1 / log2(5)) / IDEAL_A, 0, 1, 1, 1 / 2, 2 / 3],
    "b": [1, 1, 1, 1, 1, 1],
    "c": [0, 0, 0, 0, 0, 0],
    "d": [0, 0, 0, 0, 0, 1],
}
NAMES = ["nDCG@10", "Success@1", "Success@3", "Success@10", "RR@10", "R@100"]


def test_ranking_measures_by_hand() -> None:
    found = per_question(RANKINGS, RELEVANT)
    assert set(found) == set(TABLE)  # e has nothing to be found
    for question, expected in TABLE.items():
        assert [found[question][name] for name in NAMES] == pytest.approx(expected, abs=1e-9), question


def test_an_item_counts_once_at_its_first_place() -> None:
    found = per_question({"a": ["x", "r", "r"]}, {"a": frozenset({"r"})})
    assert found["a"]["nDCG@10"] == pytest.approx(1 / log2(3))


def test_no_questions_are_no_values() -> None:
    assert per_question({}, {}) == {}
    assert np.isnan(estimate([]).mean)


def test_an_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = [0.0, 1.0] * 50
    found = estimate(values)
    assert found == estimate(values)
    assert found.mean == 0.5
    # The standard error is 0.05: about 1.96 of them on each side.
    assert found.low == pytest.approx(0.4, abs=0.02)
    assert found.high == pytest.approx(0.6, abs=0.02)
    assert estimate([1.0] * 9).low == 1.0


def test_auroc_by_hand() -> None:
    # Of the four pairs of one answerable and one unanswerable question, three are in order, one ties.
    assert auroc([0.9, 0.5, 0.5, 0.1], [True, True, False, False]) == pytest.approx(3.5 / 4)
    assert auroc([0.9, 0.1], [True, True]) is None


def test_calibration_error_by_hand() -> None:
    # Bin 0.2-0.3: two questions say 0.25, none right; bin 0.9-1: two say 0.95 and 1.0, one right.
    error = calibration_error([0.25, 0.25, 0.95, 1.0], [False, False, True, False])
    assert error == pytest.approx(0.5 * 0.25 + 0.5 * abs(0.975 - 0.5))


def test_risk_and_coverage_by_hand() -> None:
    coverage, risk = risk_coverage([0.2, 0.9, 0.5], [True, True, False])
    assert coverage == pytest.approx([1 / 3, 2 / 3, 1])
    assert risk == pytest.approx([0, 1 / 2, 1 / 3])
