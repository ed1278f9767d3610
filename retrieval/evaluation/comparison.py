"""Two runs of one test set: is the difference more than chance, and where does it lie?"""

from dataclasses import dataclass

import numpy as np

from retrieval.errors import DatasetError
from retrieval.evaluation.measures import MEASURES
from retrieval.evaluation.run import Result, Run
from retrieval.evaluation.summary import values_by_question
from retrieval.extras import needed

_DECIDING = "nDCG@10"
_RESAMPLES = 9999
"""SciPy's default: the smallest p-value is then 0.0001."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one measure: the mean difference, and how likely chance alone gives one as large."""

    mean: float
    p: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from ``old`` to ``new``; pairs of old and new results, the largest change first."""

    questions: int
    differences: dict[str, Difference]
    won: tuple[tuple[Result, Result], ...]
    lost: tuple[tuple[Result, Result], ...]


def compare(old: Run, new: Run) -> Comparison:
    """Compares the questions that both runs answer; raises DatasetError where there are none."""
    before, after = values_by_question(old.results), values_by_question(new.results)
    shared = [id_ for id_ in after if id_ in before]
    if old.dataset != new.dataset or not shared:
        raise DatasetError(
            f"The saved run is of {old.dataset!r}, not of {new.dataset!r}: give a run of the same test set."
        )
    differences = {
        name: _difference(np.array([after[id_][name] - before[id_][name] for id_ in shared]))
        for name in MEASURES
    }
    changes = {id_: after[id_][_DECIDING] - before[id_][_DECIDING] for id_ in shared}
    old_results, new_results = ({r.id: r for r in run.results} for run in (old, new))
    ordered = sorted(shared, key=lambda id_: -abs(changes[id_]))
    pairs = {id_: (old_results[id_], new_results[id_]) for id_ in ordered}
    return Comparison(
        questions=len(shared),
        differences=differences,
        won=tuple(pairs[id_] for id_ in ordered if changes[id_] > 0),
        lost=tuple(pairs[id_] for id_ in ordered if changes[id_] < 0),
    )


def _difference(changes: np.ndarray) -> Difference:
    """Two-sided paired permutation test: the sign of each question's change is flipped at random."""
    if not changes.any():
        return Difference(0.0, 1.0)
    result = needed("scipy.stats").permutation_test(
        (changes,),
        lambda values, axis: np.mean(values, axis=axis),
        permutation_type="samples",
        n_resamples=_RESAMPLES,
        vectorized=True,
        rng=np.random.default_rng(0),
    )
    return Difference(float(changes.mean()), float(result.pvalue))
