"""How long fetching may take: the clock of it, and the time that is left."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from retrieval.errors import FetchFault
from retrieval.sources.fetching.fault_error import FaultError


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds that have passed since any moment, and waiting; tests have their own."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class TimeLimit:
    """The ``seconds`` that a page may take, with its redirects and the robots.txt of its site.

    Waiting out of politeness does not count.
    """

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock = clock
        self.seconds = seconds
        self._end = 0.0

    def start(self) -> None:
        self._end = self.clock.now() + self.seconds

    def left(self) -> float:
        """Seconds until the limit, more than 0; raises FaultError from then on."""
        left = self._end - self.clock.now()
        if left <= 0:
            raise self.exceeded()
        return left

    def exceeded(self) -> FaultError:
        return FaultError(FetchFault.TOO_SLOW, seconds=round(self.seconds))

    def pause(self, seconds: float) -> None:
        """Waits, and moves the limit on by as much."""
        self.clock.sleep(seconds)
        self._end += seconds
