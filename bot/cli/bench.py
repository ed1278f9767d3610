"""The command ``bench``: what answering costs, as ratios to the plainest way."""

import argparse
import sys
from dataclasses import asdict

from rich.table import Table

from bot.cli.evaluation import TEST_SET
from bot.cli.payload import print_json
from bot.cli.scale import bench_scale
from bot.engine import open_engine
from bot.exit_codes import OK
from bot.settings import Settings
from bot.terminal.console import Terminal, user_phrases
from retrieval import open_dataset
from retrieval.evaluation import (
    ColdStart,
    Speed,
    measure_cold_start,
    measure_speed,
    save_speed_plot,
)


def bench(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command, or ``bench scale``; returns the exit code."""
    if options.what == "scale":
        return bench_scale(options, settings, terminal)
    with terminal.progress(user_phrases(settings)) as bars:
        engine = open_engine(settings, bars)
        dataset = open_dataset(TEST_SET, settings.corpus_dir)
        questions = [question.text for question in dataset.questions]
        command = [sys.executable, "-m", "bot", "ask", questions[0]]
        cold = measure_cold_start(engine, command, questions[0], bars)
        speed = measure_speed(engine, questions, options.passages, bars)
    if options.plot:
        save_speed_plot(speed, cold, options.plot)
    if options.json:
        names = ("answer_ratio", "busy_ratio", "index_ratio")
        ratios = {name: round(getattr(speed, name), 3) for name in names}
        cold_ratios = {name: round(getattr(cold, name), 3) for name in ("time_ratio", "memory_ratio")}
        print_json(asdict(speed) | ratios | {"cold_start": asdict(cold) | cold_ratios})
    else:
        _print(speed, cold, str(engine.model_id), terminal)
    return OK


def _print(speed: Speed, cold: ColdStart, model: str, terminal: Terminal) -> None:
    terminal.out.print(f"{speed.passages} passages, {speed.questions} questions one at a time; model {model}")
    table = Table(box=None, pad_edge=False)
    for heading in ("", "dayeksoz", "plain", "ratio"):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    table.add_row(
        "cold start to an answer",
        f"{cold.seconds:.2f} s",
        f"{cold.plain_seconds:.2f} s",
        f"{cold.time_ratio:.2f}",
    )
    table.add_row(
        "its peak memory",
        f"{cold.memory:.0f} MiB",
        f"{cold.plain_memory:.0f} MiB",
        f"{cold.memory_ratio:.2f}",
    )
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
