"""Commands for everyone."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from cachetools import LRUCache
from telegram import Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.locale import ChatFrame
from bot.telegram import buttons
from bot.telegram.address import command_of, is_reply_to
from bot.telegram.draft import Draft, shortened
from bot.telegram.handlers.presses import tell
from bot.telegram.records import Choice
from bot.telegram.render import document_draft, plain_draft, sources_draft
from bot.telegram.services import Services
from retrieval.language import Language

_ALBUMS = 1000
_ID_LENGTH, _ID_SHOWN = 3, 64
"""Files are numbered with three digits, so ``/source 3`` is clear; and how much of an id is repeated."""

Command: TypeAlias = Callable[[Message, str, ChatFrame], Awaitable[Draft]]
"""From a message, what follows the command in it, and the words to use, to the reply."""


class Commands:
    """Replies to ``/name rest``; ``/ask`` is a question, see `Questions`."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._albums: LRUCache[str, bool] = LRUCache(_ALBUMS)
        self._by_name: dict[str, Command] = {
            "start": self._start,
            "help": self._help,
            "sources": self._sources,
            "source": self._source,
            "language": self._language,
            "privacy": self._privacy,
            "forget": self._forget,
        }

    async def given(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A message that starts with a command; an unknown one is answered in private only."""
        message = update.effective_message
        command = command_of(message, context.bot.bot) if message else None
        if message is None or command is None:
            return
        draft_of = self._by_name.get(command.name)
        if draft_of is None and message.chat.type != ChatType.PRIVATE:
            return
        words = await self._services.frames.of(message.chat_id, user=message.from_user)
        draft = await (draft_of or self._unknown)(message, command.rest, words)
        await self._services.sender.reply(message, draft, words)

    async def not_text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A voice message, a photo, a sticker and the like: only text can be read."""
        message = update.effective_message
        if message is None or self._is_of_known_album(message):
            return
        if message.chat.type == ChatType.PRIVATE or is_reply_to(message, context.bot.bot):
            words = await self._services.frames.of(message.chat_id, user=message.from_user)
            await self._services.sender.reply(message, plain_draft(words.text_only), words)

    async def page_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press on a page button under the list of sources."""
        query = update.callback_query
        if query is None or query.message is None or context.matches is None:
            return
        chat, message = query.message.chat.id, query.message.message_id
        words = await self._services.frames.of(chat, user=query.from_user)
        documents = (await self._services.desk.retriever()).generation.documents
        draft = sources_draft(list(documents.values()), int(context.matches[0][1]), words)
        await tell(query)
        await self._services.sender.edit(chat, message, draft, words)

    async def language_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press on a language button."""
        query = update.callback_query
        if query is None or query.message is None or context.matches is None:
            return
        chat, message = query.message.chat, query.message.message_id
        words = await self._services.frames.of(chat.id, user=query.from_user)
        if chat.type != ChatType.PRIVATE and not await self._leads(chat.id, query.from_user.id, context):
            await tell(query, words.language_by_administrators)
            return
        said = await self._choose(chat.id, context.matches[0][1], words)
        await tell(query)
        await self._services.sender.edit(chat.id, message, plain_draft(said), words)

    async def _start(self, message: Message, _: str, words: ChatFrame) -> Draft:
        is_private = message.chat.type == ChatType.PRIVATE
        return plain_draft(words.start if is_private else words.help_in_group)

    async def _help(self, message: Message, _: str, words: ChatFrame) -> Draft:
        if message.chat.type != ChatType.PRIVATE:
            return plain_draft(words.help_in_group)
        bot = message.get_bot().bot
        has_inline = bot.username and bot.supports_inline_queries
        inline = "\n" + words.help_inline.format(username=bot.username) if has_inline else ""
        return plain_draft(words.help + inline)

    async def _sources(self, message: Message, rest: str, words: ChatFrame) -> Draft:  # noqa: ARG002
        documents = (await self._services.desk.retriever()).generation.documents
        page = int(rest) - 1 if rest.isdecimal() and 0 < len(rest) <= 6 else 0  # noqa: PLR2004
        return sources_draft(list(documents.values()), max(0, page), words)

    async def _source(self, message: Message, rest: str, words: ChatFrame) -> Draft:  # noqa: ARG002
        documents = (await self._services.desk.retriever()).generation.documents
        id_ = rest.strip()
        if not id_:
            return plain_draft(words.source_how)
        found = documents.get(id_) or documents.get(id_.zfill(_ID_LENGTH))
        if found:
            return document_draft(found, words)
        return plain_draft(words.frame.unknown_source.format(id=shortened(id_, _ID_SHOWN)))

    async def _language(self, message: Message, rest: str, words: ChatFrame) -> Draft:
        code = rest.strip().lower()
        if message.chat.type != ChatType.PRIVATE or code not in words.language_names:
            # In a group the buttons know who pressed them.
            return plain_draft(words.choose_language, buttons.to_languages(words))
        return plain_draft(await self._choose(message.chat_id, code, words))

    async def _choose(self, chat: int, code: str, words: ChatFrame) -> str:
        language: Choice = "auto" if code == "auto" else Language(code)
        await asyncio.to_thread(self._services.records.choose_language, chat, language)
        return words.language_set[code]

    async def _privacy(self, message: Message, _: str, words: ChatFrame) -> Draft:  # noqa: ARG002
        logs = self._services.settings.telegram_log_questions
        return plain_draft(f"{words.privacy}\n\n{words.privacy_logs}" if logs else words.privacy)

    async def _forget(self, message: Message, _: str, words: ChatFrame) -> Draft:
        user = message.from_user.id if message.from_user else 0
        count = await asyncio.to_thread(self._services.records.forget, user)
        if message.chat.type != ChatType.PRIVATE:
            return plain_draft(words.forgotten_in_group.format(count=count))
        self._services.conversations.forget(message.chat_id)
        return plain_draft(words.forgotten.format(count=count))

    async def _unknown(self, message: Message, _: str, words: ChatFrame) -> Draft:  # noqa: ARG002
        return plain_draft(words.unknown_command)

    def _is_of_known_album(self, message: Message) -> bool:
        """Whether another picture of the same album came before: one reply is enough."""
        album = message.media_group_id
        is_known = album is not None and album in self._albums
        if album is not None:
            self._albums[album] = True
        return is_known

    async def _leads(self, chat: int, user: int, context: ContextTypes.DEFAULT_TYPE) -> bool:
        """Whether ``user`` is an administrator of the group; False where Telegram does not say."""
        try:
            member = await context.bot.get_chat_member(chat, user)
        except TelegramError:
            return False
        return member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
