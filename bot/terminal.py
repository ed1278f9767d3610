"""The terminal as it is: width, colour, progress bars. The only module that prints."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.locale import Frame, frame
from bot.settings import Settings
from retrieval import Task
from retrieval.language import Language


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
        return min(self.out.width, 100) if self.out.is_terminal else None

    @contextmanager
    def progress(self, words: Frame) -> Iterator["ProgressBars"]:
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
            yield ProgressBars(bars, words)


class ProgressBars:
    """A bar for each kind of long work; a `retrieval.progress.Progress`."""

    def __init__(self, bars: Progress, words: Frame) -> None:
        self._bars = bars
        self._words = words
        self._ids: dict[Task, TaskID] = {}

    def __call__(self, task: Task, done: int, total: int) -> None:
        if task not in self._ids:
            self._ids[task] = self._bars.add_task(self._words.tasks[task], total=total)
        self._bars.update(self._ids[task], completed=done)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """rich would exit with 1; whether a reader that left early is a failure is for us to say."""
        raise BrokenPipeError


def _console(*, to_stderr: bool) -> Console:
    return _Console(
        stderr=to_stderr,
        # NO_COLOR turns off bold as well: who sets it wants plain text (https://no-color.org).
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        highlight=False,
        soft_wrap=True,
        emoji=False,
        markup=False,
    )


def user_frame(settings: Settings) -> Frame:
    """The frame where no question tells its language: as set, else as the user's locale says."""
    if settings.language != "auto":
        return frame(settings.language)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2].lower()
        if code in list(Language):
            return frame(Language(code))
    return frame(Language.ENGLISH)


def answer_frame(settings: Settings, language: str) -> Frame:
    """The frame around an answer: as set, else in the question's language."""
    return frame(Language(language) if settings.language == "auto" else settings.language)
