"""Fitting the confidence to questions that may be tuned on."""

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Ids, Scores
from retrieval.durable import write_file
from retrieval.encoding.encoder import ModelId
from retrieval.engine import Engine
from retrieval.errors import DatasetError, NoThresholdError, TooFewQuestionsError
from retrieval.evaluation.dataset import Dataset, EvaluationQuestion
from retrieval.evaluation.measures import auroc, calibration_error
from retrieval.evaluation.near_misses import near_misses
from retrieval.extras import needed
from retrieval.ranking.calibration import CONSERVATIVE, Calibration, Logistic, Provenance, dump
from retrieval.ranking.evidence import Evidence, evidence
from retrieval.ranking.retriever import Retriever

_FOLDS = 5
"""Of the cross-validation, as is usual."""

_INVERSE_REGULARISATION = 10.0
"""Weak: the figures are few, and each is in [0, 1]."""

_FEWEST = 10
"""Right and wrong cases, each, below which nothing is fitted."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question of a data set: what its ranking showed, and whether the first passage answers."""

    dataset: str
    evidence: Evidence
    is_answerable: bool
    is_right: bool


def calibrate(
    engine: Engine, datasets: Sequence[Dataset], target: float = 0.1, *, with_near_misses: bool = False
) -> Calibration:
    """Fits the confidence of ``engine``'s model to the questions of ``datasets`` that may be tuned on.

    ``with_near_misses``: also to near misses that are made of them by rule, as a further set for each. The
    threshold keeps wrong answers at ``target`` of the answers given. Raises DatasetError for a faulty
    set, TooFewQuestionsError, and NoThresholdError where no threshold reaches the target.
    """
    found: list[Case] = []
    digests = {}
    for dataset in datasets:
        questions = tuning_questions(dataset)
        over = engine.over(dataset.corpus, f"evaluation/{dataset.name}")
        if dataset.name in digests:
            raise DatasetError(f"Two data sets are called {dataset.name!r}: rename one.")
        # Not with the calibration in use, which may be what can't be read.
        retriever = over.retriever_with(CONSERVATIVE)
        found += cases(dataset, questions, retriever)
        digests[dataset.name] = digest(questions)
        if with_near_misses:
            made = near_misses(dataset, questions, retriever.generation)
            name = f"{dataset.name}, near misses"
            found += [replace(case, dataset=name) for case in cases(dataset, made, retriever)]
            digests[name] = digest(made)
    return fit(found, engine.ranking_models, digests, target)


def save_calibration(calibration: Calibration, path: Path) -> None:
    """Writes ``calibration`` in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, dump(calibration))


def tuning_questions(dataset: Dataset) -> list[EvaluationQuestion]:
    """The questions that may be tuned on: a set's ``tune`` split, or all where it has none."""
    tune = [question for question in dataset.questions if question.split == "tune"]
    return tune or list(dataset.questions)


def cases(dataset: Dataset, questions: Iterable[EvaluationQuestion], retriever: Retriever) -> list[Case]:
    """The evidence that ``questions`` give; those that name no thing are never answered, so left out."""
    found = []
    for question in questions:
        (query,) = retriever.queries([question.text], today=question.asked)
        ranking = retriever.rank(query)
        found_evidence = evidence(retriever.generation, ranking)
        if found_evidence is None:
            continue
        first = dataset.item(retriever.generation.passages[ranking.passages[0]])
        is_right = first in dataset.relevant(retriever.generation, question)
        found.append(Case(dataset.name, found_evidence, question.is_answerable, is_right))
    return found


def digest(questions: Iterable[EvaluationQuestion]) -> str:
    """SHA-256 over ids and texts, for the provenance."""
    lines = "".join(f"{question.id}\t{question.text}\n" for question in questions)
    return hashlib.sha256(lines.encode()).hexdigest()


def fit(found: list[Case], model: ModelId, digests: dict[str, str], target: float) -> Calibration:
    """Logistic regressions on the evidence, and the lowest threshold that keeps wrong answers at ``target``
    of the answers given, both judged on cross-validated confidences.

    Every data set counts the same, however many questions it has. Raises TooFewQuestionsError, and
    NoThresholdError where no threshold reaches the target.
    """
    right = np.array([case.is_right for case in found])
    if min(right.sum(), (~right).sum()) < _FEWEST:
        raise TooFewQuestionsError(_FEWEST)
    names = [field.name for field in fields(Evidence) if field.name != "is_translated"]
    figures = np.array([[getattr(case.evidence, name) for name in names] for case in found])
    sizes = Counter(case.dataset for case in found)
    counts = np.array([len(found) / len(sizes) / sizes[case.dataset] for case in found])
    stated = np.zeros(len(found))
    models = []
    for rows in _groups(np.array([case.evidence.is_translated for case in found]), right):
        models.append(_logistic(names, figures[rows], right[rows], counts[rows]))
        stated[rows] = _cross_validated(figures[rows], right[rows], counts[rows])
    threshold = _threshold(stated, right, counts, target)
    return Calibration(
        model=model.fingerprint,
        same_language=models[0],
        translated=models[-1],
        answers_from=round(threshold, 4),
        provenance=Provenance(
            datasets=digests,
            questions=len(found),
            fitted=datetime.datetime.now(datetime.UTC).date().isoformat(),
            target=f"at most {target:.0%} wrong answers among given answers, five-fold cross-validation, "
            "every data set counting the same",
            figures=_figures(found, stated, threshold),
        ),
    )


def _groups(translated: npt.NDArray[np.bool_], right: npt.NDArray[np.bool_]) -> list[Ids]:
    """The cases in one language and in two; all as one where either has too few."""
    groups = [np.flatnonzero(~translated), np.flatnonzero(translated)]
    if any(min(right[rows].sum(), (~right[rows]).sum()) < _FEWEST for rows in groups):
        return [np.arange(len(right))]
    return groups


def _logistic(names: list[str], figures: Scores, right: npt.NDArray[np.bool_], counts: Scores) -> Logistic:
    regression = _regression().fit(figures, right, sample_weight=counts)
    weights = {name: round(float(weight), 4) for name, weight in zip(names, regression.coef_[0], strict=True)}
    return Logistic(weights, round(float(regression.intercept_[0]), 4))


def _cross_validated(figures: Scores, right: npt.NDArray[np.bool_], counts: Scores) -> Scores:
    """The probability of each case by a model that has not seen it."""
    selection = needed("sklearn.model_selection")
    stated: Scores = selection.cross_val_predict(
        _regression(),
        figures,
        right,
        cv=selection.StratifiedKFold(_FOLDS, shuffle=True, random_state=0),
        method="predict_proba",
        params={"sample_weight": counts},
    )[:, 1]
    return stated


def _regression() -> Any:
    return needed("sklearn.linear_model").LogisticRegression(C=_INVERSE_REGULARISATION, max_iter=1000)


def _threshold(stated: Scores, right: npt.NDArray[np.bool_], counts: Scores, target: float) -> float:
    order = np.argsort(-stated, kind="stable")
    wrong = np.cumsum(counts[order] * ~right[order]) / np.cumsum(counts[order])
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
