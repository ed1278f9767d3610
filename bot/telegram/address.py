"""What a message asks, if it speaks to the bot. Pure: a message and the bot's own name in, a question out."""

import re
from dataclasses import dataclass

from telegram import Chat, Message, MessageEntity, User

_COMMAND = re.compile(r"/(\S*?)(?:@(\w+))?(?:\s+|$)")

_TAPPED = "source_"
"""``/source_003`` is ``/source 003`` in one piece, which a chat makes a link of."""


@dataclass(frozen=True, slots=True)
class Command:
    """``/name rest``."""

    name: str
    rest: str


def command_of(message: Message, bot: User) -> Command | None:
    """The command that a message gives this bot, known or not; ``/help@other_bot`` is for another one."""
    text = text_of(message) or ""
    match = _COMMAND.match(text)
    if match is None or (match[2] and not _is_name(match[2], bot)):
        return None
    name, rest = match[1].lower().rstrip(":,"), text[match.end() :]
    if name.startswith(_TAPPED):
        return Command(_TAPPED[:-1], match[1][len(_TAPPED) :])
    return Command(name, rest)


def question_of(message: Message, bot: User) -> str | None:
    """The question that a message asks this bot; None where it does not speak to it.

    In a private chat every text is a question; elsewhere one after ``/ask``, with a mention, or in reply
    to the bot. ``/ask`` or a mention alone, in reply to another message, asks that message's text.
    """
    command = command_of(message, bot)
    if command:
        return _asked_or_quoted(command.rest, message, bot) if command.name == "ask" else None
    text = text_of(message)
    if text is None or text.startswith("/"):
        return None
    if message.chat.type == Chat.PRIVATE:
        return text
    without_mention = _without_mentions(message, bot)
    if without_mention != text:
        return _asked_or_quoted(without_mention, message, bot)
    return text if is_reply_to(message, bot) else None


def speaks_to(message: Message, bot: User) -> bool:
    """Whether a message is meant for the bot: all are in a private chat, elsewhere questions and commands."""
    return (
        message.chat.type == Chat.PRIVATE
        or question_of(message, bot) is not None
        or command_of(message, bot) is not None
    )


def is_reply_to(message: Message, bot: User) -> bool:
    """Whether a message replies to one of the bot's."""
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == bot.id)


def _asked_or_quoted(text: str, message: Message, bot: User) -> str:
    replied = message.reply_to_message
    if not text.strip() and replied and not is_reply_to(message, bot):
        return text_of(replied) or text
    return text


def text_of(message: Message) -> str | None:
    """What is written in a message, or under its picture."""
    return message.text if message.text is not None else message.caption


def _without_mentions(message: Message, bot: User) -> str:
    """The text of ``message`` without mentions of the bot."""
    text = (text_of(message) or "").encode("utf-16-le", "surrogatepass")
    entities = message.entities or message.caption_entities
    kept, at = b"", 0
    for entity in sorted(entities, key=lambda entity: entity.offset):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        named = text[start:end].decode("utf-16-le", "replace")
        is_by_name = entity.type == MessageEntity.MENTION and _is_name(named.removeprefix("@"), bot)
        is_by_id = entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == bot.id
        if is_by_name or is_by_id:
            kept, at = kept + text[at:start], end
    return (kept + text[at:]).decode("utf-16-le", "surrogatepass")


def _is_name(name: str, bot: User) -> bool:
    return bool(bot.username) and name.casefold() == str(bot.username).casefold()
