"""The last questions, in memory, for edits and buttons to act on. Nothing of it is written down.

Answers are not kept: when a button is pressed the question finds its answer again, as it does after a
restart.
"""

from dataclasses import dataclass

from cachetools import LRUCache

_MOST = 10_000
"""Replies that are remembered, in some ten megabytes. The buttons of older ones find their question in the
message above.
"""


@dataclass(frozen=True, slots=True)
class Reply:
    """The number of the message that replies, and the question that it answers."""

    message: int
    question: str


class Conversations:
    """Replies by the message that asked, and questions by the message that replies, within each chat."""

    def __init__(self) -> None:
        self._replies: LRUCache[tuple[int, int], Reply] = LRUCache(_MOST)
        self._questions: LRUCache[tuple[int, int], str] = LRUCache(_MOST)

    def remember(self, chat: int, question_message: int, reply: Reply) -> None:
        """Remembers ``reply`` as the one to a message of ``chat``."""
        self._replies[chat, question_message] = reply
        self._questions[chat, reply.message] = reply.question

    def reply(self, chat: int, question_message: int) -> Reply | None:
        """The reply to a message of ``chat``."""
        return self._replies.get((chat, question_message))

    def question(self, chat: int, reply_message: int) -> str | None:
        """The question that a message of the bot answers."""
        return self._questions.get((chat, reply_message))

    def forget(self, chat: int) -> None:
        """Drops all that was said in ``chat``."""
        for key in [key for key in self._replies if key[0] == chat]:
            del self._replies[key]
        for key in [key for key in self._questions if key[0] == chat]:
            del self._questions[key]
