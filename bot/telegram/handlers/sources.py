"""The sources in a chat: their list, page by page, and the card of one."""

from collections.abc import Mapping

from bot.locale.chat_phrases import ChatPhrases
from bot.telegram.dependencies import Dependencies
from bot.telegram.handlers.commands import Responder
from bot.telegram.incoming.values import IncomingMessage, IncomingPress
from bot.telegram.messages.buttons import PageTurn
from bot.telegram.messages.cutting import shortened
from bot.telegram.messages.draft import Draft, plain_draft
from bot.telegram.messages.source_drafts import document_draft, sources_draft
from retrieval.documents import Document

_ID_LENGTH = 3
"""Files are numbered with three digits, so ``/source 3`` is clear."""

_ID_SHOWN = 64
"""UTF-16 units of an unknown id that are repeated: enough to recognise it."""

_PAGE_DIGITS = 6
"""A page number with more digits is none."""


class Sources:
    """``/sources`` and ``/source``, and presses on the buttons that turn pages."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._with = dependencies
        self.responders: dict[str, Responder] = {"sources": self._list, "source": self._card}

    async def page_turned(self, press: IncomingPress, turn: PageTurn) -> None:
        """A press on a page button under the list of sources."""
        if press.chat is None or press.message is None:
            return
        phrases = await self._with.chooser.phrases_for(press.chat.id, press.author.language)
        draft = sources_draft(await self._documents(), turn.page, phrases)
        await self._with.sender.notify(press.id)
        await self._with.sender.edit(press.chat.id, press.message, draft, phrases)

    async def _list(self, message: IncomingMessage, rest: str, phrases: ChatPhrases) -> Draft:  # noqa: ARG002
        page = int(rest) - 1 if rest.isdecimal() and len(rest) <= _PAGE_DIGITS else 0
        return sources_draft(await self._documents(), max(0, page), phrases)

    async def _card(self, message: IncomingMessage, rest: str, phrases: ChatPhrases) -> Draft:  # noqa: ARG002
        documents = await self._documents()
        id_ = rest.strip()
        if not id_:
            return plain_draft(phrases.source_how)
        found = documents.get(id_) or documents.get(id_.zfill(_ID_LENGTH))
        if found:
            return document_draft(found, phrases)
        return plain_draft(phrases.common.unknown_source.format(id=shortened(id_, _ID_SHOWN)))

    async def _documents(self) -> Mapping[str, Document]:
        """The documents of the index in use, by id."""
        return (await self._with.desk.retriever()).generation.documents
