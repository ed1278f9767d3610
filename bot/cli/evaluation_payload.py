"""A run of an evaluation as a JSON object: the contract of ``eval --json``."""

import math
from dataclasses import asdict
from typing import Any

from retrieval.evaluation import Comparison, Estimate, Run, Summary, groups


def evaluation_payload(run: Run, summary: Summary, comparison: Comparison | None) -> dict[str, Any]:
    """The figures of ``run``; keys are never renamed."""
    return {
        "dataset": run.dataset,
        "documents": run.documents,
        "passages": run.passages,
        "questions": summary.questions,
        "unanswerable": summary.unanswerable,
        "model": run.model,
        "ranker": run.ranker,
        **_figures(summary),
        "seconds": {
            "index": round(run.index_seconds, 3),
            "query_p50_ms": round(run.percentile(50), 2),
            "query_p95_ms": round(run.percentile(95), 2),
        },
        "passages_per_second": run.passages_per_second,
        "groups": {
            by: {
                value: {"questions": group.questions, "unanswerable": group.unanswerable, **_figures(group)}
                for value, group in found.items()
            }
            for by, found in groups(run).items()
        },
        "against": comparison and _changes(comparison),
    }


def _figures(summary: Summary) -> dict[str, Any]:
    silent = summary.abstention
    return {
        "metrics": {name: _round(found.mean) for name, found in summary.metrics.items()},
        "intervals": {name: [_round(e.low), _round(e.high)] for name, e in summary.metrics.items()},
        "answered": _interval(summary.answered),
        "refused": _interval(summary.refused),
        "abstention": silent
        and {
            "auroc": round(silent.auroc, 4),
            "answer_rate": round(silent.answer_rate, 4),
            "wrong_answer_rate": round(silent.wrong_answer_rate, 4),
            "calibration_error": round(silent.calibration_error, 4),
        },
    }


def _interval(found: Estimate | None) -> dict[str, float] | None:
    return {name: round(value, 4) for name, value in asdict(found).items()} if found else None


def _changes(comparison: Comparison) -> dict[str, Any]:
    return {
        "questions": comparison.questions,
        "differences": {
            n: {"mean": round(d.mean, 4), "p": round(d.p, 4)} for n, d in comparison.differences.items()
        },
        "won": [new.id for _, new in comparison.won],
        "lost": [new.id for _, new in comparison.lost],
    }


def _round(value: float) -> float | None:
    """JSON has no NaN: the mean of no questions is null."""
    return None if math.isnan(value) else round(value, 4)
