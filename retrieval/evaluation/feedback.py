"""People's verdicts on quotes, and how they become questions of a test set.

A row of an export is a JSON object a line: ``question``, ``document`` (the file below the corpus folder),
``quote`` and ``verdict`` (``up`` or ``down``); more keys may stand beside them.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from retrieval.durable import write_file
from retrieval.errors import DatasetError
from retrieval.evaluation.dataset import read_rows
from retrieval.language.detection import language_of


class Verdict(StrEnum):
    """What a person thought of a quote."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One verdict on one quote."""

    question: str
    document: str
    quote: str
    verdict: Verdict

    @property
    def id(self) -> str:
        """The id of the question that this becomes: the same question has the same id."""
        return f"fb-{hashlib.sha256(self.question.strip().casefold().encode()).hexdigest()[:10]}"


def read_feedback(path: Path) -> list[Feedback]:
    """The rows of an export; raises DatasetError, naming the line, for one that is not such a row."""
    found = []
    for number, row in read_rows(path, ("question", "document", "quote", "verdict")):
        if row["verdict"] not in list(Verdict):
            raise DatasetError(f"{path.name}, line {number}, has the verdict {row['verdict']!r}: up or down.")
        found.append(Feedback(row["question"], row["document"], row["quote"], Verdict(row["verdict"])))
    return found


def write_feedback(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Writes rows of an export in one step."""
    write_file(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())


def known_ids(path: Path) -> set[str]:
    """Ids of the questions that a test set holds already; none where there is no file."""
    return {row["id"] for _, row in read_rows(path, ("id",))} if path.exists() else set()


def add_question(path: Path, feedback: Feedback, *, is_answer: bool) -> None:
    """Adds the question to the test set ``path``, to be tuned on: with its quote as the answer, or as one
    that has no answer in the corpus. The file is replaced in one step.
    """
    row = {
        "id": feedback.id,
        "question": feedback.question,
        "language": language_of(feedback.question),
        "kind": "feedback",
        "style": "feedback",
        "gold": [{"document": feedback.document, "quote": feedback.quote}] if is_answer else [],
        "split": "tune",
    }
    before = path.read_bytes() if path.exists() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    write_file(path, before + json.dumps(row, ensure_ascii=False).encode() + b"\n")
