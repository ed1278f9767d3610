"""The command line: parses, runs one command, and turns errors into a sentence and an exit code.

Nothing heavy is imported before the arguments are known to be right, so ``--help`` is instant.
"""

import argparse
import os
import sys
import threading
from importlib import metadata
from typing import NoReturn

OK, FAILED, BAD_USAGE, INTERRUPTED = 0, 1, 2, 130


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
    from retrieval.errors import DayeksozError, QuestionError

    try:
        code = commands.run(options)
        sys.stdout.flush()
    except QuestionError as error:
        return _fail(error, BAD_USAGE)
    except DayeksozError as error:
        return _fail(error, FAILED)
    except BrokenPipeError:
        # The reader has seen enough ("| head"); the interpreter must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _fail(error, FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _fail(error: Exception, code: int) -> int:
    print(f"dayeksoz: {' '.join(str(error).split())}", file=sys.stderr)
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
    return parser


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
        "--top", type=_count, default=3, metavar="N", help="at most N quotes, 1 to 50 (default 3)"
    )


def _count(value: str) -> int:
    if value.isascii() and value.isdigit() and 1 <= int(value) <= 50:  # noqa: PLR2004
        return int(value)
    raise argparse.ArgumentTypeError(f"{value!r} is not a number from 1 to 50")
