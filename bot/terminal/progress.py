"""How far long work is, how fast it goes and how long it will take: as bars, or as a line a minute."""

import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Task as Bar
from rich.text import Text

from bot.locale.phrases import Phrases
from retrieval import Task

_COUNTED = frozenset({Task.READ, Task.EMBED, Task.MERGE, Task.ASK, Task.ADD})
"""Tasks whose unit is a thing that can be counted: a file, a passage, a question."""

_EVERY = 60.0
"""Seconds between two lines; work that takes less leaves none."""

_LOOK_BACK = 300.0
"""Seconds from which the speed of a bar is told: between bursts of embedding others are read and written."""

_WHOLE = 10
"""Things a second from which a speed is told in whole numbers."""


class ProgressBars:
    """A bar for each kind of long work; a `retrieval.Progress`."""

    def __init__(self, bars: Progress, phrases: Phrases) -> None:
        self._bars = bars
        self._phrases = phrases
        self._ids: dict[Task, TaskID] = {}

    def __call__(self, task: Task, done: int, total: int) -> None:
        if task is Task.WAIT:  # nobody knows for how long
            if not done:
                self._bars.console.print(self._phrases.tasks[task])
            return
        if task not in self._ids:
            named, counted = self._phrases.tasks[task], task in _COUNTED
            self._ids[task] = self._bars.add_task(named, total=total, completed=done, counted=counted)
        self._bars.update(self._ids[task], completed=done, total=total)


class ProgressLines:
    """A line a minute for long work, where there are no bars; a `retrieval.Progress`."""

    def __init__(
        self, say: Callable[[str], object], phrases: Phrases, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._say = say
        self._phrases = phrases
        self._clock = clock
        self._begun: dict[Task, tuple[float, int]] = {}  # when, and how much was done by then
        self._said = -_EVERY

    def __call__(self, task: Task, done: int, total: int) -> None:
        named = self._phrases.tasks[task]
        if task is Task.WAIT:
            if not done:
                self._say(named)
            return
        now = self._clock()
        since, first = self._begun.setdefault(task, (now, done))
        if now - max(since, self._said) >= _EVERY:
            speed = (done - first) / (now - since)
            so_far = _so_far(self._phrases, done, total, speed)
            self._say(f"{named}: {so_far}{self._left(total - done, speed)}")
            self._said = now
        if done >= total:
            del self._begun[task]

    def _left(self, rest: int, speed: float) -> str:
        if speed <= 0:
            return ""
        minutes, seconds = divmod(round(rest / speed), 60)
        hours, minutes = divmod(minutes, 60)
        return f" · {self._phrases.left.format(time=f'{hours}:{minutes:02}:{seconds:02}')}"


def bars_on(console: Console, phrases: Phrases) -> Progress:
    """What `ProgressBars` draws on."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        _SoFar(phrases),
        TimeRemainingColumn(compact=True),
        console=console,
        transient=True,
        speed_estimate_period=_LOOK_BACK,
    )


class _SoFar(ProgressColumn):
    """How many things of how many, and how many a second."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__()
        self._phrases = phrases

    def render(self, task: Bar) -> Text:
        if not task.fields.get("counted"):
            return Text()
        return Text(_so_far(self._phrases, int(task.completed), int(task.total or 0), task.speed or 0.0))


def _so_far(phrases: Phrases, done: int, total: int, speed: float) -> str:
    counted = phrases.so_far.format(done=phrases.number(done), total=phrases.number(total))
    rounded = round(speed) if speed >= _WHOLE else round(speed, 1)
    return f"{counted} · {phrases.speed.format(number=phrases.number(rounded))}" if rounded else counted
