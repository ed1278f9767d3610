"""The command ``bench scale``: what an index costs as it grows."""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

from rich.table import Table

from bot.cli.evaluation import TEST_SET
from bot.cli.payload import print_json
from bot.engine import model_choice
from bot.exit_codes import OK
from bot.settings import Settings
from bot.terminal.console import Terminal, user_phrases
from retrieval import Engine, open_dataset
from retrieval.documents import Document
from retrieval.errors import DatasetError
from retrieval.evaluation import ScaleFigures, measure_scale, save_scale_plot, slope
from retrieval.sources import SourceFolder

_Row: TypeAlias = tuple[str, Callable[[ScaleFigures], str]]

_GROWING: Mapping[str, Callable[[ScaleFigures], float]] = {
    "building": lambda one: one.build_seconds,
    "adding 1 %": lambda one: one.adding_seconds,
    "a question, p50": lambda one: one.asking.p50_ms,
    "a question, p95": lambda one: one.asking.p95_ms,
    "resident memory": lambda one: one.asking.asked.whole,
    "disk": lambda one: one.disk,
    "different words": lambda one: one.distinct_words,
}
"""Of which it is said how fast they grow."""

_LABEL, _COLUMN = 38, 24
"""Letters of the table's first column and of the others at most: no figure is cut off, however narrow the
terminal is.
"""


def bench_scale(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command; returns the exit code. Each size is shown, and drawn, as soon as it is measured."""
    if options.plot and not options.plot.absolute().parent.is_dir():
        raise DatasetError(f"There is no folder {options.plot.parent} for the plot: make it first.")
    finished: list[ScaleFigures] = []
    with terminal.progress(user_phrases(settings)) as bars:
        documents, questions = _given(settings)
        measured = measure_scale(
            documents, questions, options.sizes, options.folder, bars, model_choice(settings)
        )
        try:
            for figures in measured:
                finished.append(figures)
                terminal.err.print(_sentence(figures))
                if not options.json:
                    width = max(terminal.out.width, _LABEL + _COLUMN * len(finished))
                    terminal.out.print(scale_table(finished), width=width, crop=False)
                if options.plot:
                    save_scale_plot(finished, options.plot)
        finally:  # a size that fails, or Ctrl-C, does not cost those before it
            _print_whole(finished, terminal, as_json=options.json)
    return OK


def _print_whole(finished: Sequence[ScaleFigures], terminal: Terminal, *, as_json: bool) -> None:
    """The JSON object, or what can be said of several sizes."""
    if as_json and finished:
        print_json(scale_payload(finished))
    elif len(finished) > 1:
        terminal.out.print("Growth with the number of passages n, as n to the power of:")
        for name, exponent in growth(finished).items():
            terminal.out.print(f"  {name:<18}{exponent:>6.2f}")


def scale_table(finished: Sequence[ScaleFigures]) -> Table:
    """A column for each size; beside seconds of building, their share of what embedding takes."""
    table = Table(box=None, pad_edge=False)
    table.add_column("passages", no_wrap=True)
    for one in finished:
        table.add_column(f"{one.passages:,}", justify="right", no_wrap=True)
    for title, of_size in _rows(finished):
        table.add_row(title, *map(of_size, finished))
    return table


def scale_payload(finished: Sequence[ScaleFigures]) -> dict[str, Any]:
    """All figures as a JSON object."""
    sizes = [asdict(one) | {"build_seconds": one.build_seconds, "disk": one.disk} for one in finished]
    return {"sizes": sizes, "growth": growth(finished)}


def growth(finished: Sequence[ScaleFigures]) -> dict[str, float]:
    """By name the exponent with which a figure grows with the number of passages; empty for one size."""
    slopes = {
        name: slope([(one.passages, of_size(one)) for one in finished]) for name, of_size in _GROWING.items()
    }
    return {name: round(exponent, 3) for name, exponent in slopes.items() if exponent is not None}


def _rows(finished: Sequence[ScaleFigures]) -> Iterator[_Row]:
    """Headings, each with what stands there for a size."""
    yield "words, different ones", lambda one: f"{one.words:,}  {one.distinct_words:,}"
    yield "embedding alone, from 300 passages", lambda one: _seconds(one.embedding_seconds, one)
    yield "building without embedding", lambda one: _seconds(one.build_seconds, one)
    yield from map(_stage, dict.fromkeys(name for one in finished for name in one.building.stages))
    yield "passages/s without embedding", lambda one: f"{one.passages / one.build_seconds:,.0f}"
    yield "peak memory of building", lambda one: _megabytes(one.building.peak.whole)
    yield "adding 1 %", lambda one: _seconds(one.adding_seconds, one)
    yield "opening", lambda one: f"{one.asking.open_seconds:.2f} s"
    yield "first question", lambda one: _milliseconds(one.asking.first_ms)
    yield "a question, p50", lambda one: _milliseconds(one.asking.p50_ms)
    yield "a question, p95", lambda one: _milliseconds(one.asking.p95_ms)
    yield from map(_part, dict.fromkeys(name for one in finished for name in one.asking.parts_ms))
    yield "recall@10 of the vectors", lambda one: f"{one.neighbours.recall:.4f}"
    yield "nearest 100 vectors, p50", lambda one: _milliseconds(one.neighbours.ms)
    yield "  by usearch alone, p50, recall@10", _graph
    yield "memory: the model, before opening", lambda one: _megabytes(one.asking.loaded.whole)
    yield "  after opening", lambda one: _megabytes(one.asking.opened.whole)
    yield "  after the questions", lambda one: _megabytes(one.asking.asked.whole)
    yield "  of it, not mapped from files", lambda one: _megabytes(one.asking.asked.own)
    yield "disk", lambda one: _megabytes(one.disk / 1e6)
    kinds = dict.fromkeys(name for one in finished for name in one.building.disk)
    yield from (_kind(name) for name in kinds if not _is_small(name, finished))


def _stage(name: str) -> _Row:
    return f"  {name}", lambda one: _seconds(one.building.stages.get(name, 0.0), one)


def _part(name: str) -> _Row:
    return f"  {name}, mean", lambda one: _milliseconds(one.asking.parts_ms[name])


def _kind(name: str) -> _Row:
    return f"  {name}", lambda one: _megabytes(one.building.disk.get(name, 0) / 1e6)


def _milliseconds(milliseconds: float) -> str:
    return f"{milliseconds:,.2f} ms"


def _megabytes(megabytes: float) -> str:
    return f"{megabytes:,.0f} MB"


def _is_small(name: str, finished: Sequence[ScaleFigures]) -> bool:
    """Whether files of this kind are never a hundredth of the index."""
    return all(100 * one.building.disk.get(name, 0) < one.disk for one in finished)


def _seconds(seconds: float, one: ScaleFigures) -> str:
    return f"{seconds:,.1f} s  {seconds / one.embedding_seconds:.3f}"


def _graph(one: ScaleFigures) -> str:
    graph = one.neighbours.graph
    return f"{graph.ms:,.2f} ms  {graph.recall:.4f}" if graph else "not installed"


def _sentence(one: ScaleFigures) -> str:
    return (
        f"{one.passages:,} passages: built in {one.build_seconds:,.0f} s without embedding, opened in "
        f"{one.asking.open_seconds:.2f} s, a question in {one.asking.p50_ms:,.1f} ms; "
        f"{one.asking.asked.whole:,} MB of memory, {one.disk / 1e9:,.2f} GB of disk."
    )


def _given(settings: Settings) -> tuple[list[Document], list[str]]:
    """Documents whose sentences texts are made of, and questions: of the corpus, and of the test sets of news
    where they are there.
    """
    documents = list(Engine(SourceFolder(settings.corpus_dir), settings.data_dir).read_corpus().documents)
    questions = []
    for folder in sorted(TEST_SET.parent.glob("news-*")):
        dataset = open_dataset(folder, settings.corpus_dir)
        documents += Engine(dataset.corpus, settings.data_dir).read_corpus().documents
        questions += [question.text for question in dataset.questions]
    return documents, questions
