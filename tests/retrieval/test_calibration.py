"""The confidence and its fitting."""

import dataclasses
import json
from math import exp
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoding.carrier import bundled_fingerprint
from retrieval.encoding.encoder import ModelId
from retrieval.errors import CalibrationError
from retrieval.evaluation.fitting import Case, fit
from retrieval.ranking.calibration import (
    CONSERVATIVE,
    SHIPPED,
    Calibration,
    Logistic,
    dump,
    load_calibration,
    path_of,
    read_calibration,
)
from retrieval.ranking.evidence import Evidence

MODEL = ModelId("m", "auto")
SAME = Logistic({"presence": 4, "absence": -1, "lead": 2, "margin": 10}, intercept=-3)
TRANSLATED = Logistic({"presence": 2, "other_year": -5}, intercept=1)
BY_HAND = Calibration("m", same_language=SAME, translated=TRANSLATED, answers_from=0.5)


def some(**figures: float) -> Evidence:
    """Evidence with these figures; all others are 0."""
    names = [field.name for field in dataclasses.fields(Evidence)]
    return Evidence(**{**dict.fromkeys(names, 0), "is_translated": False, **figures})  # type: ignore[arg-type]


def test_confidence_by_hand() -> None:
    # -3 + 4 * 0.5 - 1 * 0.5 + 2 * 0 + 10 * 0.1 = -0.5
    evidence = some(presence=0.5, absence=0.5, margin=0.1, things_named=1)
    assert BY_HAND.confidence(evidence) == pytest.approx(1 / (1 + exp(0.5)))
    # 1 + 2 * 0.5 - 5 = -3
    translated = dataclasses.replace(evidence, other_year=1, is_translated=True)
    assert BY_HAND.confidence(translated) == pytest.approx(1 / (1 + exp(3)))
    assert BY_HAND.confidence(None) == 0


def test_the_shipped_calibration_says_where_it_comes_from() -> None:
    shipped = load_calibration(ModelId(bundled_fingerprint(), "float32"))
    assert shipped == read_calibration(SHIPPED)
    assert shipped.model == bundled_fingerprint()
    origin = shipped.provenance
    assert origin.questions > 1000
    assert all(len(digest) == 64 for digest in origin.datasets.values())
    assert origin.target.startswith("at most ")
    nothing = some(absence=1, number_absent=1, other_year=1)
    everything = some(presence=1, lead=0.5, margin=0.5, things_named=1, window=1)
    for is_translated in (False, True):
        little, much = (
            dataclasses.replace(each, is_translated=is_translated) for each in (nothing, everything)
        )
        assert shipped.confidence(little) < shipped.answers_from < shipped.confidence(much)


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


def sample(count: int, *, translated: bool = False) -> list[Case]:
    """Right with probability 1 / (1 + exp(-logit)), where the logit is 6 * presence - 3, or for translated
    ones 4 * window - 1; the other evidence tells nothing.
    """
    random = np.random.default_rng(5)
    presence, window, chance = random.random((3, count))
    logit = 4 * window - 1 if translated else 6 * presence - 3
    right = chance < 1 / (1 + np.exp(-logit))
    return [
        Case(
            "set", some(presence=p, window=w, is_translated=translated), bool(r or p > 0.5), is_right=bool(r)
        )
        for p, w, r in zip(presence, window, right, strict=True)
    ]


def test_a_fit_finds_the_weights_that_made_the_data() -> None:
    cases = sample(6000) + sample(6000, translated=True)
    fitted = fit(cases, MODEL, {"set": "0" * 64}, target=0.2)
    assert fitted.model == "m"
    same, translated = fitted.same_language, fitted.translated
    assert same.weights["presence"] == pytest.approx(6, abs=0.5)
    assert same.weights["window"] == pytest.approx(0, abs=0.3)
    assert same.intercept == pytest.approx(-3, abs=0.4)
    assert translated.weights["window"] == pytest.approx(4, abs=0.4)
    assert translated.weights["presence"] == pytest.approx(0, abs=0.5)
    assert translated.intercept == pytest.approx(-1, abs=0.4)
    figures = fitted.provenance.figures
    assert figures["wrong_answer_rate"] <= 0.2
    assert figures["calibration_error"] < 0.03
    stricter = fit(cases, MODEL, {}, target=0.1)
    assert stricter.answers_from > fitted.answers_from
    assert stricter.provenance.figures["answer_rate"] < figures["answer_rate"]


def test_too_few_cases_of_one_kind_share_a_model() -> None:
    fitted = fit(sample(600) + sample(12, translated=True), MODEL, {}, target=0.2)
    assert fitted.same_language == fitted.translated


def _case(dataset: str, *, is_right: bool) -> Case:
    return Case(dataset, some(presence=0.5), is_answerable=True, is_right=is_right)


def test_every_data_set_counts_the_same() -> None:
    """In the large one the first passage is right half of the time, in the small one nearly always."""
    large = [
        Case("large", some(presence=0.5), is_answerable=True, is_right=bool(number % 2))
        for number in range(2000)
    ]
    small = [
        Case("small", some(presence=0.5), is_answerable=True, is_right=number > 0) for number in range(100)
    ]
    stated = fit(large + small, MODEL, {}, target=0.5).confidence(some(presence=0.5))
    assert stated == pytest.approx((0.5 + 0.99) / 2, abs=0.01)


def test_too_few_cases_are_refused() -> None:
    with pytest.raises(CalibrationError, match="Too few questions"):
        fit(sample(12), MODEL, {}, target=0.1)
