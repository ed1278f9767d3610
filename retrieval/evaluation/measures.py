"""Measures of ranking, through ir-measures, and of abstention.

Every figure over questions is a mean with a 95 % bootstrap interval.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.extras import needed

MEASURES = ("nDCG@10", "Success@1", "Success@3", "Success@10", "RR@10", "R@100")
"""Names as ir-measures writes them."""

_RESAMPLES = 1000
"""Of the bootstrap."""

_BINS = 10
"""Of the calibration error, as is usual."""

_FEWEST = 2
"""Values that a bootstrap needs."""

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over questions with its 95 % interval, by percentile bootstrap with a fixed seed."""

    mean: float
    low: float
    high: float


@cache
def _measure(name: str) -> Any:
    return needed("ir_measures").parse_measure(name)


def per_question(
    rankings: Mapping[str, Sequence[str]], relevant: Mapping[str, frozenset[str]]
) -> dict[str, dict[str, float]]:
    """Each ranking measure by question: ``{question: {measure: value}}``.

    ``rankings``: items best first; their order is what counts, so equal scores are no trouble. A question
    without results counts 0; one without a relevant item is left out.
    """
    ir_measures = needed("ir_measures")
    judged = {question: items for question, items in relevant.items() if items}
    if not judged:
        return {}
    qrels = [ir_measures.Qrel(question, item, 1) for question, items in judged.items() for item in items]
    run = [
        ir_measures.ScoredDoc(question, item, float(-place))
        for question in judged
        for place, item in enumerate(dict.fromkeys(rankings.get(question, ())))
    ]
    values = {question: dict.fromkeys(MEASURES, 0.0) for question in judged}
    for found in ir_measures.iter_calc([_measure(name) for name in MEASURES], qrels, run):
        values[found.query_id][str(found.measure)] = float(found.value)
    return values


def estimate(values: Sequence[float]) -> Estimate:
    """The mean of ``values`` with its interval; NaN for none."""
    if len(values) < _FEWEST:
        alone = float(values[0]) if values else float("nan")
        return Estimate(alone, alone, alone)
    data = np.asarray(values, np.float64)
    interval = (
        needed("scipy.stats")
        .bootstrap((data,), np.mean, n_resamples=_RESAMPLES, method="percentile", rng=0)
        .confidence_interval
    )
    return Estimate(float(data.mean()), float(interval.low), float(interval.high))


def auroc(confidences: Sequence[float], answerable: Sequence[bool]) -> float | None:
    """How well confidence tells questions with an answer from those without; None where one is missing."""
    if len(set(answerable)) < 2:  # noqa: PLR2004
        return None
    return float(
        needed("sklearn.metrics").roc_auc_score(np.asarray(answerable, int), np.asarray(confidences))
    )


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float, int]]:
    """For each of ten bins of equal width that is not empty: mean confidence, share right, questions."""
    curve = needed("sklearn.calibration").calibration_curve
    shares, means = curve(np.asarray(right, bool), np.asarray(confidences), n_bins=_BINS)
    # As calibration_curve assigns them: an edge belongs to the lower bin.
    counts = np.bincount(np.searchsorted(np.linspace(0, 1, _BINS + 1)[1:-1], confidences))
    return list(zip(means.tolist(), shares.tolist(), counts[counts > 0].tolist(), strict=True))


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error (Naeini et al., 2015)."""
    bins = reliability(confidences, right)
    return sum(count * abs(stated - share) for stated, share, count in bins) / len(confidences)


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> tuple[Values, Values]:
    """Shares answered, and of these the shares answered wrongly, as the threshold falls."""
    order = np.argsort(-np.asarray(confidences), kind="stable")
    wrong = ~np.asarray(right, bool)[order]
    answered = np.arange(1, len(wrong) + 1)
    return answered / max(len(wrong), 1), np.cumsum(wrong) / answered
