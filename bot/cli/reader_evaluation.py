"""``eval --readers``: what the readers state of files whose right facts are known."""

from dataclasses import asdict
from pathlib import Path

from rich.table import Table
from rich.text import Text

from bot.citation import shown
from bot.cli.payload import print_json
from bot.settings import PROJECT
from bot.terminal.console import Terminal
from retrieval.evaluation import ReaderReport, measure_readers

READER_SET = PROJECT / "tests" / "testset" / "readers"
"""The project's own files, with the right facts of each."""

_SHOWN = 30
"""Mismatches that are printed; ``--json`` has them all."""


def evaluate_readers(folder: Path, terminal: Terminal, *, as_json: bool) -> None:
    """Prints precision and recall of each fact, and what was read wrong or missed."""
    report = measure_readers(folder)
    if as_json:
        print_json(_payload(report))
    else:
        _print(report, terminal)


def _payload(report: ReaderReport) -> dict[str, object]:
    facts = {
        fact: asdict(score) | {"precision": round(score.precision, 4), "recall": round(score.recall, 4)}
        for fact, score in report.scores.items()
    }
    mismatches = [asdict(mismatch) for mismatch in report.mismatches]
    return {"files": report.files, "documents": report.documents, "facts": facts, "mismatches": mismatches}


def _print(report: ReaderReport, terminal: Terminal) -> None:
    out = terminal.out
    out.print(f"{report.documents} documents in {report.files} files")
    table = Table(box=None, pad_edge=False)
    for heading in ("fact", "due", "stated", "right", "precision", "recall"):
        table.add_column(heading, justify="left" if heading == "fact" else "right", no_wrap=True)
    for fact, score in report.scores.items():
        counts = map(str, (score.due, score.stated, score.right))
        table.add_row(fact, *counts, f"{score.precision:.3f}", f"{score.recall:.3f}")
    out.print(table)
    for mismatch in report.mismatches[:_SHOWN]:
        expected, found = (
            "nothing" if value is None else f"«{shown(value)}»"
            for value in (mismatch.expected, mismatch.found)
        )
        out.print(Text(f"{mismatch.document}: {mismatch.fact}: {found}, not {expected}"))
    if len(report.mismatches) > _SHOWN:
        out.print(f"… and {len(report.mismatches) - _SHOWN} more; --json lists them all.")
