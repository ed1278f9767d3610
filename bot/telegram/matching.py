"""Filters: which messages a handler gets."""

from collections.abc import Callable

from telegram import Message, User
from telegram.ext import filters

from bot.telegram.address import command_of, question_of


class Matching(filters.MessageFilter):
    """Messages for which a question about the message and the bot itself is answered with yes."""

    def __init__(self, name: str, is_wanted: Callable[[Message, User], bool]) -> None:
        super().__init__(name)
        self._is_wanted = is_wanted

    def filter(self, message: Message) -> bool:
        """The library's hook."""
        return self._is_wanted(message, message.get_bot().bot)


NEW = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
"""Neither edited, nor a result of inline mode that the bot itself wrote."""

NEW_OR_EDITED = filters.UpdateType.MESSAGES & ~filters.VIA_BOT

ASKS = Matching("asks", lambda message, bot: question_of(message, bot) is not None)
GIVES_COMMAND = Matching("gives a command", lambda message, bot: command_of(message, bot) is not None)


def gives(name: str) -> Matching:
    """Messages with the command ``/name``."""

    def is_given(message: Message, bot: User) -> bool:
        command = command_of(message, bot)
        return command is not None and command.name == name

    return Matching(f"/{name}", is_given)
