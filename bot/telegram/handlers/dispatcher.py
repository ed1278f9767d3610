"""Which handler gets an update: the first that wants it, once the gate has let it through."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from bot.telegram.dependencies import Dependencies
from bot.telegram.handlers.adding import Adding
from bot.telegram.handlers.administration import Administration
from bot.telegram.handlers.attachments import Attachments
from bot.telegram.handlers.commands import Commands
from bot.telegram.handlers.failures import Failures
from bot.telegram.handlers.following import Following
from bot.telegram.handlers.gate import Gate
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.languages import Languages
from bot.telegram.handlers.posts import Posts
from bot.telegram.handlers.presses import Presses
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.sources import Sources
from bot.telegram.incoming.lines import Lines
from bot.telegram.incoming.values import Addressed, Delivery, IncomingMessage, IncomingPost, IncomingPress
from bot.telegram.messages.buttons import LanguageChoice, PageTurn, Unfollow

_TRIES = 2
"""How often an update is begun at most, where each time the process was killed before it was done."""


class Dispatcher:
    """Hands each update to its handler, and each failure to `Failures`."""

    def __init__(self, dependencies: Dependencies, gate: Gate, lines: Lines) -> None:
        self._gate = gate
        self._failures = Failures(dependencies)
        self._questions = Questions(dependencies)
        self._attachments = Attachments(dependencies)
        self._presses = Presses(dependencies)
        self._inline = Inline(dependencies)
        self._sources = Sources(dependencies)
        self._languages = Languages(dependencies)
        self._following = Following(dependencies)
        parts = (self._sources, self._languages, self._following)
        responders = {name: one for part in parts for name, one in part.responders.items()}
        self._commands = Commands(dependencies, responders)
        self._posts = Posts(dependencies)
        self._adding = Adding(dependencies)
        administration = Administration(dependencies, lines, self._posts, self._adding)
        self._administration: dict[str, Callable[[IncomingMessage], Awaitable[None]]] = {
            "status": administration.status,
            "reload": administration.reload,
            "add": administration.add,
        }

    async def dispatch(self, update: object, context: Any) -> None:  # noqa: ARG002 - the library gives both
        """Handles one update."""
        delivery = cast("Delivery", update)  # the queue holds what the inbox gives, and nothing else
        incoming = delivery.incoming
        try:
            if delivery.tries >= _TRIES:
                await self._failures.put_aside(delivery)
            elif isinstance(incoming, IncomingPost):
                await self._posts.arrived(incoming)
            elif await self._gate.admits(incoming):
                await self._handle(incoming)
        except Exception as error:  # noqa: BLE001 - whatever fails, the person is told
            await self._failures.failed(incoming, error)

    async def _handle(self, incoming: Addressed) -> None:
        if isinstance(incoming, IncomingMessage):
            await self._handle_message(incoming)
        elif isinstance(incoming, IncomingPress):
            await self._handle_press(incoming)
        else:
            await self._inline.typed(incoming)

    async def _handle_message(self, message: IncomingMessage) -> None:
        """A question is also answered when it is edited; all else only when it is new."""
        if self._adding.is_meant(message):
            await self._adding.sent(message)
        elif message.question is not None:
            await self._questions.asked(message, message.question)
        elif message.is_edited:
            return
        elif message.command and message.command.name in self._administration:
            await self._administration[message.command.name](message)
        elif message.command:
            await self._commands.given(message, message.command)
        elif message.has_attachment:
            await self._attachments.sent(message)

    async def _handle_press(self, press: IncomingPress) -> None:
        if isinstance(press.button, PageTurn):
            await self._sources.page_turned(press, press.button)
        elif isinstance(press.button, LanguageChoice):
            await self._languages.chosen(press, press.button)
        elif isinstance(press.button, Unfollow):
            await self._following.stopped(press, press.button)
        else:
            await self._presses.pressed(press, press.button)
