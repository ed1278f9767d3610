"""The command ``telegram``."""

import argparse
import logging

from bot.engine import open_engine
from bot.exit_codes import OK
from bot.locale import lookup
from bot.settings import Settings
from bot.telegram import service
from bot.terminal.console import Terminal, user_phrases
from bot.terminal.progress import ProgressLines

_LOG = logging.getLogger(__name__)


def telegram(_: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Runs the command; returns the exit code."""
    service.token_of(settings)  # a missing token ends it before the long work
    # What is built while it runs goes to the log, which is in English.
    engine = open_engine(settings, ProgressLines(_LOG.info, lookup.phrases("en")))
    if not engine.is_prepared:
        # A first start has long work, and shows its progress; later starts load behind the connection.
        with terminal.progress(user_phrases(settings)) as bars:
            open_engine(settings, bars).prepare()
    service.run(settings, engine)
    return OK
