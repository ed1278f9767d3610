"""What the readers state of files whose right facts are known: how much is right, and how much is missed.

A folder holds ``sources/`` and files of rows (``*.jsonl``), one row for each document that should be read::

    {"document": "ru/a.html", "title": "…", "published": "2024-04-18", "time": "10:35", "publisher": null, …}

``document`` is a path below ``sources/``, with ``#`` and the part where a file holds several. A fact that is
null must not be stated; one that a row leaves out is not looked at. ``speakers`` maps the first words of
paragraphs to who says them; ``prose`` and ``no_prose`` list words that must, and must not, be quotable.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.documents import Document, Fact
from retrieval.errors import DatasetError
from retrieval.evaluation.dataset import read_rows
from retrieval.sources.corpus import corpus_of
from retrieval.sources.folder import SourceFolder

FACTS = (
    "document", "title", "author", "published", "time", "updated",
    "publisher", "cites", "link", "speaker", "prose",
)  # fmt: skip
"""What is compared, in the order in which it is shown."""

_SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A fact that was not read right: None stands for one that is not stated."""

    document: str
    fact: str
    expected: str | None
    found: str | None


@dataclass(frozen=True, slots=True)
class FactScore:
    """How often a fact was read right, how often it should have been stated, and how often it was."""

    right: int
    due: int
    stated: int

    @property
    def precision(self) -> float:
        """The share of what was stated that is right; 1 where nothing was."""
        return self.right / self.stated if self.stated else 1.0

    @property
    def recall(self) -> float:
        """The share of what should have been stated that was, and right; 1 where nothing was due."""
        return self.right / self.due if self.due else 1.0


@dataclass(frozen=True, slots=True)
class ReaderReport:
    """Scores by fact, in the order of `FACTS`, and all that was not right."""

    files: int
    documents: int
    scores: dict[str, FactScore]
    mismatches: tuple[Mismatch, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    fact: str
    expected: str | None
    found: str | None


def measure_readers(folder: Path) -> ReaderReport:
    """Reads all of ``folder`` and compares; raises DatasetError where it holds no rows."""
    rows = [row for path in sorted(folder.glob("*.jsonl")) for _, row in read_rows(path, ("document",))]
    if not rows:
        raise DatasetError(f"{folder} holds no rows: put .jsonl files of right facts in it.")
    corpus = corpus_of(SourceFolder(folder / _SOURCES).snapshot())
    found = {document.path.removeprefix(f"{_SOURCES}/"): document for document in corpus.documents}
    right, due, stated = Counter[str](), Counter[str](), Counter[str]()
    mismatches = []
    for name, fact in _all_compared(rows, found):
        due[fact.fact] += fact.expected is not None
        stated[fact.fact] += fact.found is not None
        is_right = _same(fact.fact, fact.expected, fact.found)
        right[fact.fact] += is_right and fact.found is not None
        if not is_right:
            mismatches.append(Mismatch(name, fact.fact, fact.expected, fact.found))
    return ReaderReport(
        files=len({row["document"].partition("#")[0] for row in rows}),
        documents=len(rows),
        scores={fact: FactScore(right[fact], due[fact], stated[fact]) for fact in FACTS},
        mismatches=tuple(mismatches),
    )


def _all_compared(rows: list[dict[str, Any]], found: dict[str, Document]) -> Iterator[tuple[str, _Compared]]:
    expected = {row["document"] for row in rows}
    for name in found.keys() - expected:
        yield name, _Compared("document", None, name)
    for row in rows:
        name, document = row["document"], found.get(row["document"])
        yield name, _Compared("document", name, name if document else None)
        if document:
            yield from ((name, fact) for fact in _compared(row, document))


def _compared(row: dict[str, Any], document: Document) -> Iterator[_Compared]:
    stated = _stated(document)
    for fact, value in stated.items():
        if fact in row:
            yield _Compared(fact, row[fact], value)
    paragraphs = [(document.text[one.start : one.end], one.speaker) for one in document.paragraphs]
    for words, speaker in row.get("speakers", {}).items():
        spoken = [said for text, said in paragraphs if _joined(words) in _joined(text)]
        if spoken:
            yield _Compared("speaker", speaker, spoken[0])
    prose = _joined(" ".join(text for text, _ in paragraphs))
    for words in row.get("prose", ()):
        yield _Compared("prose", words, words if _joined(words) in prose else None)
    for words in row.get("no_prose", ()):
        yield _Compared("prose", None, words if _joined(words) in prose else None)


def _stated(document: Document) -> dict[str, str | None]:
    published, updated = document.published, document.updated
    return {
        "title": _value(document.title),
        "author": _value(document.author),
        "published": published.isoformat() if published else None,
        "time": f"{published.time:%H:%M}" if published and published.time else None,
        "updated": updated.isoformat() if updated else None,
        "publisher": _value(document.publisher),
        "cites": _value(document.cites),
        "link": document.link.url,
    }


def _value(fact: Fact | None) -> str | None:
    return fact.value if fact else None


def _same(fact: str, expected: str | None, found: str | None) -> bool:
    if expected is None or found is None:
        return expected is found
    one, other = _joined(expected), _joined(found)
    # «Tengrinews.kz» is the site tengrinews.kz.
    return one.casefold() == other.casefold() if fact == "publisher" else one == other


def _joined(text: str) -> str:
    return " ".join(text.split())
