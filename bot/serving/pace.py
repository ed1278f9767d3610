"""How many questions one author, and one chat, may ask in a minute."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache, TTLCache

_MINUTE = 60.0

_REMEMBERED = 10_000
"""Authors, and chats, whose last questions are counted: tens of megabytes at most. Beyond that, the
one that has been silent longest starts anew.
"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Too many questions: the next one is answered after ``seconds``.

    ``is_first``: whether this author was not told so in this chat within the last minute.
    """

    seconds: int
    is_first: bool


class Pace:
    """Limits on the questions of an author, and of a chat, within any minute.

    Our own: `limits` 5.8.0 takes no clock, and its memory kept the keys of all of 50,000 silent users.
    """

    def __init__(self, of_author: int, of_chat: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._authors = _Counts(of_author, clock)
        self._chats = _Counts(of_chat, clock)
        self._told: TTLCache[tuple[int, int], bool] = TTLCache(_REMEMBERED, _MINUTE, clock)

    def take(self, author: int, chat: int) -> Refusal | None:
        """Counts one question, unless it goes beyond a limit; then it counts for neither."""
        wait = max(self._authors.wait(author), self._chats.wait(chat))
        if wait <= 0:
            self._authors.count(author)
            self._chats.count(chat)
            return None
        is_first = not self._told.get((author, chat), False)
        self._told[author, chat] = True
        return Refusal(math.ceil(wait), is_first)


class _Counts:
    """The times of the last questions, by id."""

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._most = most
        self._clock = clock
        self._times: LRUCache[int, deque[float]] = LRUCache(_REMEMBERED)

    def wait(self, id_: int) -> float:
        """Seconds until ``id_`` may ask again; 0 or less for now."""
        times = self._times.get(id_)
        if times is None or len(times) < self._most:
            return 0.0
        return times[0] + _MINUTE - self._clock()

    def count(self, id_: int) -> None:
        self._times.setdefault(id_, deque(maxlen=self._most)).append(self._clock())
