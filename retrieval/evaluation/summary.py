"""What a run says in figures, over all questions and by language, kind and split."""

from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.evaluation.measures import (
    MEASURES,
    Estimate,
    auroc,
    calibration_error,
    estimate,
    per_question,
)
from retrieval.evaluation.run import Result, Run

HIGHLIGHT = "highlight"


@dataclass(frozen=True, slots=True)
class Abstention:
    """How well a run abstained.

    ``answer_rate``: the share of questions with an answer that were answered. ``wrong_answer_rate``: the
    share of given answers whose first quote is not relevant; to a question without an answer any is wrong.
    """

    auroc: float
    answer_rate: float
    wrong_answer_rate: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures of a group of questions.

    ``answered``: the share of questions with an answer that were answered; ``refused``: the share of those
    without one that were not. Each is None where there are no such questions, and ``abstention`` where
    either is.
    """

    questions: int
    unanswerable: int
    metrics: dict[str, Estimate]
    answered: Estimate | None
    refused: Estimate | None
    abstention: Abstention | None


def summarise(results: Iterable[Result]) -> Summary:
    """The figures of ``results``."""
    group = list(results)
    answerable = [result for result in group if result.is_answerable]
    values = values_by_question(group)
    metrics = {name: estimate([values[result.id][name] for result in answerable]) for name in MEASURES}
    highlights = [result.highlight_is_right for result in answerable if result.highlight_is_right is not None]
    if highlights:
        metrics[HIGHLIGHT] = estimate([float(right) for right in highlights])
    unanswerable = [result for result in group if not result.is_answerable]
    return Summary(
        questions=len(answerable),
        unanswerable=len(unanswerable),
        metrics=metrics,
        answered=_share([result.answered for result in answerable]),
        refused=_share([result.answered is False for result in unanswerable if result.answered is not None]),
        abstention=_abstention(group),
    )


def values_by_question(results: Iterable[Result]) -> dict[str, dict[str, float]]:
    """Each ranking measure of each question that has an answer."""
    group = list(results)
    return per_question(
        {result.id: result.items for result in group}, {result.id: result.relevant for result in group}
    )


def groups(run: Run) -> dict[str, dict[str, Summary]]:
    """Summaries by language, kind and split, where a run has more than one of them."""
    found: dict[str, dict[str, Summary]] = {}
    for name in ("language", "kind", "split"):
        values = sorted({str(getattr(result, name)) for result in run.results})
        if len(values) > 1:
            found[name] = {
                value or "–": summarise(r for r in run.results if str(getattr(r, name)) == value)
                for value in values
            }
    return found


def _share(found: Iterable[bool | None]) -> Estimate | None:
    """The share of True with its interval; None without any, or for a ranking that answers nothing."""
    values = [float(value) for value in found if value is not None]
    return estimate(values) if values else None


def _abstention(group: list[Result]) -> Abstention | None:
    stated = [result.confidence for result in group if result.confidence is not None]
    answerable = [result.is_answerable for result in group]
    area = auroc(stated, answerable) if len(stated) == len(group) else None
    if area is None:
        return None
    given = [result for result in group if result.answered]
    return Abstention(
        auroc=area,
        answer_rate=sum(result.is_answerable for result in given) / sum(answerable),
        wrong_answer_rate=sum(not result.is_right for result in given) / len(given) if given else 0.0,
        calibration_error=calibration_error(stated, [result.is_right for result in group]),
    )
