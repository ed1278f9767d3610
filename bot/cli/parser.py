"""The arguments of the command line, and their ``--help``."""

import argparse
import contextlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from bot.cli.source_arguments import add_additions, add_sources, dates
from retrieval.evaluation import RANKER_NAMES

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_MOST_QUOTES = 50
"""A choice: who wants more is better served by the sources themselves."""

_MOST_PASSAGES = 100_000
"""A choice: more than an hour of embedding on two processor cores."""

_SIZES = "1000,10000,100000,1000000"
_SMALLEST_SCALE, _LARGEST_SCALE = 100, 10_000_000
"""Passages. A choice: 1 % of fewer is none, and more take days."""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    whole = argparse.ArgumentParser(
        prog="dayeksoz",
        description="Answers questions with verbatim quotes from a news corpus, with date and link.",
        epilog="Settings are read from the environment and .env; .env.example names them all.",
    )
    whole.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_ask(commands)
    commands.add_parser("repl", help="ask in the terminal, one question after another")
    add_sources(commands)
    add_additions(commands)
    source = commands.add_parser(
        "source",
        help="one source: what is known of it, and its text",
        description="Shows one source. The text is what quotes are spans of, in code points: with --text "
        "nothing else is printed, so that any quote can be checked.",
        epilog="Exit code 0: it worked; 1: there is no such source; 2: bad usage; 5: a setting is wrong.",
    )
    source.add_argument("id", metavar="ID", help="as 'dayeksoz sources' lists it")
    form = source.add_mutually_exclusive_group()
    form.add_argument("--text", action="store_true", help="print the text alone, unchanged")
    form.add_argument("--json", action="store_true", help="print a JSON object, with the text's SHA-256")
    index = commands.add_parser("index", help="build, inspect, roll back or rebuild the index")
    index.add_argument(
        "action",
        choices=["build", "status", "rollback", "rebuild"],
        nargs="?",
        default="build",
        help="build: bring it up to date (the default); status: say whether it is, and what is kept; "
        "rollback: go back to the index before the last build; rebuild: make it anew from nothing",
    )
    index.add_argument(
        "--verify", action="store_true", help="also read all of its files; exit code 1 if one is damaged"
    )
    _add_eval(commands)
    _add_calibrate(commands)
    _add_bench(commands)
    _add_feedback(commands)
    commands.add_parser(
        "telegram",
        help="answer in Telegram",
        description="Runs the Telegram bot until Ctrl-C or SIGTERM. Its token is DAYEKSOZ_TELEGRAM_TOKEN.",
        epilog="Exit code 0: it was stopped; 1: a failure; 2: bad usage; 3: the token is missing or refused; "
        "4: another instance runs with the same token; 5: a setting is wrong.",
    )
    return whole


class _Version(argparse.Action):
    """Looks the version up when it is asked for: importing the metadata costs more than all other parsing."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib import metadata

        sys.stdout.write(f"{metadata.version('dayeksoz')}\n")
        parser.exit()


def _add_feedback(commands: _Commands) -> None:
    feedback = commands.add_parser("feedback", help="turn people's verdicts into test questions")
    actions = feedback.add_subparsers(dest="action", required=True, metavar="ACTION")
    export = actions.add_parser(
        "export",
        help="write the verdicts given in Telegram",
        description="Writes the verdicts given in Telegram, one JSON object a line.",
    )
    export.add_argument("--output", type=Path, metavar="FILE", help="where to (default: standard output)")
    review = actions.add_parser(
        "review",
        help="decide which verdicts become questions",
        description="Shows each exported verdict on a quote, and adds the question to a test set: with the "
        "quote as its answer, or as one without an answer.",
    )
    review.add_argument("export", type=Path, metavar="EXPORT", help="a .jsonl file of verdicts")
    review.add_argument(
        "--into", type=Path, required=True, metavar="FILE", help="the test set (.jsonl) to add to"
    )


def _add_calibrate(commands: _Commands) -> None:
    calibrate = commands.add_parser(
        "calibrate",
        help="fit the confidence to test sets",
        description="Fits the confidence to questions that may be tuned on (a file's tune split, a whole "
        "BEIR folder) and chooses the threshold from which answers are given.",
    )
    calibrate.add_argument("dataset", nargs="+", type=Path, metavar="DATASET")
    _add_near_misses(calibrate)
    calibrate.add_argument(
        "--target",
        type=_share,
        default=0.1,
        metavar="SHARE",
        help="at most this share of wrong answers among answers given (default 0.1)",
    )
    calibrate.add_argument(
        "--output", type=Path, metavar="FILE", help="where to write it (default: the data folder)"
    )


def _add_near_misses(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--near-misses",
        action="store_true",
        help="add questions without an answer: the others with a name, a year, a number or a thing swapped",
    )


def _add_bench(commands: _Commands) -> None:
    bench = commands.add_parser(
        "bench",
        help="measure what answering costs, as ratios",
        description="Measures questions and indexing beside the plainest way with the same model: passages "
        "embedded and nothing else, and the nearest one to a question found. The passages are made of the "
        "sentences of the corpus.",
    )
    bench.add_argument("--json", action="store_true", help="print a JSON object")
    bench.add_argument("--plot", type=Path, metavar="FILE", help="also draw the figures, as a PNG")
    bench.add_argument(
        "--passages", type=_up_to(_MOST_PASSAGES), default=1000, metavar="N", help="how many (default 1000)"
    )
    scale = bench.add_subparsers(dest="what", metavar="[scale]").add_parser(
        "scale",
        help="measure what an index costs as it grows instead",
        description="Makes news of real sentences, with encodings made of real ones, and measures an index "
        "of each size: building, opening, adding 1 %%, questions, memory, disk, and how many of the nearest "
        "vectors are found. A million passages take hours; a size is printed as soon as it is measured.",
    )
    scale.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print a JSON object")
    scale.add_argument(
        "--plot",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="FILE",
        help="also draw the figures, as a PNG",
    )
    scale.add_argument(
        "--passages",
        type=_sizes,
        default=_SIZES,
        dest="sizes",
        metavar="N,N…",
        help=f"how many, separated by commas (default {_SIZES})",
    )
    scale.add_argument(
        "--folder",
        type=Path,
        metavar="FOLDER",
        help="where the temporary indexes lie, which are large (default: the system's temporary folder)",
    )


def _sizes(value: str) -> tuple[int, ...]:
    read, sizes = _up_to(_LARGEST_SCALE), []
    for part in value.split(","):
        with contextlib.suppress(argparse.ArgumentTypeError):
            sizes.append(read(part))
    if len(sizes) == len(value.split(",")) and min(sizes) >= _SMALLEST_SCALE:
        return tuple(sorted(set(sizes)))
    raise argparse.ArgumentTypeError(
        f"{value!r} is not a list of numbers from {_SMALLEST_SCALE} to {_LARGEST_SCALE}, such as 1000,10000"
    )


def _share(value: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 < float(value) < 1:
            return float(value)
    raise argparse.ArgumentTypeError(f"{value!r} is not a share between 0 and 1")


def _add_eval(commands: _Commands) -> None:
    evaluation = commands.add_parser(
        "eval",
        help="measure retrieval and abstention on a test set",
        description="Asks every question of a test set and measures the answers. DATASET is a folder in "
        "BEIR layout or a .jsonl file of questions; by default the project's own test set.",
        epilog="Exit code 0: it worked; 1: a failure, or a figure below --min; 2: bad usage; "
        "5: a setting is wrong.",
    )
    evaluation.add_argument("dataset", nargs="?", type=Path, metavar="DATASET")
    evaluation.add_argument("--json", action="store_true", help="print a JSON object")
    evaluation.add_argument(
        "--ranker",
        choices=RANKER_NAMES,
        default="hybrid",
        help="hybrid: as answers are ranked (the default); lexical: BM25; dense, coverage, glossary, "
        "windows: each with one part more, and hybrid with late interaction",
    )
    evaluation.add_argument(
        "--readers",
        action="store_true",
        help="measure the readers instead: what they state of the files in DATASET, a folder of sources/ "
        "with rows of right facts (.jsonl)",
    )
    _add_near_misses(evaluation)
    evaluation.add_argument("--split", choices=["tune", "report"], help="only the questions of one split")
    evaluation.add_argument("--against", type=Path, metavar="RUN", help="compare with a saved run (.json)")
    evaluation.add_argument("--report", type=Path, metavar="FILE", help="also write a page (.html)")
    evaluation.add_argument(
        "--min",
        type=_least,
        action="append",
        default=[],
        metavar="MEASURE=VALUE",
        help="fail below this figure, such as nDCG@10=0.9; may be repeated",
    )


def _least(value: str) -> tuple[str, float]:
    from retrieval.evaluation import MEASURES

    name, _, least = value.partition("=")
    with contextlib.suppress(ValueError):
        if name in MEASURES:
            return name, float(least)
    raise argparse.ArgumentTypeError(f"{value!r} is not one of {', '.join(MEASURES)} with =VALUE")


def _add_ask(commands: _Commands) -> None:
    ask = commands.add_parser(
        "ask",
        help="answer one question, or many from standard input",
        description="Answers one question. With '-' in its place, reads one question a line from "
        "standard input and prints one JSON object a line, in order.",
        epilog="Exit code 0: it worked, answered or not; 1: a failure; 2: bad usage; 5: a setting is wrong.",
    )
    ask.add_argument("question", nargs="+", help="the question, or - for standard input")
    ask.add_argument("--json", action="store_true", help="print a JSON object")
    ask.add_argument(
        "--top",
        type=_up_to(_MOST_QUOTES),
        default=3,
        metavar="N",
        help="at most N quotes, 1 to 50 (default 3)",
    )
    for option, side in (("--since", "from this date on"), ("--until", "up to the end of this date")):
        ask.add_argument(
            option,
            type=dates,
            metavar="DATE",
            help=f"only what was published {side}, or speaks of that time: 2022, 2022-08 or 2022-08-19",
        )


def _up_to(most: int) -> Callable[[str], int]:
    """Reads a whole number from 1 to ``most``."""

    def count(value: str) -> int:
        if value.isascii() and value.isdigit() and 1 <= int(value) <= most:
            return int(value)
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 1 to {most}")

    return count
