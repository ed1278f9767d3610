"""A post of a channel as Telegram Desktop exports it: the form that the corpus reads posts in.

https://core.telegram.org/bots/api#message has the one side; exports have no published description.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from telegram import (
    Chat,
    Message,
    MessageEntity,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Poll,
)

from bot.telegram.incoming.values import Channel, IncomingPost

_CHANNEL_PREFIX = "-100"
"""Stands before a channel's number wherever the Bot API gives it."""


def parse_post(message: Message, *, is_edited: bool) -> IncomingPost:
    """The value of a post, new or edited."""
    return IncomingPost(
        channel=_channel(message.chat),
        number=message.message_id,
        is_edited=is_edited,
        album=message.media_group_id,
        content=_exported(message),
    )


def _channel(chat: Chat) -> Channel:
    return Channel(chat.id, chat.title or "", chat.username)


def _exported(message: Message) -> dict[str, Any] | None:
    """The post as a message of an export; None where it says nothing, as a service message."""
    text = _pieces(message)
    if not text and not message.poll:
        return None
    facts = {
        "id": message.message_id,
        "type": "message",
        "date": _local(message.date),
        "edited": _local(message.edit_date) if message.edit_date else None,
        "from": message.chat.title,
        "from_id": f"channel{bare_number(message.chat.id)}",
        "author": message.author_signature,
        "forwarded_from": _origin(message),
        "text": text,
        "poll": _poll(message.poll) if message.poll else None,
    }
    # An export has no field for what is not there, except that the origin of a forward may be unknown.
    is_forwarded = message.forward_origin is not None
    return {
        name: value
        for name, value in facts.items()
        if value is not None or (name == "forwarded_from" and is_forwarded)
    }


def bare_number(channel: int) -> str:
    """A channel's number as addresses and exports have it."""
    return str(channel).removeprefix(_CHANNEL_PREFIX)


def _local(moment: datetime) -> str:
    """``moment`` by this machine's clock: an export has the time that its reader saw."""
    return moment.astimezone().replace(tzinfo=None).isoformat(timespec="seconds")


def _pieces(message: Message) -> list[Any]:
    """The text, or that under a picture: strings, and objects for what is set apart."""
    text = message.text if message.text is not None else message.caption
    entities = message.entities or message.caption_entities
    return list(_split(text or "", entities))


def _split(text: str, entities: Sequence[MessageEntity]) -> Iterator[Any]:
    """``text`` in pieces. Where entities overlap, the first one and the outermost counts, as in exports."""
    coded = text.encode("utf-16-le", "surrogatepass")
    at = 0
    for entity in sorted(entities, key=lambda entity: (entity.offset, -entity.length)):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        if start < at or end <= start:
            continue
        if start > at:
            yield coded[at:start].decode("utf-16-le", "replace")
        link = {"href": entity.url} if entity.url else {}
        yield {"type": str(entity.type), "text": coded[start:end].decode("utf-16-le", "replace"), **link}
        at = end
    if at < len(coded):
        yield coded[at:].decode("utf-16-le", "replace")


def _origin(message: Message) -> str | None:
    """From whom the post was forwarded, where that is known."""
    match message.forward_origin:
        case MessageOriginUser(sender_user=user):
            return user.full_name
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
        case MessageOriginChat(sender_chat=chat):
            return chat.title
        case MessageOriginChannel(chat=chat):
            return chat.title
    return None


def _poll(poll: Poll) -> dict[str, Any]:
    answers = [{"text": option.text, "voters": option.voter_count} for option in poll.options]
    return {"question": poll.question, "answers": answers}
