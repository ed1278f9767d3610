"""Commands for everyone."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from bot.locale.chat_phrases import ChatPhrases
from bot.telegram.dependencies import Dependencies
from bot.telegram.incoming.values import IncomingMessage, SlashCommand
from bot.telegram.messages.draft import Draft, plain_draft

Responder: TypeAlias = Callable[[IncomingMessage, str, ChatPhrases], Awaitable[Draft]]
"""Gives the reply to a message with a command, what follows the command in it, and the phrases to use."""


class Commands:
    """Replies to ``/name rest``; ``/ask`` is a question, see `Questions`."""

    def __init__(self, dependencies: Dependencies, more: Mapping[str, Responder]) -> None:
        """``more``: responders of commands that have a module of their own."""
        self._with = dependencies
        self._responders: dict[str, Responder] = {
            "start": self._start,
            "help": self._help,
            "privacy": self._privacy,
            "forget": self._forget,
            **more,
        }

    async def given(self, message: IncomingMessage, command: SlashCommand) -> None:
        """A message that starts with a command; an unknown one is answered in private only."""
        responder = self._responders.get(command.name)
        if responder is None and not message.chat.is_private:
            return
        phrases = await self._with.chooser.phrases_for(message.chat.id, message.author.language)
        draft = await (responder or self._unknown)(message, command.rest, phrases)
        await self._with.sender.reply(message, draft, phrases)

    async def _start(self, message: IncomingMessage, _: str, phrases: ChatPhrases) -> Draft:
        return plain_draft(phrases.start if message.chat.is_private else phrases.help_in_group)

    async def _help(self, message: IncomingMessage, _: str, phrases: ChatPhrases) -> Draft:
        if not message.chat.is_private:
            return plain_draft(phrases.help_in_group)
        me = self._with.bot.bot
        has_inline = me.username and me.supports_inline_queries
        inline = phrases.help_inline.format(username=me.username) if has_inline else ""
        follow = phrases.help_follow if self._with.settings.telegram_subscriptions else ""
        return plain_draft("\n".join(part for part in (phrases.help, follow, inline) if part))

    async def _privacy(self, message: IncomingMessage, _: str, phrases: ChatPhrases) -> Draft:  # noqa: ARG002
        logs = self._with.settings.telegram_log_questions
        return plain_draft(f"{phrases.privacy}\n\n{phrases.privacy_logs}" if logs else phrases.privacy)

    async def _forget(self, message: IncomingMessage, _: str, phrases: ChatPhrases) -> Draft:
        """Deletes what is kept of a person. Who writes in the name of a chat is not known, so nothing is."""
        if not message.author.is_person:
            return plain_draft(phrases.forget_in_private)
        person = message.author.id
        await asyncio.to_thread(self._with.replies.forget, person)
        await asyncio.to_thread(self._with.subscriptions.forget, person)
        count = await asyncio.to_thread(self._with.records.forget, person, private_chat=person)
        if not message.chat.is_private:
            return plain_draft(phrases.forgotten_in_group.format(count=count))
        self._with.conversations.forget(message.chat.id)
        self._with.turns.forget(message.chat.id)
        return plain_draft(phrases.forgotten.format(count=count))

    async def _unknown(self, message: IncomingMessage, _: str, phrases: ChatPhrases) -> Draft:  # noqa: ARG002
        return plain_draft(phrases.unknown_command)
