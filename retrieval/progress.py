"""How the engine reports long work, without printing: faces draw it as they like."""

from enum import Enum, auto
from typing import Protocol


class Task(Enum):
    """The kinds of long work."""

    UNPACK_MODEL = auto()
    READ = auto()
    """Files are read and cut into passages."""
    EMBED = auto()
    """Passages are embedded. How many there are is estimated until all files are read."""
    MERGE = auto()
    """Passages are copied into one segment."""
    ASK = auto()
    ADD = auto()
    MAKE = auto()
    """Texts, and what their encodings are made of."""

    COMPARE = auto()
    """With an exact search."""

    FILL = auto()
    """Passages are written to the store."""
    WAIT = auto()
    """Another process is writing what this one wants to write."""


class Progress(Protocol):
    """Called with what is being done, how much of it is done, and the whole, in any unit."""

    def __call__(self, task: Task, done: int, total: int) -> None: ...


def no_progress(task: Task, done: int, total: int) -> None:
    """Reports nothing."""
