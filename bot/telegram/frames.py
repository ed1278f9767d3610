"""Which language the words around a quote are in."""

import asyncio
import logging

from telegram import User

from bot.locale import ChatFrame, chat_frame
from bot.settings import Settings
from bot.telegram.records import Choice, Records, RecordsError
from retrieval.language import Language, language_of

_LOG = logging.getLogger(__name__)


class Frames:
    """The chat's choice, else the owner's, else the question's language, else the user's client's."""

    def __init__(self, settings: Settings, records: Records) -> None:
        self._settings = settings
        self._records = records

    async def of(self, chat: int | None, *, question: str = "", user: User | None = None) -> ChatFrame:
        """For an answer to ``question``, or without one for anything else said to ``user``."""
        chosen = await self._chosen(chat) if chat else None
        if chosen is None:
            chosen = self._settings.language
        if chosen == "auto":
            chosen = None
        if chosen is None and any(character.isalpha() for character in question):
            chosen = language_of(question)
        return chat_frame(chosen or client_language(user))

    async def _chosen(self, chat: int) -> Choice | None:
        try:
            return await asyncio.to_thread(self._records.language, chat)
        except RecordsError as error:
            _LOG.warning("%s", error)  # an answer in another language is better than none
            return None


def client_language(user: User | None) -> Language:
    """The language of a user's client where it is one of ours, else English."""
    code = (user.language_code or "").lower().partition("-")[0] if user else ""
    return Language(code) if code in list(Language) else Language.ENGLISH
