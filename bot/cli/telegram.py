"""The command ``telegram``."""

import argparse

from bot.engine import open_engine
from bot.exit_codes import OK
from bot.settings import Settings
from bot.telegram import service
from bot.terminal.console import Terminal, user_phrases


def telegram(_: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command; returns the exit code."""
    service.token_of(settings)  # a missing token ends it before the long work
    engine = open_engine(settings)
    if not engine.is_prepared:
        # A first start has long work, and shows its progress; later starts load behind the connection.
        with terminal.progress(user_phrases(settings)) as bars:
            engine = open_engine(settings, bars)
            engine.prepare()
    service.run(settings, engine)
    return OK
