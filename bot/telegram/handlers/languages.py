"""The language of a chat: how it is chosen, and by whom."""

import asyncio

from bot.locale import lookup
from bot.locale.chat_phrases import ChatPhrases
from bot.telegram.dependencies import Dependencies
from bot.telegram.handlers.commands import Responder
from bot.telegram.handlers.leading import leads
from bot.telegram.incoming.values import IncomingMessage, IncomingPress
from bot.telegram.messages import keyboards
from bot.telegram.messages.buttons import LanguageChoice, language_codes
from bot.telegram.messages.draft import Draft, plain_draft


class Languages:
    """``/language``, and presses on the buttons that it offers."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._with = dependencies
        self.responders: dict[str, Responder] = {"language": self._language}

    async def chosen(self, press: IncomingPress, choice: LanguageChoice) -> None:
        """A press on a language button; in a group only its administrators choose."""
        if press.chat is None or press.message is None:
            return
        phrases = await self._with.chooser.phrases_for(press.chat.id, press.author.language)
        if not await leads(self._with.bot, press.chat, press.author):
            await self._with.sender.notify(press.id, phrases.language_by_administrators)
            return
        said = await self._choose(press.chat.id, choice.code, phrases)
        await self._with.sender.notify(press.id)
        await self._with.sender.edit(press.chat.id, press.message, plain_draft(said), phrases)

    async def _language(self, message: IncomingMessage, rest: str, phrases: ChatPhrases) -> Draft:
        code = rest.strip().lower()
        if not message.chat.is_private or code not in language_codes():
            # In a group only a press shows who chooses: a message may come from an anonymous administrator.
            return plain_draft(phrases.choose_language, keyboards.to_languages(phrases))
        return plain_draft(await self._choose(message.chat.id, code, phrases))

    async def _choose(self, chat: int, code: str, phrases: ChatPhrases) -> str:
        """Keeps the choice; returns what to say of it, in the language that was chosen."""
        await asyncio.to_thread(self._with.records.choose_language, chat, code)
        return phrases.question_language_set if code == "auto" else lookup.chat_phrases(code).language_set
