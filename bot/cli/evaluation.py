"""The commands ``eval``, which measures answers, and ``calibrate``, which fits the confidence."""

import argparse

from bot.cli.evaluation_payload import evaluation_payload
from bot.cli.evaluation_tables import print_run
from bot.cli.payload import print_json
from bot.cli.reader_evaluation import READER_SET, evaluate_readers
from bot.engine import open_engine
from bot.exit_codes import FAILED, OK
from bot.settings import PROJECT, Settings
from bot.terminal.console import Terminal, user_phrases
from retrieval import calibrate as fit_confidence
from retrieval import evaluate as ask_all
from retrieval import open_dataset, summarise
from retrieval.errors import DatasetError
from retrieval.evaluation import compare, load_run, save_calibration, save_report, save_run

TEST_SET = PROJECT / "tests" / "testset" / "questions.jsonl"
"""The project's own questions over its seeds."""


def evaluate(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command ``eval``; returns the exit code, 1 where a figure is below its minimum."""
    if options.readers:
        evaluate_readers(options.dataset or READER_SET, terminal, as_json=options.json)
        return OK
    old = load_run(options.against) if options.against else None
    if options.report and not options.report.absolute().parent.is_dir():
        raise DatasetError(f"There is no folder {options.report.parent} for the report: make it first.")
    with terminal.progress(user_phrases(settings)) as bars:
        run = ask_all(
            open_engine(settings, bars),
            open_dataset(options.dataset or TEST_SET, settings.corpus_dir),
            ranker=options.ranker,
            split=options.split,
            with_near_misses=options.near_misses,
            progress=bars,
        )
    saved = save_run(run, settings.data_dir / "runs")
    if options.report:
        save_report(run, options.report)
    comparison = compare(old, run) if old else None
    summary = summarise(run.results)
    if options.json:
        print_json(evaluation_payload(run, summary, comparison) | {"run": str(saved)})
    else:
        print_run(run, summary, comparison, terminal)
        terminal.out.print(f"Saved as {saved} (--against takes it) and as a TREC run beside it.")
    missed = [(name, least) for name, least in options.min if summary.metrics[name].mean < least]
    for name, least in missed:
        terminal.err.print(f"dayeksoz: {name} is {summary.metrics[name].mean:.4f}, below {least}.")
    return FAILED if missed else OK


def calibrate(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command ``calibrate``; returns the exit code."""
    datasets = [open_dataset(path, settings.corpus_dir) for path in options.dataset]
    with terminal.progress(user_phrases(settings)) as bars:
        engine = open_engine(settings, bars)
        fitted = fit_confidence(engine, datasets, options.target, with_near_misses=options.near_misses)
    path = options.output or engine.calibration_path
    save_calibration(fitted, path)
    terminal.out.print(f"Fitted on {fitted.provenance.questions} questions; {fitted.provenance.target}.")
    for name, value in fitted.provenance.figures.items():
        terminal.out.print(f"  {name:<30} {value:.4f}")
    terminal.out.print(f"Answers are given from a confidence of {fitted.answers_from}. Written to {path}.")
    return OK
