"""Posts of channels become sources: those of the channels that the owner has named, and no others."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cachetools import LRUCache

from bot.telegram.dependencies import Dependencies
from bot.telegram.incoming.posts import bare_number
from bot.telegram.incoming.values import Channel, IncomingPost
from retrieval.errors import DayeksozError
from retrieval.sources import Additions, Change, NewItem, Origin, OriginKind, Outcome

_LOG = logging.getLogger(__name__)

_ALBUM = 10
"""Messages that Telegram sends as one album at most; their numbers follow each other."""

_IGNORED = 20
"""Channels whose posts are ignored that ``/status`` can name: anyone may add the bot to theirs."""

_AGAIN = 30.0
"""Seconds before a post that could not be kept is tried again."""


class Posts:
    """Keeps each post as an item that one message of a Telegram Desktop export is; an album is one post."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._with = dependencies
        self._wanted = dependencies.settings.telegram_channels
        self.ignored: LRUCache[int, Channel] = LRUCache(_IGNORED)

    async def arrived(self, post: IncomingPost) -> None:
        """A post, new or edited. One that can't be kept is tried again until it can."""
        if not self._takes(post.channel):
            self._ignore(post.channel)
            return
        while True:
            try:
                await self._with.intake.change(lambda additions: _keep(additions, post))
            except DayeksozError as error:
                _LOG.warning("A post can't be kept (%s); trying again in %.0f s.", error, _AGAIN)
                await asyncio.sleep(_AGAIN)
            else:
                return

    def _takes(self, channel: Channel) -> bool:
        return str(channel.id) in self._wanted or (channel.name or "").lower() in self._wanted

    def _ignore(self, channel: Channel) -> None:
        if channel.id not in self.ignored:
            _LOG.warning(
                "Posts of the channel %r are ignored: to take them, add %s to DAYEKSOZ_TELEGRAM_CHANNELS.",
                channel.title,
                f"@{channel.name}" if channel.name else channel.id,
            )
        self.ignored[channel.id] = channel


def _keep(additions: Additions, post: IncomingPost) -> list[Outcome]:
    """Puts the post in place of its earlier version, or removes that where no text is left."""
    address = _address(post.channel)
    origin = Origin(OriginKind.CHANNEL, address)
    number, parts = _parts(post, lambda number: additions.content(_key(address, number)))
    key = _key(address, number)
    if not parts:
        return additions.release(origin, [key]) if post.is_edited else []
    outcomes = additions.put(origin, [_item(post.channel, number, parts, post.album)])
    if post.is_edited and [one.change for one in outcomes] == [Change.SKIPPED]:
        return additions.release(origin, [key])
    return outcomes


def _parts(post: IncomingPost, content: Callable[[int], bytes | None]) -> tuple[int, list[Mapping[str, Any]]]:
    """The number that the post is kept under, and the messages that it consists of.

    ``content`` gives what is kept under a number.
    """
    number, known = post.number, {}
    if post.album:
        for near in range(post.number - _ALBUM + 1, post.number + _ALBUM):
            kept = _album(content(near), post.album)
            if kept:
                number, known = near, kept
    if post.content:
        known[post.number] = post.content
    else:
        known.pop(post.number, None)
    return number, [known[one] for one in sorted(known)]


def _album(kept: bytes | None, album: str) -> dict[int, Mapping[str, Any]]:
    """The messages of ``album`` by their numbers, if that is what is ``kept``."""
    if kept is None:
        return {}
    (message,) = json.loads(kept)["messages"]
    return {part["id"]: part for part in message["parts"]} if message.get("album") == album else {}


def _item(channel: Channel, number: int, parts: Sequence[Mapping[str, Any]], album: str | None) -> NewItem:
    address = _address(channel)
    export = {
        "name": channel.title,
        "type": "public_channel" if channel.name else "private_channel",
        "id": int(bare_number(channel.id)),
        "messages": [_message(parts, album)],
    }
    return NewItem(
        key=_key(address, number),
        name=f"{_key(address, number)}.json",
        content=json.dumps(export, ensure_ascii=False, indent=1).encode("utf-8", "replace"),
        address=f"{address}/{number}",
        id=f"{channel.name or bare_number(channel.id)}-{number}",
    )


def _message(parts: Sequence[Mapping[str, Any]], album: str | None) -> dict[str, Any]:
    """The message of an export; that of an album has all its captions, and the ``parts`` that they are of."""
    first, *others = parts
    if album is None:
        return dict(first)
    text = [*first["text"], *(piece for part in others for piece in ("\n\n", *part["text"]))]
    edited = max((part["edited"] for part in parts if "edited" in part), default=None)
    return {**first, "text": text, **({"edited": edited} if edited else {}), "album": album, "parts": parts}


def _address(channel: Channel) -> str:
    """Where the channel's posts are; those of a private channel open for its members only."""
    return f"https://t.me/{channel.name}" if channel.name else f"https://t.me/c/{bare_number(channel.id)}"


def _key(address: str, number: int) -> str:
    """The post's address without its scheme: what comes under the same is a new version."""
    return f"{address.removeprefix('https://')}/{number}"
