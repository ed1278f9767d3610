"""The terminal: its width and colours, progress bars, and the language to use in it."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.locale import lookup
from bot.locale.phrases import Phrases
from bot.settings import Settings
from retrieval import LANGUAGES, Task

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
    def progress(self, phrases: Phrases) -> Iterator["ProgressBars"]:
        """Progress bars on standard error; nothing where it is not a terminal."""
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(compact=True),
            console=self.err,
            transient=True,
            disable=not self.err.is_terminal,
        ) as bars:
            yield ProgressBars(bars, phrases)


class ProgressBars:
    """A bar for each kind of long work; a `retrieval.Progress`."""

    def __init__(self, bars: Progress, phrases: Phrases) -> None:
        self._bars = bars
        self._phrases = phrases
        self._ids: dict[Task, TaskID] = {}

    def __call__(self, task: Task, done: int, total: int) -> None:
        if task is Task.WAIT:  # nobody knows for how long: a line says it, where there are no bars too
            if not done:
                self._bars.console.print(self._phrases.tasks[task])
            return
        if task not in self._ids:
            self._ids[task] = self._bars.add_task(self._phrases.tasks[task], total=total)
        self._bars.update(self._ids[task], completed=done, total=total)


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
