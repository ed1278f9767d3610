"""The last questions, in memory, for buttons to act on. Nothing of it is written down.

Answers are not kept: when a button is pressed the question finds its answer again, as it does after a
restart.
"""

from collections.abc import Callable

from cachetools import LRUCache

_MOST = 10_000
"""Replies that are remembered, in some ten megabytes. The buttons of older ones find their question in the
message above.
"""


class Conversations:
    """Questions by the message that replies, within each chat."""

    def __init__(self) -> None:
        self._questions: LRUCache[tuple[int, int], str] = LRUCache(_MOST)

    def remember(self, chat: int, reply: int, question: str) -> None:
        """Remembers that the message ``reply`` of the bot's answers ``question``."""
        self._questions[chat, reply] = question

    def question(self, chat: int, reply: int) -> str | None:
        """The question that the message ``reply`` answers."""
        return self._questions.get((chat, reply))

    def keep(self, is_own: Callable[[int], bool]) -> None:
        """Drops what was said in chats that another worker has now."""
        for key in [key for key in self._questions if not is_own(key[0])]:
            del self._questions[key]

    def forget(self, chat: int) -> None:
        """Drops all that was said in ``chat``."""
        self.keep(lambda other: other != chat)
