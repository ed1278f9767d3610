"""What an administrator sends to be added to the corpus: files, albums of files, and addresses of pages."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from cachetools import LRUCache
from telegram.error import BadRequest, TelegramError

from bot.locale.chat_phrases import ChatPhrases
from bot.telegram.dependencies import Dependencies
from bot.telegram.faults import DownloadFailedError, DownloadTooLargeError
from bot.telegram.incoming.values import IncomingFile, IncomingMessage
from bot.telegram.messages.draft import plain_draft
from bot.telegram.messages.outcome_drafts import outcomes_draft
from retrieval.documents import SkipReason
from retrieval.errors import DayeksozError
from retrieval.sources import Change, NewItem, Origin, OriginKind, Outcome

_ADDRESSES = re.compile(r"\s*https?://\S+(?:\s+https?://\S+)*\s*", re.IGNORECASE)

_LARGEST_DOWNLOAD = 20 << 20
"""Bytes that Telegram's own Bot API server gives a bot of a file."""

_LARGEST = 256 << 20
"""Bytes of a file from any other server: it has to fit into memory several times."""

_ALBUMS = 100
"""Albums whose reply is remembered; the files of one arrive within seconds."""


class Adding:
    """Adds, and replies with what became of each item; one reply an album."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._with = dependencies
        self._albums: LRUCache[str, tuple[int, list[Outcome]]] = LRUCache(_ALBUMS)

    def is_meant(self, message: IncomingMessage) -> bool:
        """Whether a message is to be added, not answered: a file, or addresses and nothing else."""
        by_administrator = self._with.access.may_administer(message.author.id)
        is_material = message.file is not None or _ADDRESSES.fullmatch(message.question or "") is not None
        return message.chat.is_private and by_administrator and is_material

    async def sent(self, message: IncomingMessage) -> None:
        """A message that is to be added. An edit of its caption, or of addresses, changes nothing."""
        if message.is_edited:
            return
        if message.file:
            await self._add_file(message, message.file)
        else:
            await self._add_pages(message, (message.question or "").split())

    async def commanded(self, message: IncomingMessage, rest: str, phrases: ChatPhrases) -> None:
        """``/add`` and ``rest``, which should be addresses: no path of this machine is ever taken."""
        if _ADDRESSES.fullmatch(rest):
            await self._add_pages(message, rest.split())
        else:
            await self._with.sender.reply(message, plain_draft(phrases.add_how), phrases)

    async def _add_pages(self, message: IncomingMessage, addresses: Sequence[str]) -> None:
        with self._with.sender.typing(message):
            outcomes = await self._with.intake.add_pages(addresses)
        await self._reply(message, outcomes)

    async def _add_file(self, message: IncomingMessage, file: IncomingFile) -> None:
        with self._with.sender.typing(message):
            outcomes = await self._kept(file, message.author.id)
        await self._reply(message, [replace(one, place=_name(file)) for one in outcomes])

    async def _kept(self, file: IncomingFile, sender: int) -> list[Outcome]:
        name = _name(file)
        if not self._with.settings.is_telegrams_own_server and file.size > _LARGEST:
            return [Outcome(Change.SKIPPED, name, why=SkipReason.TOO_LARGE)]
        try:
            content = await self._download(file)
        except DayeksozError as error:
            return [Outcome(Change.SKIPPED, name, why=error)]
        place = f"telegram:{sender}"
        item = NewItem(key=f"{place}/{name}", name=name, content=content)
        origin = Origin(OriginKind.UPLOAD, place)
        return await self._with.intake.change(lambda additions: additions.put(origin, [item], is_wanted=True))

    async def _download(self, file: IncomingFile) -> bytes:
        """Raises DownloadTooLargeError, or DownloadFailedError where Telegram does not give the file."""
        if self._with.settings.is_telegrams_own_server and file.size > _LARGEST_DOWNLOAD:
            raise DownloadTooLargeError
        try:
            found = await self._with.bot.get_file(file.id)
            return bytes(await found.download_as_bytearray())
        except BadRequest as error:
            is_too_large = "too big" in str(error).lower()
            raise (DownloadTooLargeError if is_too_large else DownloadFailedError) from error
        except TelegramError as error:
            raise DownloadFailedError from error

    async def _reply(self, message: IncomingMessage, outcomes: list[Outcome]) -> None:
        """Replies with the outcomes; those of a further file of an album go into the reply to the first."""
        phrases = await self._with.chooser.phrases_for(message.chat.id, message.author.language)
        before, known = self._albums.get(message.album or "", (None, []))
        outcomes = known + outcomes
        draft = outcomes_draft(outcomes, phrases)
        if before is None or not await self._with.sender.edit(message.chat.id, before, draft, phrases):
            before = await self._with.sender.reply(message, draft, phrases)
        if message.album and before is not None:
            self._albums[message.album] = before, outcomes


def _name(file: IncomingFile) -> str:
    """The file's own name, without folders; half characters, which can't be stored, as question marks."""
    name = file.name.encode("utf-8", "replace").decode()
    return PurePosixPath(name.replace("\\", "/")).name or file.id
