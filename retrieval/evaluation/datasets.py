"""Opening a test set, whatever form it has."""

from pathlib import Path

from retrieval.errors import DatasetError
from retrieval.evaluation.beir import BeirDataset
from retrieval.evaluation.dataset import Dataset
from retrieval.evaluation.question_file import QuestionFile
from retrieval.sources.folder import SourceFolder

_QUESTIONS, _SOURCES = "questions.jsonl", "sources"


def open_dataset(path: Path | str, corpus: Path | str) -> Dataset:
    """The test set at ``path``.

    That is a folder in BEIR layout, a folder with ``questions.jsonl`` and the ``sources`` that they are
    about, or a file of questions over the folder ``corpus``. Raises DatasetError where it is none of these.
    """
    path = Path(path)
    if (path / _QUESTIONS).is_file():
        return QuestionFile(path / _QUESTIONS, SourceFolder(path / _SOURCES), path.resolve().name)
    if path.is_dir():
        return BeirDataset(path)
    if path.is_file():
        return QuestionFile(path, SourceFolder(Path(corpus)))
    raise DatasetError(f"There is no test set at {path}: give a folder in BEIR layout or a .jsonl file.")
