"""What was said last, in memory, so that the next question can lean on it. Nothing of it is written down."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache

from retrieval.conversation import Turn

_MOST = 10_000
"""Turns that are remembered, in some twenty megabytes."""

_LEANS_FOR = 30 * 60
"""Seconds for which a question leans on the last one of the same person. A choice: after a break people
begin anew. A reply to a message always leans on it.
"""


@dataclass(frozen=True, slots=True)
class _Last:
    reply: int
    at: float


class Turns:
    """Turns by the bot's message that ended them, and the last one of each person, within each chat."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turns: LRUCache[tuple[int, int], Turn] = LRUCache(_MOST)
        self._last: LRUCache[tuple[int, int], _Last] = LRUCache(_MOST)
        self._before: LRUCache[tuple[int, int], Turn | None] = LRUCache(_MOST)

    def remember(self, chat: int, person: int, reply: int, turn: Turn) -> None:
        """Remembers that the message ``reply`` of the bot's ended ``turn`` with ``person``."""
        self._turns[chat, reply] = turn
        self._last[chat, person] = _Last(reply, self._clock())

    def ended_by(self, chat: int, reply: int) -> Turn | None:
        """The turn that a message of the bot's ended."""
        return self._turns.get((chat, reply))

    def last(self, chat: int, person: int) -> Turn | None:
        """The last turn with a person; None where it is too long ago."""
        last = self._last.get((chat, person))
        if last is None or self._clock() - last.at > _LEANS_FOR:
            return None
        return self.ended_by(chat, last.reply)

    def leaned_on(self, chat: int, asked: int, turn: Turn | None) -> None:
        """Remembers what the message ``asked`` leaned on, for when it is edited."""
        self._before[chat, asked] = turn

    def before(self, chat: int, asked: int) -> Turn | None:
        """What the message ``asked`` leaned on."""
        return self._before.get((chat, asked))

    def keep(self, is_own: Callable[[int], bool]) -> None:
        """Drops what was said in chats that another worker has now: it would be out of date when they come
        back.
        """
        for kept in (self._turns, self._last, self._before):
            for key in [key for key in kept if not is_own(key[0])]:
                kept.pop(key)

    def forget(self, chat: int) -> None:
        """Drops all that was said in ``chat``."""
        self.keep(lambda other: other != chat)
