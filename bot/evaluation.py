"""The commands ``eval`` (asks a test set, prints the figures, compares, gates) and ``calibrate``."""

import argparse
import json
import math
from typing import Any

from rich.table import Table
from rich.text import Text

from bot.engine import open_engine
from bot.exit_codes import FAILED, OK
from bot.settings import PROJECT, Settings
from bot.terminal import Terminal, user_frame
from retrieval import calibrate as fit_confidence
from retrieval import evaluate as ask_all
from retrieval import open_dataset, summarise
from retrieval.errors import DatasetError
from retrieval.evaluation import (
    Comparison,
    Result,
    Run,
    Summary,
    compare,
    groups,
    load_run,
    save_calibration,
    save_report,
    save_run,
)

TEST_SET = PROJECT / "tests" / "testset" / "questions.jsonl"

_SHOWN_CHANGES = 10
_BRIEF = ("nDCG@10", "Success@1")
_QUOTE_WIDTH = 160


def evaluate(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command; returns the exit code: 1 where a figure is below its minimum."""
    old = load_run(options.against) if options.against else None
    if options.report and not options.report.absolute().parent.is_dir():
        raise DatasetError(f"There is no folder {options.report.parent} for the report: make it first.")
    with terminal.progress(user_frame(settings)) as bars:
        run = ask_all(
            open_engine(settings, bars),
            open_dataset(options.dataset or TEST_SET, settings.corpus_dir),
            ranker=options.ranker,
            split=options.split,
            progress=bars,
        )
    saved = save_run(run, settings.data_dir / "runs")
    if options.report:
        save_report(run, options.report)
    comparison = compare(old, run) if old else None
    summary = summarise(run.results)
    if options.json:
        print(json.dumps(payload(run, summary, comparison) | {"run": str(saved)}, ensure_ascii=False))  # noqa: T201
    else:
        _print(run, summary, comparison, terminal)
        terminal.out.print(f"Saved as {saved} (--against takes it) and as a TREC run beside it.")
    missed = [(name, least) for name, least in options.min if summary.metrics[name].mean < least]
    for name, least in missed:
        terminal.err.print(f"dayeksoz: {name} is {summary.metrics[name].mean:.4f}, below {least}.")
    return FAILED if missed else OK


def calibrate(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Fits the confidence to the data sets named, and writes it; returns the exit code."""
    datasets = [open_dataset(path, settings.corpus_dir) for path in options.dataset]
    with terminal.progress(user_frame(settings)) as bars:
        engine = open_engine(settings, bars)
        fitted = fit_confidence(engine, datasets, options.target)
    path = options.output or engine.calibration_path
    save_calibration(fitted, path)
    terminal.out.print(f"Fitted on {fitted.provenance.questions} questions; {fitted.provenance.target}.")
    for name, value in fitted.provenance.figures.items():
        terminal.out.print(f"  {name:<30} {value:.4f}")
    terminal.out.print(f"Answers are given from a confidence of {fitted.answers_from}. Written to {path}.")
    return OK


def payload(run: Run, summary: Summary, comparison: Comparison | None) -> dict[str, Any]:
    """The contract of ``eval --json``; keys are never renamed."""
    return {
        "dataset": run.dataset,
        "documents": run.documents,
        "passages": run.passages,
        "questions": summary.questions,
        "unanswerable": summary.unanswerable,
        "model": run.model,
        "ranker": run.ranker,
        **_figures(summary),
        "seconds": {
            "index": round(run.index_seconds, 3),
            "query_p50_ms": round(run.percentile(50), 2),
            "query_p95_ms": round(run.percentile(95), 2),
        },
        "passages_per_second": run.passages_per_second,
        "groups": {
            by: {
                value: {"questions": group.questions, "unanswerable": group.unanswerable, **_figures(group)}
                for value, group in found.items()
            }
            for by, found in groups(run).items()
        },
        "against": comparison and _changes(comparison),
    }


def _figures(summary: Summary) -> dict[str, Any]:
    silent = summary.abstention
    return {
        "metrics": {name: _round(found.mean) for name, found in summary.metrics.items()},
        "intervals": {name: [_round(e.low), _round(e.high)] for name, e in summary.metrics.items()},
        "abstention": silent
        and {
            "auroc": round(silent.auroc, 4),
            "answer_rate": round(silent.answer_rate, 4),
            "wrong_answer_rate": round(silent.wrong_answer_rate, 4),
            "calibration_error": round(silent.calibration_error, 4),
        },
    }


def _changes(comparison: Comparison) -> dict[str, Any]:
    return {
        "questions": comparison.questions,
        "differences": {
            n: {"mean": round(d.mean, 4), "p": round(d.p, 4)} for n, d in comparison.differences.items()
        },
        "won": [new.id for _, new in comparison.won],
        "lost": [new.id for _, new in comparison.lost],
    }


def _round(value: float) -> float | None:
    """JSON has no NaN: the mean of no questions is null."""
    return None if math.isnan(value) else round(value, 4)


def _print(run: Run, summary: Summary, comparison: Comparison | None, terminal: Terminal) -> None:
    out = terminal.out
    out.print(Text(f"{run.dataset}, {run.ranker} ranking", style="bold"))
    out.print(
        f"{run.documents} documents, {run.passages} passages; {summary.questions} questions with an answer, "
        f"{summary.unanswerable} without; model {run.model}"
    )
    speed = f" (built at {run.passages_per_second} passages/s)" if run.passages_per_second else ""
    out.print(
        f"index {run.index_seconds:.1f} s{speed}; a question {run.percentile(50):.0f} ms (p50), "
        f"{run.percentile(95):.0f} ms (p95)"
    )
    out.print(_measures(summary))
    for by, found in groups(run).items():
        out.print(_table(by, found))
    if comparison:
        _print_changes(comparison, terminal)


def _measures(summary: Summary) -> Table:
    """Each measure with its 95 % interval."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, found in summary.metrics.items():
        if not math.isnan(found.mean):
            table.add_row(name, f"{found.mean:.4f}", f"[{found.low:.4f}, {found.high:.4f}]")
    silent = summary.abstention
    if silent:
        table.add_row("AUROC", f"{silent.auroc:.4f}", "of confidence, answerable or not")
        table.add_row("answer rate", f"{silent.answer_rate:.4f}", "of questions with an answer")
        table.add_row("wrong answers", f"{silent.wrong_answer_rate:.4f}", "of answers given")
        table.add_row("ECE", f"{silent.calibration_error:.4f}", "expected calibration error")
    return table


def _table(by: str, found: dict[str, Summary]) -> Table:
    """A row a group, the figures that are looked at first."""
    table = Table(box=None, pad_edge=False)
    for heading in (by, "n", *_BRIEF, "AUROC", "answered", "wrong"):
        table.add_column(heading, justify="left" if heading == by else "right", no_wrap=True)
    for value, summary in found.items():
        silent = summary.abstention
        figures = [summary.metrics[name].mean for name in _BRIEF]
        figures += [silent.auroc, silent.answer_rate, silent.wrong_answer_rate] if silent else [math.nan] * 3
        cells = ["–" if math.isnan(figure) else f"{figure:.3f}" for figure in figures]
        table.add_row(value, f"{summary.questions}+{summary.unanswerable}", *cells)
    return table


def _print_changes(comparison: Comparison, terminal: Terminal) -> None:
    out = terminal.out
    out.print(Text(f"\nAgainst the saved run, {comparison.questions} questions", style="bold"))
    for name, difference in comparison.differences.items():
        out.print(f"  {name:<11} {difference.mean:+.4f}  (p = {difference.p:.3f})")
    for heading, pairs in (("won", comparison.won), ("lost", comparison.lost)):
        out.print(Text(f"{len(pairs)} {heading}", style="bold"))
        for old, new in pairs[:_SHOWN_CHANGES]:
            out.print(f"  {new.id}  {new.question}\n    before: {_short(old)}\n    now:    {_short(new)}")


def _short(result: Result) -> str:
    words = " ".join(result.quote.split())
    return f"[{result.quoted_from}] {words[:_QUOTE_WIDTH]}{'…' if len(words) > _QUOTE_WIDTH else ''}"
