"""The command line: parses, runs one command, and turns errors into a sentence and an exit code.

Nothing heavy is imported before the arguments are known to be right, so ``--help`` is instant.
"""

import argparse
import contextlib
import os
import sys
import threading
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import NoReturn

from bot.exit_codes import BAD_USAGE, FAILED, INTERRUPTED, OK


def run() -> NoReturn:
    """The program: runs one command and exits with its code."""
    code = main()
    if threading.active_count() > 1:
        # A model that still loads behind the prompt would hold up the exit, or crash in it.
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    from bot import commands
    from retrieval.errors import DayeksozError

    try:
        code = commands.run(options)
        sys.stdout.flush()
    except DayeksozError as error:
        from bot.advice import sentence

        return _fail(sentence(error), _code(error))
    except BrokenPipeError:
        # The reader has seen enough ("| head"); the interpreter must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _fail(str(error), FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _code(error: Exception) -> int:
    from bot.telegram.faults import EndingError
    from retrieval.errors import QuestionError

    if isinstance(error, EndingError):
        return error.exit_code
    return BAD_USAGE if isinstance(error, QuestionError) else FAILED


def _fail(message: str, code: int) -> int:
    print(f"dayeksoz: {' '.join(message.split())}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dayeksoz",
        description="Answers questions with verbatim quotes from a news corpus, with date and link.",
        epilog="Settings are read from the environment and .env; .env.example names them all.",
    )
    parser.add_argument("--version", action="version", version=metadata.version("dayeksoz"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_ask(commands)
    commands.add_parser("repl", help="ask in the terminal, one question after another")
    sources = commands.add_parser("sources", help="what is in the corpus, with date, basis and link")
    sources.add_argument("--json", action="store_true", help="print a JSON array")
    index = commands.add_parser("index", help="build, inspect or rebuild the index")
    index.add_argument(
        "action",
        choices=["build", "status", "rebuild"],
        nargs="?",
        default="build",
        help="build: bring it up to date (the default); status: say whether it is; "
        "rebuild: make it anew from nothing",
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
        "4: another instance runs with the same token.",
    )
    return parser


def _add_feedback(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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


def _add_calibrate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    calibrate = commands.add_parser(
        "calibrate",
        help="fit the confidence to test sets",
        description="Fits the confidence to questions that may be tuned on (a file's tune split, a whole "
        "BEIR folder) and chooses the threshold from which answers are given.",
    )
    calibrate.add_argument("dataset", nargs="+", type=Path, metavar="DATASET")
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


def _add_bench(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bench = commands.add_parser(
        "bench",
        help="measure what answering costs, as ratios",
        description="Measures questions and indexing beside the plainest way with the same model: passages "
        "embedded and nothing else, and the nearest one to a question found. The passages are made of the "
        "sentences of the corpus.",
    )
    bench.add_argument("--json", action="store_true", help="print a JSON object")
    bench.add_argument(
        "--passages", type=_up_to(100_000), default=1000, metavar="N", help="how many (default 1000)"
    )


def _share(value: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 < float(value) < 1:
            return float(value)
    raise argparse.ArgumentTypeError(f"{value!r} is not a share between 0 and 1")


def _add_eval(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    evaluation = commands.add_parser(
        "eval",
        help="measure retrieval and abstention on a test set",
        description="Asks every question of a test set and measures the answers. DATASET is a folder in "
        "BEIR layout or a .jsonl file of questions; by default the project's own test set.",
        epilog="Exit code 0: it worked; 1: a failure, or a figure below --min; 2: bad usage.",
    )
    evaluation.add_argument("dataset", nargs="?", type=Path, metavar="DATASET")
    evaluation.add_argument("--json", action="store_true", help="print a JSON object")
    evaluation.add_argument(
        "--ranker",
        choices=["hybrid", "lexical", "dense", "coverage", "glossary", "windows"],
        default="hybrid",
        help="hybrid: as answers are ranked (the default); lexical: BM25; dense, coverage, glossary, "
        "windows: each with one part more, and hybrid with late interaction",
    )
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


def _add_ask(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    ask = commands.add_parser(
        "ask",
        help="answer one question, or many from standard input",
        description="Answers one question. With '-' in its place, reads one question a line from "
        "standard input and prints one JSON object a line, in order.",
        epilog="Exit code 0: it worked, answered or not; 1: a failure; 2: bad usage.",
    )
    ask.add_argument("question", nargs="+", help="the question, or - for standard input")
    ask.add_argument("--json", action="store_true", help="print a JSON object")
    ask.add_argument(
        "--top", type=_up_to(50), default=3, metavar="N", help="at most N quotes, 1 to 50 (default 3)"
    )


def _up_to(most: int) -> Callable[[str], int]:
    """Reads a whole number from 1 to ``most``."""

    def count(value: str) -> int:
        if value.isascii() and value.isdigit() and 1 <= int(value) <= most:
            return int(value)
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 1 to {most}")

    return count
