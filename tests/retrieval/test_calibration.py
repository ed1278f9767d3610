"""The confidence and its fitting."""

import dataclasses
import json
from math import exp
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoding.bundled import bundled_fingerprint
from retrieval.encoding.encoder import ModelId
from retrieval.errors import CalibrationError
from retrieval.evaluation.fitting import Case, fit
from retrieval.ranking.calibration import (
    CONSERVATIVE,
    SHIPPED,
    Calibration,
    dump,
    load_calibration,
    path_of,
    read_calibration,
)
from retrieval.ranking.evidence import Evidence

MODEL = ModelId("m", "auto")
BY_HAND = Calibration(model="m", presence=4, absence=-1, lead=2, margin=10, intercept=-3, answers_from=0.5)


def test_confidence_by_hand() -> None:
    # -3 + 4 * 0.5 - 1 * 0.5 + 2 * 0 + 10 * 0.1 = -0.5
    evidence = Evidence(presence=0.5, absence=0.5, lead=0, margin=0.1)
    assert BY_HAND.confidence(evidence) == pytest.approx(1 / (1 + exp(0.5)))


def test_the_shipped_calibration_says_where_it_comes_from() -> None:
    shipped = load_calibration(ModelId(bundled_fingerprint(), "float32"))
    assert shipped == read_calibration(SHIPPED)
    assert shipped.model == bundled_fingerprint()
    origin = shipped.provenance
    assert origin.questions > 1000
    assert all(len(digest) == 64 for digest in origin.datasets.values())
    assert origin.target.startswith("at most ")
    assert origin.figures["wrong_answer_rate"] <= 0.1
    nothing, everything = Evidence(0, 1, 0, 0), Evidence(1, 0, 1, 1)
    assert shipped.confidence(nothing) < shipped.answers_from < shipped.confidence(everything)


def test_a_model_without_one_gets_the_conservative_rule(tmp_path: Path) -> None:
    assert load_calibration(ModelId("hub:other@1", "auto"), tmp_path) is CONSERVATIVE
    assert CONSERVATIVE.answers_from > read_calibration(SHIPPED).answers_from


def test_the_owners_calibration_goes_first(tmp_path: Path) -> None:
    own = dataclasses.replace(BY_HAND, model="hub:org/x@1")
    path_of(ModelId("hub:org/x@1", "auto"), tmp_path).write_bytes(dump(own))
    assert load_calibration(ModelId("hub:org/x@1", "float32"), tmp_path) == own
    assert load_calibration(ModelId("hub:org/x@2", "auto"), tmp_path) is CONSERVATIVE


def test_a_damaged_calibration_is_one_sentence(tmp_path: Path) -> None:
    path = path_of(MODEL, tmp_path)
    path.write_text(json.dumps({"model": "m"}))
    with pytest.raises(CalibrationError, match=r"is not a calibration$"):
        load_calibration(MODEL, tmp_path)


def sample(count: int) -> list[Case]:
    """Right with probability 1 / (1 + exp(-(6 * presence - 3))), whatever the other evidence."""
    random = np.random.default_rng(5)
    *evidence, chance = random.random((5, count))
    right = chance < 1 / (1 + np.exp(-(6 * evidence[0] - 3)))
    return [
        Case("set", Evidence(p, a, d, m), is_answerable=bool(r or d > 0.5), is_right=bool(r))
        for p, a, d, m, r in zip(*evidence, right, strict=True)
    ]


def test_a_fit_finds_the_weights_that_made_the_data() -> None:
    fitted = fit(sample(6000), MODEL, {"set": "0" * 64}, target=0.2)
    assert fitted.model == "m"
    assert fitted.presence == pytest.approx(6, abs=0.5)
    assert (fitted.absence, fitted.lead, fitted.margin) == pytest.approx((0, 0, 0), abs=0.3)
    assert fitted.intercept == pytest.approx(-3, abs=0.4)
    figures = fitted.provenance.figures
    assert figures["wrong_answer_rate"] <= 0.2
    assert figures["calibration_error"] < 0.03
    stricter = fit(sample(6000), MODEL, {}, target=0.1)
    assert stricter.answers_from > fitted.answers_from
    assert stricter.provenance.figures["answer_rate"] < figures["answer_rate"]


def test_too_few_cases_are_refused() -> None:
    with pytest.raises(CalibrationError, match="Too few questions"):
        fit(sample(12), MODEL, {}, target=0.1)
