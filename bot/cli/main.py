"""The program: parses the arguments, runs one command, and turns errors into a sentence and an exit code.

It imports nothing heavy before it knows that the arguments are right, so ``--help`` is instant.
"""

import argparse
import os
import sys
import threading
from typing import NoReturn

from bot.cli.parser import parser
from bot.exit_codes import BAD_USAGE, FAILED, INTERRUPTED, OK

COMMANDS = {
    "ask": "bot.cli.ask:ask",
    "repl": "bot.cli.repl:repl",
    "sources": "bot.cli.sources:sources",
    "source": "bot.cli.corpus:source",
    "add": "bot.cli.additions:add",
    "remove": "bot.cli.additions:remove",
    "sync": "bot.cli.additions:sync",
    "watch": "bot.cli.additions:watch",
    "index": "bot.cli.corpus:index",
    "eval": "bot.cli.evaluation:evaluate",
    "calibrate": "bot.cli.evaluation:calibrate",
    "bench": "bot.cli.bench:bench",
    "feedback": "bot.cli.feedback:feedback",
    "telegram": "bot.cli.telegram:telegram",
}
"""The function that runs each command: it takes options, settings and a terminal, and returns an exit code.
"""


def run() -> NoReturn:
    """Runs one command and exits with its code."""
    code = main()
    if threading.active_count() > 1:
        # A model that is still loading behind the prompt would delay the exit, or crash during it.
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    options = parser().parse_args(arguments)
    from retrieval.errors import DayeksozError

    try:
        code = _run(options)
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


def _run(options: argparse.Namespace) -> int:
    from pkgutil import resolve_name

    from bot.settings import read_settings, unknown_settings
    from bot.terminal.console import Terminal

    settings, terminal = read_settings(), Terminal()
    for sentence in unknown_settings():
        terminal.err.print(f"dayeksoz: {sentence}")
    code: int = resolve_name(COMMANDS[options.command])(options, settings, terminal)
    return code


def _code(error: Exception) -> int:
    from bot.errors import BotError
    from retrieval.errors import QuestionError

    if isinstance(error, BotError):
        return error.exit_code
    return BAD_USAGE if isinstance(error, QuestionError) else FAILED


def _fail(message: str, code: int) -> int:
    print(f"dayeksoz: {' '.join(message.split())}", file=sys.stderr)
    return code
