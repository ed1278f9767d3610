"""The confidence: how likely the best passage answers, with where its parameters come from.

The project ships one file, for the bundled model; ``dayeksoz calibrate`` writes more into the data
folder. A model without one gets a conservative rule, which says so.
"""

import math
from dataclasses import dataclass, field, fields
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from retrieval.encoding.encoder import ModelId
from retrieval.errors import CalibrationFileError
from retrieval.ranking.evidence import Evidence

SHIPPED = Path(__file__).with_name("calibration.json")
"""For the bundled model, in any precision."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a calibration was fitted on, when, and how well it did there under cross-validation."""

    datasets: dict[str, str] = field(default_factory=dict)  # name to SHA-256 of its questions
    questions: int = 0
    fitted: str = ""
    target: str = ""
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of `Evidence`, and the confidence from which an answer is given."""

    model: str
    presence: float
    absence: float
    lead: float
    margin: float
    intercept: float
    answers_from: float
    provenance: Provenance = Provenance()

    def confidence(self, evidence: Evidence) -> float:
        """In [0, 1]: the probability that the first passage answers."""
        logit = self.intercept + sum(
            getattr(self, field.name) * getattr(evidence, field.name) for field in fields(Evidence)
        )
        return 1 / (1 + math.exp(-logit))


CONSERVATIVE = Calibration(
    model="any",
    presence=8.0,
    absence=-1.0,
    lead=8.0,
    margin=5.0,
    intercept=-4.5,
    answers_from=0.8,
)
"""For models without a calibration: a plain rule with a high threshold."""

_calibration = TypeAdapter(Calibration)


def load_calibration(model: ModelId, folder: Path | None = None) -> Calibration:
    """The calibration of ``model``, in any precision: from ``folder``, else the shipped one, else the
    conservative rule. Raises CalibrationFileError for a file that can't be used.
    """
    own = path_of(model, folder) if folder else None
    for path in (own, SHIPPED):
        if path and path.exists():
            found = read_calibration(path)
            if found.model == model.fingerprint:
                return found
    return CONSERVATIVE


def read_calibration(path: Path) -> Calibration:
    """Reads one file; raises CalibrationFileError where it is not a calibration."""
    try:
        return _calibration.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise CalibrationFileError(path) from error


def path_of(model: ModelId, folder: Path) -> Path:
    """Where the calibration of ``model`` is kept in ``folder``."""
    name = "".join(character if character.isalnum() else "-" for character in model.fingerprint)
    return folder / f"{name}.json"


def dump(calibration: Calibration) -> bytes:
    """The file's content."""
    return _calibration.dump_json(calibration, indent=2) + b"\n"
