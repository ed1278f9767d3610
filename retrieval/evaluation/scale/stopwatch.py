"""Seconds by stage: the functions that do the stages are timed where they are called."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

REST = "the rest"

Stages: TypeAlias = Sequence[tuple[str, Any, str]]
"""Name of the stage, and the class or module and the name of a function that does it."""


class Stopwatch:
    """``seconds`` by stage; a stage that is called from another one does not count there."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._thread = threading.get_ident()
        self._stages = [REST]
        self._since = time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._count()
        self._stages.append(name)
        try:
            yield
        finally:
            self._count()
            self._stages.pop()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """``function``, whose time counts for the stage ``name`` where this thread calls it: what others do
        at the same time is in the stage that waits for them.
        """

        def timed(*arguments: Any, **named: Any) -> Any:
            if threading.get_ident() != self._thread:
                return function(*arguments, **named)
            with self.stage(name):
                return function(*arguments, **named)

        return timed

    def _count(self) -> None:
        now = time.perf_counter()
        self.seconds[self._stages[-1]] += now - self._since
        self._since = now


@contextmanager
def timing(stages: Stages) -> Iterator[Stopwatch]:
    """Times the block; at its end all functions are as they were."""
    watch = Stopwatch()
    originals = [(owner, name, vars(owner)[name]) for _, owner, name in stages]
    for stage, owner, name in stages:
        setattr(owner, name, watch.timed(stage, getattr(owner, name)))
    try:
        with watch.stage(REST):
            yield watch
    finally:
        for owner, name, original in originals:
            setattr(owner, name, original)
