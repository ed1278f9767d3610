"""A run of an evaluation as terminal text: figures, tables, and what was won and lost."""

import math

from rich.table import Table
from rich.text import Text

from bot.terminal.console import Terminal
from retrieval.evaluation import Comparison, Result, Run, Summary, groups

_SHOWN_CHANGES = 10
"""Questions won, and lost, that are shown; the saved runs have them all."""

_BRIEF = ("nDCG@10", "Success@1")
"""The measures that a row of groups has room for."""

_QUOTE_WIDTH = 160
"""Characters of a quote: about two lines of a terminal."""


def print_run(run: Run, summary: Summary, comparison: Comparison | None, terminal: Terminal) -> None:
    """Prints the figures of ``run``, over all and by group, and how they changed."""
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
        refused = summary.refused
        if refused:
            interval = f"[{refused.low:.4f}, {refused.high:.4f}]"
            table.add_row("refused", f"{refused.mean:.4f}", f"{interval} of questions without an answer")
        table.add_row("wrong answers", f"{silent.wrong_answer_rate:.4f}", "of answers given")
        table.add_row("ECE", f"{silent.calibration_error:.4f}", "expected calibration error")
    return table


def _table(by: str, found: dict[str, Summary]) -> Table:
    """One row a group, with the figures that people look at first."""
    table = Table(box=None, pad_edge=False)
    for heading in (by, "n", *_BRIEF, "AUROC", "answered", "wrong", "refused"):
        table.add_column(heading, justify="left" if heading == by else "right", no_wrap=True)
    for value, summary in found.items():
        silent = summary.abstention
        figures = [summary.metrics[name].mean for name in _BRIEF]
        figures += [
            silent.auroc if silent else math.nan,
            summary.answered.mean if summary.answered else math.nan,
            silent.wrong_answer_rate if silent else math.nan,
            summary.refused.mean if summary.refused else math.nan,
        ]
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
