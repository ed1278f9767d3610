"""Choosing the phrases of a chat: the language of the words around its quotes."""

import asyncio
import logging

from bot.errors import RecordsError
from bot.locale import lookup
from bot.locale.chat_phrases import ChatPhrases
from bot.serving.records import Records
from retrieval import LANGUAGES, Answer, question_language

_LOG = logging.getLogger(__name__)


class PhraseChooser:
    """Takes the language that the chat chose, else the owner's, else the question's, else the client's."""

    def __init__(self, owners: str, records: Records) -> None:
        """``owners``: the code of the language that the owner has set, or ``auto``."""
        self._owners = owners
        self._records = records

    async def phrases_for(
        self, chat: int | None, client: str | None, *, asked_in: str | None = None
    ) -> ChatPhrases:
        """The phrases for what is said in ``chat``.

        ``client`` is the language of the person's app, and ``asked_in`` that of the question, where they are
        known.
        """
        chosen = await self._choice(chat) if chat else None
        if chosen is None:
            chosen = self._owners
        if chosen == "auto":
            chosen = asked_in or _known(client)
        return lookup.chat_phrases(chosen)

    async def _choice(self, chat: int) -> str | None:
        try:
            return await asyncio.to_thread(self._records.language, chat)
        except RecordsError as error:
            _LOG.warning("%s", error)  # an answer in another language is better than none
            return None


def language_of_question(question: str) -> str | None:
    """The language that ``question`` was meant in; None where it has no letters to tell it by."""
    return question_language(question) if _has_letters(question) else None


def language_of_answer(answer: Answer) -> str | None:
    """The language that ``answer`` was asked for in; None where its question has no letters to tell it by."""
    return answer.language if _has_letters(answer.question) else None


def _has_letters(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _known(client: str | None) -> str:
    """The language of a client, given as an IETF tag such as ``kk-KZ``, where the bot speaks it."""
    code = (client or "").lower().partition("-")[0]
    return code if code in LANGUAGES else lookup.DEFAULT
