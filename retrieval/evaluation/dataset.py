"""Test sets: questions over a corpus, with what answers them.

Two forms: a folder in BEIR layout, where whole documents are relevant, and a file of questions over a
folder of sources, where a verbatim quote is, so that it survives any change of chunking.
"""

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from retrieval.documents import Passage
from retrieval.errors import DatasetError
from retrieval.index.generation import Generation
from retrieval.language.detection import language_of
from retrieval.language.languages import LANGUAGES
from retrieval.sources.corpus import CorpusSource


@dataclass(frozen=True, slots=True)
class Gold:
    """A quote that answers: it stands in the source file ``document`` (non-breaking spaces folded)."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class EvaluationQuestion:
    """A question and what answers it: ``documents`` (ids) or ``gold`` quotes; neither if nothing does.

    ``split`` is ``tune`` where parameters may be fitted on the question, else ``report``. ``answers`` are
    strings of which the highlighted sentence should hold one, where the set has them. ``asked``: the day on
    which it is asked; None for any day.
    """

    id: str
    text: str
    language: str
    kind: str = ""
    split: str = "report"
    documents: frozenset[str] = frozenset()
    gold: tuple[Gold, ...] = ()
    answers: tuple[str, ...] = ()
    asked: datetime.date | None = None

    @property
    def is_answerable(self) -> bool:
        return bool(self.documents or self.gold)


class Dataset(Protocol):
    """A test set. An *item* is what measures count: a document or a passage, by an id."""

    @property
    def name(self) -> str: ...

    @property
    def corpus(self) -> CorpusSource: ...

    @property
    def questions(self) -> tuple[EvaluationQuestion, ...]:
        """All questions; raises DatasetError for the first fault of the files."""
        ...

    def item(self, passage: Passage) -> str: ...

    def relevant(self, generation: Generation, question: EvaluationQuestion) -> frozenset[str]:
        """The items of ``generation`` that answer ``question``."""
        ...


def read_rows(path: Path, required: tuple[str, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a ``.jsonl`` file, see `parse_rows`; raises DatasetError where it can't be read."""
    return parse_rows(path, _content(path), required)


def parse_rows(path: Path, content: bytes, required: tuple[str, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Numbered JSON objects, one a line; blank lines, CRLF and a byte order mark are no trouble.

    Raises DatasetError, naming the line of ``path``, for anything but an object that has the ``required``
    strings.
    """
    for number, line in _lines(path, content):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise DatasetError(f"{path.name}, line {number}, is not valid JSON: correct it.") from error
        if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in required):
            raise DatasetError(f"{path.name}, line {number}, lacks one of {', '.join(required)}: correct it.")
        if re.search("[\ud800-\udfff]", json.dumps(row, ensure_ascii=False)):
            raise DatasetError(f"{path.name}, line {number}, holds half of a character: correct it.")
        yield number, row


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines that are not blank; raises DatasetError where the file can't be read as UTF-8."""
    return _lines(path, _content(path))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DatasetError(f"{path} can't be read ({error.strerror}): give a folder that has it.") from error


def _lines(path: Path, content: bytes) -> Iterator[tuple[int, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} is not UTF-8: save it as UTF-8 text.") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.rstrip("\r")


def language_of_row(row: dict[str, Any], text: str) -> str:
    """The code of the language that a row states, else of the question's own."""
    stated = row.get("language") or (row.get("metadata") or {}).get("lang")
    return str(stated) if stated in LANGUAGES else language_of(text)
