"""A file of one's own questions over a folder of sources, each with the quotes that answer it."""

import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from retrieval.documents import Document, Passage, Span
from retrieval.errors import DatasetError
from retrieval.evaluation.dataset import (
    EvaluationQuestion,
    Gold,
    language_of_row,
    read_rows,
)
from retrieval.index.generation import Generation
from retrieval.sources.corpus import corpus_of
from retrieval.sources.folder import SourceFolder

_SPLITS = ("tune", "report")


class QuestionFile:
    """Questions with gold quotes. A passage is relevant if it holds at least half of a gold quote."""

    def __init__(self, path: Path, corpus: SourceFolder, name: str = "") -> None:
        """``name`` defaults to that of the file."""
        self.name = name or path.stem
        self.corpus = corpus
        self._path = path

    @cached_property
    def questions(self) -> tuple[EvaluationQuestion, ...]:
        """Checked: each gold quote stands in its document."""
        documents = {_file(document): document for document in corpus_of(self.corpus.snapshot()).documents}
        questions: dict[str, EvaluationQuestion] = {}
        for number, row in read_rows(self._path, ("id", "question")):
            where = f"{self._path.name}, line {number},"
            if row["id"] in questions:
                raise DatasetError(f"{where} repeats the id {row['id']!r}: make ids unique.")
            split = row.get("split", "report")
            if split not in _SPLITS:
                raise DatasetError(f"{where} has the split {split!r}: it must be tune or report.")
            gold = tuple(_gold(entry, documents, where) for entry in row.get("gold") or ())
            questions[row["id"]] = EvaluationQuestion(
                id=row["id"],
                text=row["question"],
                language=language_of_row(row, row["question"]),
                kind=str(row.get("kind", "")),
                split=split,
                gold=gold,
                asked=_asked(row, where),
            )
        if not any(question.is_answerable for question in questions.values()):
            raise DatasetError(f"{self._path} holds no question with an answer.")
        return tuple(questions.values())

    def item(self, passage: Passage) -> str:
        return f"{passage.document}:{passage.start}-{passage.end}"

    def relevant(self, generation: Generation, question: EvaluationQuestion) -> frozenset[str]:
        found = set()
        by_file = {_file(document): document for document in generation.documents.values()}
        for gold in question.gold:
            document = by_file[gold.document]
            spans = _places(document.text, gold.quote)
            for passage in generation.passages:
                if passage.document == document.id and any(_holds_half(passage, span) for span in spans):
                    found.add(self.item(passage))
        if question.gold and not found:
            raise DatasetError(f"The gold quotes of {question.id} stand in no passage: quote prose instead.")
        return frozenset(found)


def _file(document: Document) -> str:
    """The path of a document's file below the corpus folder."""
    return document.path.partition("/")[2]


def _asked(row: dict[str, Any], where: str) -> datetime.date | None:
    stated = row.get("asked")
    try:
        return datetime.date.fromisoformat(stated) if stated is not None else None
    except (TypeError, ValueError) as error:
        raise DatasetError(f"{where} was asked on {stated!r}: write a day such as 2024-05-31.") from error


def _gold(entry: Any, documents: dict[str, Document], where: str) -> Gold:
    if not isinstance(entry, dict) or not all(
        isinstance(entry.get(key), str) for key in ("document", "quote")
    ):
        raise DatasetError(f"{where} has a gold entry without document or quote: correct it.")
    gold = Gold(entry["document"], entry["quote"])
    if gold.document not in documents:
        raise DatasetError(f"{where} names the document {gold.document!r}, which the corpus lacks.")
    if not gold.quote.strip() or not _places(documents[gold.document].text, gold.quote):
        raise DatasetError(f"{where} quotes what does not stand in {gold.document}: {gold.quote!r}.")
    return gold


def _places(text: str, quote: str) -> list[Span]:
    """Where ``quote`` stands in ``text``, non-breaking spaces folded: one character for one."""
    text, quote = text.replace("\u00a0", " "), quote.replace("\u00a0", " ").strip()
    places, at = [], text.find(quote)
    while quote and at >= 0:
        places.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return places


def _holds_half(passage: Passage, span: Span) -> bool:
    inside = min(passage.end, span[1]) - max(passage.start, span[0])
    return 2 * inside >= span[1] - span[0]
