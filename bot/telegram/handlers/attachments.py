"""Messages without text: a voice message, a photo, a sticker and the like."""

from cachetools import LRUCache

from bot.telegram.dependencies import Dependencies
from bot.telegram.incoming.values import IncomingMessage
from bot.telegram.messages.draft import plain_draft

_ALBUMS = 1000
"""Albums that are remembered; the pictures of one arrive within seconds."""


class Attachments:
    """Says that only text can be read, once for each album."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._with = dependencies
        self._albums: LRUCache[str, bool] = LRUCache(_ALBUMS)

    async def sent(self, message: IncomingMessage) -> None:
        """A message with an attachment and no question."""
        if self._is_of_known_album(message):
            return
        if message.chat.is_private or message.replies_to_bot:
            phrases = await self._with.chooser.phrases_for(message.chat.id, message.author.language)
            await self._with.sender.reply(message, plain_draft(phrases.text_only), phrases)

    def _is_of_known_album(self, message: IncomingMessage) -> bool:
        """Whether another picture of the same album came before."""
        if message.album is None:
            return False
        is_known = message.album in self._albums
        self._albums[message.album] = True
        return is_known
