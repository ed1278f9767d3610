"""The last answers, in memory: what the buttons under them act on. Nothing of it is written down."""

from dataclasses import dataclass

from cachetools import LRUCache

from bot.telegram.desk import Answered

_MOST = 5000
"""Answers remembered at once; an older one is found again from the question that its message quotes."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A sent answer: the message that it stands in, and the question's text as it was asked."""

    message: int
    question: str
    answered: Answered | None


class Conversations:
    """Replies by chat and question message, and answers by chat and reply message."""

    def __init__(self) -> None:
        self._replies: LRUCache[tuple[int, int], Reply] = LRUCache(_MOST)
        self._answers: LRUCache[tuple[int, int], Answered] = LRUCache(_MOST)

    def remember(self, chat: int, question_message: int, reply: Reply) -> None:
        """``reply`` is what was said to a message of ``chat``."""
        self._replies[chat, question_message] = reply
        if reply.answered:
            self.remember_answer(chat, reply.message, reply.answered)
        else:
            self._answers.pop((chat, reply.message), None)

    def remember_answer(self, chat: int, message: int, answered: Answered) -> None:
        """The answer that message ``message`` of ``chat`` shows."""
        self._answers[chat, message] = answered

    def reply(self, chat: int, question_message: int) -> Reply | None:
        """What was said to a message of ``chat``."""
        return self._replies.get((chat, question_message))

    def answer(self, chat: int, message: int) -> Answered | None:
        """The answer that message ``message`` of ``chat`` shows."""
        return self._answers.get((chat, message))

    def forget(self, chat: int) -> None:
        """Drops all that was said in ``chat``."""
        for held in (self._replies, self._answers):
            for key in [key for key in held if key[0] == chat]:
                del held[key]
