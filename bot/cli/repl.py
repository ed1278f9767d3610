"""The command ``repl``."""

import argparse

from bot.settings import Settings
from bot.terminal.console import Terminal
from bot.terminal.repl import Repl


def repl(_: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command; returns the exit code."""
    return Repl(settings, terminal).run()
