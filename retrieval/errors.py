"""The errors of the engine, each message one sentence that says what to do.

::

    DayeksozError
    ├── CorpusError         the folder of sources, or its manifest, can't be used
    ├── EncoderError        the embedding model can't be loaded or unpacked
    ├── IndexUnusableError  the index is damaged and can't be rebuilt, or can't be written
    ├── ProofError          a quote is not a span of its document
    ├── QuestionError       the question can't be asked as it is
    ├── CalibrationError    a calibration can't be used or fitted (`retrieval.calibration`)
    ├── DatasetError        a test set can't be used (`retrieval.evaluation.dataset`)
    └── SettingsError       a setting has a value that it can't have (`bot.settings`)
"""

from enum import Enum, auto


class DayeksozError(Exception):
    """Root of all errors that a face may show to a person as they are."""


class CorpusError(DayeksozError):
    """The folder of sources, or its manifest, can't be used."""


class EncoderError(DayeksozError):
    """The embedding model can't be loaded or unpacked."""


class IndexUnusableError(DayeksozError):
    """The index is damaged and can't be rebuilt, or can't be written."""


class ProofError(DayeksozError):
    """A quote does not equal the span of the document that it names."""


class QuestionFault(Enum):
    """What is wrong with a question, for faces that say it in the asker's language."""

    EMPTY = auto()
    NO_WORDS = auto()
    TOO_LONG = auto()
    NOT_TEXT = auto()


class QuestionError(DayeksozError):
    """The question can't be asked as it is; ``fault`` says why."""

    def __init__(self, fault: QuestionFault, message: str) -> None:
        super().__init__(message)
        self.fault = fault
