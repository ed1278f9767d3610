"""What a message asks, if it speaks to the bot. Pure: a message and the bot's own name in, a question out."""

import re
from dataclasses import dataclass

from telegram import Chat, Message, MessageEntity, User

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@(\w+))?(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Command:
    """``/name rest``."""

    name: str
    rest: str


def command_of(message: Message, bot: User) -> Command | None:
    """The command that a message gives this bot; ``/help@other_bot`` is for another one."""
    match = _COMMAND.match(message.text or "")
    if match is None or (match[2] and not _is_name(match[2], bot)):
        return None
    return Command(match[1].lower(), (message.text or "")[match.end() :])


def question_of(message: Message, bot: User) -> str | None:
    """The question that a message asks this bot; None where it does not speak to it.

    In a private chat every text is a question; elsewhere one after ``/ask``, with a mention, or in reply
    to the bot. ``/ask`` or a mention alone, in reply to another message, asks that message's text.
    """
    command = command_of(message, bot)
    if command:
        return _asked_or_quoted(command.rest, message, bot) if command.name == "ask" else None
    text = message.text
    if text is None or text.startswith("/"):
        return None
    if message.chat.type == Chat.PRIVATE:
        return text
    without_mention = _without_mentions(message, bot)
    if without_mention != text:
        return _asked_or_quoted(without_mention, message, bot)
    return text if is_reply_to(message, bot) else None


def is_reply_to(message: Message, bot: User) -> bool:
    """Whether a message replies to one of the bot's."""
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == bot.id)


def _asked_or_quoted(text: str, message: Message, bot: User) -> str:
    replied = message.reply_to_message
    if not text.strip() and replied and replied.text and not is_reply_to(message, bot):
        return replied.text
    return text


def _without_mentions(message: Message, bot: User) -> str:
    """The text of ``message`` without mentions of the bot."""
    text = (message.text or "").encode("utf-16-le", "surrogatepass")
    kept, at = b"", 0
    for entity in sorted(message.entities, key=lambda entity: entity.offset):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        named = text[start:end].decode("utf-16-le", "replace")
        is_by_name = entity.type == MessageEntity.MENTION and _is_name(named.removeprefix("@"), bot)
        is_by_id = entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == bot.id
        if is_by_name or is_by_id:
            kept, at = kept + text[at:start], end
    return (kept + text[at:]).decode("utf-16-le", "surrogatepass")


def _is_name(name: str, bot: User) -> bool:
    return bool(bot.username) and name.casefold() == str(bot.username).casefold()
