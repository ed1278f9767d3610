"""The terminal: its width and colours, progress bars, and the language to use in it."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from bot.locale import lookup
from bot.locale.phrases import Phrases
from bot.settings import Settings
from bot.terminal.progress import ProgressBars, ProgressLines, bars_on
from retrieval import LANGUAGES, Progress

_WIDEST = 100
"""Columns: longer lines are hard to read."""


class Terminal:
    """Standard output and standard error."""

    def __init__(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            # JSON and quotes are UTF-8 wherever they go; a lone surrogate must not end the program.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        self.out = _console(to_stderr=False)
        self.err = _console(to_stderr=True)

    @property
    def width(self) -> int | None:
        """Columns to wrap at; None where output is not a terminal."""
        return min(self.out.width, _WIDEST) if self.out.is_terminal else None

    @contextmanager
    def progress(self, phrases: Phrases) -> Iterator[Progress]:
        """What shows long work on standard error: bars, or a line a minute where it is not a terminal."""
        if not self.err.is_terminal:
            yield ProgressLines(self.err.print, phrases)
            return
        with bars_on(self.err, phrases) as bars:
            yield ProgressBars(bars, phrases)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """rich would exit with 1; `bot.cli.main` decides whether a reader that left early is a failure."""
        raise BrokenPipeError


def _console(*, to_stderr: bool) -> Console:
    return _Console(
        stderr=to_stderr,
        # NO_COLOR turns off bold as well: whoever sets it wants plain text (https://no-color.org).
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        highlight=False,
        soft_wrap=True,
        emoji=False,
        markup=False,
    )


def user_phrases(settings: Settings) -> Phrases:
    """The phrases to use where there is no question: as set, else in the language of the user's locale."""
    if settings.language != "auto":
        return lookup.phrases(settings.language)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2].lower()
        if code in LANGUAGES:
            return lookup.phrases(code)
    return lookup.phrases(lookup.DEFAULT)


def answer_phrases(settings: Settings, language: str) -> Phrases:
    """The phrases around an answer: as set, else in the ``language`` of the question."""
    return lookup.phrases(language if settings.language == "auto" else settings.language)
