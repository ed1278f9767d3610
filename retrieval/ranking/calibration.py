"""The confidence: how likely the best passage answers, with where its parameters come from.

The project ships one file, for the bundled model; `retrieval.calibrate` fits others, which are kept in the
data folder. A model without one follows a conservative rule, which says so.
"""

import math
import re
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from retrieval.encoding import carrier
from retrieval.encoding.encoder import ModelId
from retrieval.errors import CalibrationFileError
from retrieval.ranking.evidence import Evidence
from retrieval.ranking.reranking import Reranker, with_reranker

SHIPPED = Path(__file__).with_name("calibration.json")
"""For the bundled model, in any precision; before its weights were rounded, too."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a calibration was fitted on, when, and how well it did there under cross-validation."""

    datasets: dict[str, str] = field(default_factory=dict)  # name to SHA-256 of its questions
    questions: int = 0
    fitted: str = ""
    target: str = ""
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model with ``weights`` of figures of `Evidence`; a figure without one does not count."""

    weights: dict[str, float]
    intercept: float

    def probability(self, evidence: Evidence) -> float:
        """In [0, 1]."""
        logit = self.intercept + sum(
            weight * getattr(evidence, name) for name, weight in self.weights.items()
        )
        return 1 / (1 + math.exp(-logit))


@dataclass(frozen=True, slots=True)
class Calibration:
    """How likely evidence makes an answer, and the confidence from which one is given.

    Words tell more where question and passage are in the ``same_language`` than where the passage is
    ``translated``, so each case has its own model.
    """

    model: str
    same_language: Logistic
    translated: Logistic
    answers_from: float
    provenance: Provenance = Provenance()

    def confidence(self, evidence: Evidence | None) -> float:
        """In [0, 1]: the probability that the first passage answers; 0 without evidence."""
        if evidence is None:
            return 0.0
        model = self.translated if evidence.is_translated else self.same_language
        return model.probability(evidence)


_CONSERVATIVE = Logistic(
    {"presence": 8.0, "absence": -1.0, "lead": 8.0, "margin": 5.0, "number_absent": -1.0, "other_year": -1.0},
    intercept=-4.5,
)

CONSERVATIVE = Calibration(
    model="any", same_language=_CONSERVATIVE, translated=_CONSERVATIVE, answers_from=0.8
)
"""For models without a calibration: a plain rule with a high threshold."""

_calibration = TypeAdapter(Calibration)


def load_calibration(
    model: ModelId, folder: Path | None = None, reranker: Reranker | None = None
) -> Calibration:
    """The calibration of ``model`` and ``reranker``, in any precision: from ``folder``, else the shipped
    one, else the conservative rule. Raises CalibrationFileError for a file that can't be used.

    Where none was fitted with the re-ranker, the model's own serves: none of the figures that it uses is the
    re-ranker's, and a passage that only a re-ranker puts first never has a greater margin than before.
    """
    for models in dict.fromkeys((with_reranker(model, reranker), model)):
        own = path_of(models, folder) if folder else None
        for path in (own, SHIPPED):
            if path and path.exists():
                found = read_calibration(path)
                if models.fingerprint == found.model or _is_before_rounding(models, found.model):
                    return found
    return CONSERVATIVE


def read_calibration(path: Path) -> Calibration:
    """Reads one file; raises CalibrationFileError where it is not a calibration."""
    try:
        return _calibration.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise CalibrationFileError(path) from error


def _is_before_rounding(model: ModelId, of: str) -> bool:
    """Whether ``model`` is the one on the hub whose weights the bundled one has, rounded to 4 bits."""
    at_any_revision = re.fullmatch(rf"hub:{re.escape(carrier.ON_THE_HUB)}@\S+", model.fingerprint)
    return at_any_revision is not None and of == carrier.bundled_fingerprint()


def path_of(model: ModelId, folder: Path) -> Path:
    """Where the calibration of ``model`` is kept in ``folder``."""
    name = "".join(character if character.isalnum() else "-" for character in model.fingerprint)
    return folder / f"{name}.json"


def dump(calibration: Calibration) -> bytes:
    """The file's content."""
    return _calibration.dump_json(calibration, indent=2) + b"\n"
