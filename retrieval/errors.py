"""The errors of the engine.

::

    DayeksozError
    ├── CorpusError
    │   ├── CorpusMissingError
    │   ├── CorpusEmptyError
    │   └── ManifestError
    ├── AdditionsError
    ├── NotAddedError
    ├── NothingThereError
    ├── GlossaryError
    ├── EncoderError
    │   ├── BundledModelError
    │   ├── UnpackingError
    │   └── ModelLoadError
    ├── RerankerLoadError
    ├── IndexUnusableError
    │   ├── IndexWriteError
    │   ├── IndexReadBackError
    │   ├── NoEarlierIndexError
    │   └── IndexReadOnlyError
    ├── StoreError
    ├── ProofError
    │   └── QuoteMismatchError
    ├── QuestionError
    ├── FetchError
    ├── CalibrationError
    │   ├── CalibrationFileError
    │   ├── TooFewQuestionsError
    │   └── NoThresholdError
    ├── DatasetError
    ├── ProcessFailedError
    ├── MeasuringError
    └── MissingExtraError

A message that ends with a full stop is complete. One that does not states the facts only; a face adds which
setting or command helps.
"""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from pathlib import Path

from retrieval.fetch_fault import FetchFault as FetchFault  # noqa: PLC0414 - faces take it from here


class DayeksozError(Exception):
    """The root of all errors that a person may be shown."""


class CorpusError(DayeksozError):
    """The sources can't be used."""


class CorpusMissingError(CorpusError):
    """There is no folder of sources at ``folder``."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"There is no folder of sources at {folder}")
        self.folder = folder


_FAULTS_TOLD = 5
"""Files that a message names; a folder may hold thousands."""


class CorpusEmptyError(CorpusError):
    """No file can be read; ``faults`` says why, one phrase a file."""

    def __init__(self, faults: Sequence[str]) -> None:
        why = "; ".join(faults[:_FAULTS_TOLD]) or "the corpus is empty"
        more = f"; and {len(faults) - _FAULTS_TOLD} more" if len(faults) > _FAULTS_TOLD else ""
        super().__init__(f"No source can be read ({why}{more})")
        self.faults = tuple(faults)


class ManifestError(CorpusError):
    """``manifest.toml`` can't be read, or says something that it can't say."""


class AdditionsError(DayeksozError):
    """The file ``path``, which holds what was added, can't be used."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} holds what was added, and can't be used ({reason}): check the disk.")


class NotAddedError(DayeksozError):
    """Nothing was added under ``name``."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} was not added")
        self.name = name


class NothingThereError(DayeksozError):
    """There is no file or folder ``place`` to add, or none that the pattern matches."""

    def __init__(self, place: str) -> None:
        super().__init__(f"There is nothing to add at {place}")


class GlossaryError(DayeksozError):
    """A glossary can't be read."""


class EncoderError(DayeksozError):
    """The embedding model can't be had."""


class BundledModelError(EncoderError):
    """The package that carries the bundled model is missing or damaged."""


class UnpackingError(EncoderError):
    """The bundled model can't be unpacked into ``folder``, where it needs ``needed_megabytes``."""

    def __init__(self, folder: Path, needed_megabytes: int, reason: str) -> None:
        super().__init__(f"The embedding model can't be unpacked into {folder} ({reason})")
        self.folder = folder
        self.needed_megabytes = needed_megabytes


class ModelLoadError(EncoderError):
    """The model called ``model`` can't be loaded onto ``device``."""

    def __init__(self, model: str, device: str, reason: str) -> None:
        super().__init__(f"The embedding model {model!r} can't be loaded ({reason})")
        self.model = model
        self.device = device


class RerankerLoadError(DayeksozError):
    """The re-ranker called ``model`` can't be loaded onto ``device``."""

    def __init__(self, model: str, device: str, reason: str) -> None:
        super().__init__(f"The re-ranker {model!r} can't be loaded ({reason})")
        self.model = model
        self.device = device


class IndexUnusableError(DayeksozError):
    """The index can be neither read nor built."""


class IndexWriteError(IndexUnusableError):
    """The index needs to be built, for the reason ``why``, but ``folder`` can't be written."""

    def __init__(self, folder: Path, why: str, reason: str) -> None:
        super().__init__(
            f"The index can't be built ({why}), because {folder} can't be written ({reason}): "
            "make space and write access there"
        )
        self.folder = folder


class IndexReadBackError(IndexUnusableError):
    """The index that was just built in ``folder`` can't be read back."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The index that was just built in {folder} can't be read back: {reason}. Check the disk."
        )
        self.folder = folder


class NoEarlierIndexError(IndexUnusableError):
    """There is no generation to go back to."""

    def __init__(self) -> None:
        super().__init__(
            "There is no earlier index to go back to: only the one before the current one is kept."
        )


class IndexReadOnlyError(IndexUnusableError):
    """Something would have to be written in ``folder``, for the reason ``why``, but here it is only read."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"The index in {folder} is only read here ({why})")
        self.folder = folder


class StoreError(DayeksozError):
    """The store at ``place``, shown without what is secret, can't be used for the ``reason``."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"The store of passages at {place} can't be used ({reason})")
        self.place = place
        self.reason = reason


class ProofError(DayeksozError):
    """What is about to be shown as a quote can't be proven."""


class QuoteMismatchError(ProofError):
    """The text of a quote is not what stands at its place in the document at ``path``."""

    def __init__(self, path: str, start: int, end: int) -> None:
        super().__init__(f"The quote at {start}-{end} does not stand in {path}")
        self.path = path


class QuestionFault(Enum):
    """What is wrong with a question, for faces that say it in the asker's language."""

    EMPTY = auto()
    NO_WORDS = auto()
    TOO_LONG = auto()
    NOT_TEXT = auto()
    DATES = auto()


class QuestionError(DayeksozError):
    """The question can't be asked as it is; ``fault`` says why."""

    def __init__(self, fault: QuestionFault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


class FetchError(DayeksozError):
    """The page at ``url`` can't be fetched, for the reason ``fault``, which ``facts`` belong to.

    ``url`` is shown without its query, where a secret may stand.
    """

    def __init__(self, url: str, fault: FetchFault, facts: Mapping[str, str | int]) -> None:
        super().__init__(f"{fault.format(**facts)}.")
        self.url = url
        self.fault = fault
        self.facts = facts


class CalibrationError(DayeksozError):
    """The confidence can't be fitted, or a calibration can't be used."""


class CalibrationFileError(CalibrationError):
    """The file ``path`` is not a calibration."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is not a calibration")
        self.path = path


class TooFewQuestionsError(CalibrationError):
    """There are fewer than ``fewest`` questions of one kind to calibrate on."""

    def __init__(self, fewest: int) -> None:
        super().__init__(
            f"Too few questions to calibrate on: {fewest} that are answered right and {fewest} that are "
            "not, or have no answer, are needed."
        )
        self.fewest = fewest


class NoThresholdError(CalibrationError):
    """No threshold keeps wrong answers at ``target``, a share of the answers given."""

    def __init__(self, target: float) -> None:
        super().__init__(f"No threshold keeps wrong answers at {target:.0%}")
        self.target = target


class DatasetError(DayeksozError):
    """A test set can't be used; the message names the file and the line."""


class ProcessFailedError(DayeksozError):
    """A program that was to be measured ended with the exit ``code``."""

    def __init__(self, command: Sequence[str], code: int, said: str) -> None:
        last = said.strip().splitlines()[-1:] or ["it said nothing"]
        super().__init__(
            f"{' '.join(command[:4])} … can't be measured, it ended with exit code {code}: {last[0]}"
        )
        self.code = code


class MeasuringError(DayeksozError):
    """The scale can't be measured here; the message says what is missing."""


class MissingExtraError(DayeksozError):
    """Something needs packages of the optional ``extra``, of which ``package`` is not installed."""

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(f"This needs the package {package!r}: pip install 'dayeksoz[{extra}]'.")
        self.extra = extra
        self.package = package
