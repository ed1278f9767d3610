"""Folders in BEIR layout: ``corpus.jsonl``, ``queries.jsonl``, ``qrels/*.tsv``, ``unanswerable.jsonl``.

Thakur et al., *BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval
Models*, 2021.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from retrieval.documents import Document, Fact, Paragraph, Passage
from retrieval.errors import DatasetError
from retrieval.evaluation.dataset import (
    EvaluationQuestion,
    language_of_row,
    parse_rows,
    read_lines,
    read_rows,
)
from retrieval.index.generation import Generation
from retrieval.sources.corpus import FileReading, corpus_of
from retrieval.sources.seen_files import SeenFiles

_CORPUS, _QUERIES, _UNANSWERABLE = "corpus.jsonl", "queries.jsonl", "unanswerable.jsonl"
_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class BeirCorpus:
    """The documents of a BEIR folder; text = title and text joined by a space."""

    folder: Path

    def snapshot(self, seen: SeenFiles | None = None) -> "BeirSnapshot":  # noqa: ARG002 - one file
        path = self.folder / _CORPUS
        try:
            return BeirSnapshot(path, path.read_bytes())
        except OSError as error:
            raise DatasetError(
                f"{path} can't be read ({error.strerror}): give a folder that has it."
            ) from error


@dataclass(frozen=True, slots=True)
class BeirSnapshot:
    """The bytes of ``corpus.jsonl``."""

    path: Path
    content: bytes

    @property
    def hashes(self) -> dict[str, str]:
        return {_CORPUS: hashlib.sha256(self.content).hexdigest()}

    def read(self, name: str) -> FileReading:  # noqa: ARG002 - there is one
        """Raises DatasetError for a faulty row, or where there is no document."""
        documents: dict[str, Document] = {}
        for number, row in parse_rows(self.path, self.content, ("_id", "text")):
            text = f"{row.get('title') or ''} {row['text']}".strip()
            if row["_id"] in documents:
                raise DatasetError(
                    f"{_CORPUS}, line {number}, repeats the id {row['_id']!r}: make ids unique."
                )
            paragraphs = (Paragraph(0, len(text)),) if text else ()
            title = Fact(str(row["title"])) if row.get("title") else None
            documents[row["_id"]] = Document(row["_id"], row["_id"], text, paragraphs, title)
        if not any(document.paragraphs for document in documents.values()):
            raise DatasetError(f"{self.path} holds no documents.")
        return FileReading(tuple(documents.values()))


class BeirDataset:
    """A BEIR folder; a document scores by its best passage."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.resolve().name
        self.corpus = BeirCorpus(folder)
        self._folder = folder

    @cached_property
    def questions(self) -> tuple[EvaluationQuestion, ...]:
        """Those with a relevant document, then the unanswerable ones."""
        relevant = self._relevant()
        rows = self._rows(_QUERIES)
        unknown = sorted(set(relevant) - set(rows))
        if unknown:
            raise DatasetError(f"qrels name the question {unknown[0]!r}, which {_QUERIES} does not hold.")
        answerable = [
            _question(row, documents=frozenset(relevant[id_])) for id_, row in rows.items() if id_ in relevant
        ]
        without = self._rows(_UNANSWERABLE) if (self._folder / _UNANSWERABLE).exists() else {}
        twice = sorted(set(without) & set(relevant))
        if twice:
            raise DatasetError(f"{_UNANSWERABLE} and qrels both hold the question {twice[0]!r}.")
        if not answerable:
            raise DatasetError(f"{self._folder} holds no question with a relevant document.")
        return (*answerable, *(_question(row) for row in without.values()))

    def item(self, passage: Passage) -> str:
        return passage.document

    def relevant(self, generation: Generation, question: EvaluationQuestion) -> frozenset[str]:  # noqa: ARG002
        return question.documents

    def _rows(self, name: str) -> dict[str, dict[str, Any]]:
        rows: dict[str, dict[str, Any]] = {}
        for number, row in read_rows(self._folder / name, ("_id", "text")):
            if row["_id"] in rows:
                raise DatasetError(f"{name}, line {number}, repeats the id {row['_id']!r}: make ids unique.")
            rows[row["_id"]] = row
        return rows

    def _relevant(self) -> dict[str, set[str]]:
        """Documents with a score above 0 by question; questions without any are left out."""
        path = self._qrels()
        known = {document.id for document in corpus_of(self.corpus.snapshot()).documents}
        relevant: dict[str, set[str]] = {}
        for number, line in read_lines(path):
            columns = line.split("\t")
            if number == 1 and not columns[-1].strip().lstrip("-").isdigit():
                continue  # the header
            if len(columns) != _COLUMNS or not columns[2].strip().lstrip("-").isdigit():
                raise DatasetError(f"{path.name}, line {number}, is not 'question, document, score' by tabs.")
            if columns[1] not in known:
                raise DatasetError(
                    f"{path.name}, line {number}, names the document {columns[1]!r}, which {_CORPUS} lacks."
                )
            if int(columns[2]) > 0:
                relevant.setdefault(columns[0], set()).add(columns[1])
        return relevant

    def _qrels(self) -> Path:
        found = sorted((self._folder / "qrels").glob("*.tsv"))
        test = [path for path in found if path.name == "test.tsv"]
        if len(test or found) != 1:
            raise DatasetError(f"{self._folder / 'qrels'} must hold test.tsv, or one .tsv file.")
        return (test or found)[0]


def _question(row: dict[str, Any], documents: frozenset[str] = frozenset()) -> EvaluationQuestion:
    metadata = row.get("metadata") or {}
    return EvaluationQuestion(
        id=row["_id"],
        text=row["text"],
        language=language_of_row(row, row["text"]),
        documents=documents,
        answers=tuple(str(answer) for answer in metadata.get("answers", ())),
    )
