"""The command ``bench``: what answering costs, as ratios to the plainest way."""

import argparse
from dataclasses import asdict

from rich.table import Table

from bot.cli.evaluation import TEST_SET
from bot.cli.payload import print_json
from bot.engine import open_engine
from bot.exit_codes import OK
from bot.settings import Settings
from bot.terminal.console import Terminal, user_phrases
from retrieval import open_dataset
from retrieval.evaluation import Speed, measure_speed


def bench(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command; returns the exit code."""
    with terminal.progress(user_phrases(settings)) as bars:
        engine = open_engine(settings, bars)
        dataset = open_dataset(TEST_SET, settings.corpus_dir)
        questions = [question.text for question in dataset.questions]
        speed = measure_speed(engine, questions, options.passages, bars)
    if options.json:
        names = ("answer_ratio", "busy_ratio", "index_ratio")
        print_json(asdict(speed) | {name: round(getattr(speed, name), 3) for name in names})
    else:
        _print(speed, str(engine.model_id), terminal)
    return OK


def _print(speed: Speed, model: str, terminal: Terminal) -> None:
    terminal.out.print(f"{speed.passages} passages, {speed.questions} questions one at a time; model {model}")
    table = Table(box=None, pad_edge=False)
    for heading in ("", "dayeksoz", "plain", "ratio"):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    table.add_row(
        "a question, p50",
        f"{speed.answer_ms:.1f} ms",
        f"{speed.plain_answer_ms:.1f} ms",
        f"{speed.answer_ratio:.2f}",
    )
    table.add_row(
        "indexing",
        f"{speed.indexed_per_second:.1f} passages/s",
        f"{speed.embedded_per_second:.1f} passages/s",
        f"{speed.index_ratio:.2f}",
    )
    terminal.out.print(table)
    terminal.out.print("Plain: the passages embedded and nothing else, the nearest one to a question found.")
    terminal.out.print(
        f"While another process keeps a core busy, 95 % of the answers take at most "
        f"{speed.busy_p95_ms:.1f} ms: {speed.busy_ratio:.2f} times the p50."
    )
