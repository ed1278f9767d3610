"""Who may ask, and how much."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache, TTLCache

from bot.settings import Settings

_MINUTE = 60.0
_REMEMBERED = 10_000
"""Users, and chats, whose last questions are counted; beyond that the longest silent one starts anew."""


class Access:
    """The owner's lists: without any, everyone may ask, and nobody may administer."""

    def __init__(self, settings: Settings) -> None:
        self._administrators = settings.telegram_administrators
        self._users = settings.telegram_allowed_users
        self._chats = settings.telegram_allowed_chats

    def may_ask(self, user: int | None, chat: int | None) -> bool:
        """Whether ``user`` may ask in ``chat``; None where an update has none."""
        if not self._users and not self._chats:
            return True
        return user in self._users or chat in self._chats or self.may_administer(user)

    def may_administer(self, user: int | None) -> bool:
        """Whether ``user`` may see the bot's state and have its index brought up to date."""
        return user in self._administrators

    @property
    def administrators(self) -> frozenset[int]:
        return self._administrators


@dataclass(frozen=True, slots=True)
class Refusal:
    """Too many questions: ``seconds`` until the next one; ``is_first`` in a minute."""

    seconds: int
    is_first: bool


class Pace:
    """At most so many questions of one user, and of one chat, in any minute."""

    def __init__(self, of_user: int, of_chat: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._users = _Counts(of_user, clock)
        self._chats = _Counts(of_chat, clock)
        self._told: TTLCache[tuple[int, int], bool] = TTLCache(_REMEMBERED, _MINUTE, clock)

    def take(self, user: int, chat: int) -> Refusal | None:
        """Counts one question, or says why it is not to be answered."""
        wait = max(self._users.wait(user), self._chats.wait(chat))
        if wait <= 0:
            self._users.count(user)
            self._chats.count(chat)
            return None
        is_first = not self._told.get((user, chat), False)
        self._told[user, chat] = True
        return Refusal(math.ceil(wait), is_first)


class _Counts:
    """When each one's last questions came."""

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._most = most
        self._clock = clock
        self._times: LRUCache[int, deque[float]] = LRUCache(_REMEMBERED)

    def wait(self, who: int) -> float:
        """Seconds until ``who`` may ask again; 0 or less for now."""
        times = self._times.get(who)
        if times is None or len(times) < self._most:
            return 0.0
        return times[0] + _MINUTE - self._clock()

    def count(self, who: int) -> None:
        self._times.setdefault(who, deque(maxlen=self._most)).append(self._clock())
