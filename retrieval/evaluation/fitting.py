"""Fitting the confidence to questions that may be tuned on."""

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.durable import write_file
from retrieval.encoding.encoder import ModelId
from retrieval.engine import Engine
from retrieval.errors import NoThresholdError, TooFewQuestionsError
from retrieval.evaluation.dataset import Dataset, EvaluationQuestion
from retrieval.evaluation.extras import needed
from retrieval.evaluation.measures import auroc, calibration_error
from retrieval.ranking.calibration import CONSERVATIVE, Calibration, Provenance, dump
from retrieval.ranking.evidence import Evidence, evidence
from retrieval.ranking.retriever import Retriever

_FOLDS = 5
"""Of the cross-validation, as is usual."""

_FEWEST = 10
"""Right and wrong cases, each, below which nothing is fitted."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question of a data set: what its ranking showed, and whether the first passage answers."""

    dataset: str
    evidence: Evidence
    is_answerable: bool
    is_right: bool


def calibrate(engine: Engine, datasets: Sequence[Dataset], target: float = 0.1) -> Calibration:
    """Fits the confidence of ``engine``'s model to the questions of ``datasets`` that may be tuned on.

    The threshold keeps wrong answers at ``target`` of the answers given. Raises DatasetError for a faulty
    set, TooFewQuestionsError, and NoThresholdError where no threshold reaches the target.
    """
    found: list[Case] = []
    digests = {}
    for dataset in datasets:
        questions = tuning_questions(dataset)
        over = engine.over(dataset.corpus, f"evaluation/{dataset.name}")
        # Not with the calibration in use, which may be what can't be read.
        found += cases(dataset, questions, over.retriever_with(CONSERVATIVE))
        digests[dataset.name] = digest(questions)
    return fit(found, engine.model_id, digests, target)


def save_calibration(calibration: Calibration, path: Path) -> None:
    """Writes ``calibration`` in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, dump(calibration))


def tuning_questions(dataset: Dataset) -> list[EvaluationQuestion]:
    """The questions that may be tuned on: a set's ``tune`` split, or all where it has none."""
    tune = [question for question in dataset.questions if question.split == "tune"]
    return tune or list(dataset.questions)


def cases(dataset: Dataset, questions: Iterable[EvaluationQuestion], retriever: Retriever) -> list[Case]:
    """The evidence that ``questions`` give; those without a telling word are never answered, so left out."""
    found = []
    for question in questions:
        (query,) = retriever.queries([question.text])
        if not query.topics:
            continue
        ranking = retriever.rank(query)
        first = dataset.item(retriever.generation.passages[ranking.passages[0]])
        is_right = first in dataset.relevant(retriever.generation, question)
        found.append(Case(dataset.name, evidence(ranking), question.is_answerable, is_right))
    return found


def digest(questions: Iterable[EvaluationQuestion]) -> str:
    """SHA-256 over ids and texts, for the provenance."""
    lines = "".join(f"{question.id}\t{question.text}\n" for question in questions)
    return hashlib.sha256(lines.encode()).hexdigest()


def fit(found: list[Case], model: ModelId, digests: dict[str, str], target: float) -> Calibration:
    """A logistic regression on the evidence, and the lowest threshold that keeps wrong answers at
    ``target`` of the answers given, both judged on cross-validated confidences.

    Raises CalibrationError where there are too few cases, or no threshold reaches the target.
    """
    right = np.array([case.is_right for case in found])
    if min(right.sum(), (~right).sum()) < _FEWEST:
        raise TooFewQuestionsError(_FEWEST)
    features = np.array([astuple(case.evidence) for case in found])
    selection = needed("sklearn.model_selection")
    regression = needed("sklearn.linear_model").LogisticRegression(C=100)
    folds = selection.StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    stated = selection.cross_val_predict(regression, features, right, cv=folds, method="predict_proba")[:, 1]
    threshold = _threshold(stated, right, target)
    regression.fit(features, right)
    weights = [round(float(weight), 4) for weight in regression.coef_[0]]
    return Calibration(
        model=model.fingerprint,
        **dict(zip((field.name for field in fields(Evidence)), weights, strict=True)),
        intercept=round(float(regression.intercept_[0]), 4),
        answers_from=round(threshold, 4),
        provenance=Provenance(
            datasets=digests,
            questions=len(found),
            fitted=datetime.datetime.now(datetime.UTC).date().isoformat(),
            target=f"at most {target:.0%} wrong answers among given answers, five-fold cross-validation",
            figures=_figures(found, stated, threshold),
        ),
    )


def _threshold(stated: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], target: float) -> float:
    order = np.argsort(-stated, kind="stable")
    wrong = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
    kept = np.flatnonzero(wrong <= target)
    if not len(kept):
        raise NoThresholdError(target)
    return float(stated[order[kept[-1]]])


def _figures(found: list[Case], stated: npt.NDArray[np.float64], threshold: float) -> dict[str, float]:
    given = stated >= threshold
    answerable = np.array([case.is_answerable for case in found])
    right = [case.is_right for case in found]
    figures = {
        "answer_rate": float(given[answerable].mean()),
        "wrong_answer_rate": float(np.mean(~np.array(right)[given])),
        "calibration_error": calibration_error(stated.tolist(), right),
    }
    for name in dict.fromkeys(case.dataset for case in found):
        of_set = [number for number, case in enumerate(found) if case.dataset == name]
        area = auroc(stated[of_set].tolist(), answerable[of_set].tolist())
        if area is not None:
            figures[f"auroc {name}"] = area
    return {name: round(value, 4) for name, value in figures.items()}
