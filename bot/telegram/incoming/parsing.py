"""Parsing an update into one value. Pure: an update and the bot's own name in, a value out."""

import mimetypes
import re

from telegram import CallbackQuery, Chat, InlineQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatID

from bot.telegram.incoming.posts import parse_post
from bot.telegram.incoming.values import (
    Author,
    ChatRoom,
    Incoming,
    IncomingFile,
    IncomingMessage,
    IncomingPress,
    IncomingQuery,
    SlashCommand,
)
from bot.telegram.messages import buttons

_COMMAND = re.compile(r"/(\S*?)(?:@(\w+))?(?:\s+|$)")

_TAPPED = "source_"
"""``/source_003`` is ``/source 003`` in one piece, which a chat turns into a link."""

_SERVICE_USERS = frozenset(ChatID)
"""The users under which Telegram delivers what nobody in particular wrote: anonymous administrators of
groups, channels that write in groups, and posts that a linked channel forwards to its group.
"""


def parse(update: Update, bot: User) -> Incoming | None:
    """The value of ``update``; None for a kind that the bot does not handle."""
    message = update.message or update.edited_message
    if message:
        return _message(message, bot, is_edited=update.message is None)
    post = update.channel_post or update.edited_channel_post
    if post:
        return parse_post(post, is_edited=update.channel_post is None)
    if update.callback_query:
        return _press(update.callback_query, bot)
    return _query(update.inline_query) if update.inline_query else None


def _message(message: Message, bot: User, *, is_edited: bool) -> IncomingMessage:
    # What inline mode of any bot has written is no one's question.
    text = None if message.via_bot else _text(message)
    command = _command(text, bot)
    replied = message.reply_to_message if _replies_to(message, bot) else None
    return IncomingMessage(
        author=_author(message.from_user, message.sender_chat, message.chat),
        chat=_room(message.chat),
        number=message.message_id,
        topic=message.message_thread_id if message.is_topic_message else None,
        sent=message.date,
        is_edited=is_edited,
        question=_question(message, text, command, bot),
        command=command,
        replies_to_bot=replied is not None,
        has_attachment=bool(message.effective_attachment) and not message.via_bot,
        file=_file(message),
        album=message.media_group_id,
        moved_to=message.migrate_to_chat_id,
        replied=replied.message_id if replied else None,
        selected=message.quote.text if replied and message.quote else "",
    )


def _press(query: CallbackQuery, bot: User) -> IncomingPress:
    message = query.message
    above = message.reply_to_message if isinstance(message, Message) else None
    return IncomingPress(
        id=query.id,
        author=_author(query.from_user, None, message.chat if message else None),
        chat=_room(message.chat) if message else None,
        message=message.message_id if message else None,
        button=buttons.parse(query.data or ""),
        asked=_asked_above(above, bot) if above else None,
    )


def _query(query: InlineQuery) -> IncomingQuery:
    return IncomingQuery(query.id, _author(query.from_user, None, None), query.query)


def _author(user: User | None, sender_chat: Chat | None, chat: Chat | None) -> Author:
    """Whoever writes in the name of a chat is that chat: Telegram names the same user for all of them."""
    language = user.language_code if user else None
    if user and sender_chat is None and user.id not in _SERVICE_USERS:
        return Author(user.id, is_person=True, language=language)
    written_as = sender_chat or chat
    return Author(written_as.id if written_as else 0, is_person=False, language=language)


def _room(chat: Chat) -> ChatRoom:
    return ChatRoom(chat.id, is_private=chat.type == Chat.PRIVATE)


def _file(message: Message) -> IncomingFile | None:
    document = message.document
    if document is None or message.animation:  # an animation is also given as a file, for old bots
        return None
    unnamed = f"{document.file_unique_id}{mimetypes.guess_extension(document.mime_type or '') or ''}"
    return IncomingFile(document.file_id, document.file_name or unnamed, document.file_size or 0)


def _command(text: str | None, bot: User) -> SlashCommand | None:
    """The command that ``text`` gives this bot, known or not; ``/help@other_bot`` is for another one."""
    match = _COMMAND.match(text or "")
    if text is None or match is None or (match[2] and not _is_name(match[2], bot)):
        return None
    name, rest = match[1].lower().rstrip(":,"), text[match.end() :]
    if name.startswith(_TAPPED):
        return SlashCommand(_TAPPED[:-1], match[1][len(_TAPPED) :])
    return SlashCommand(name, rest)


def _question(message: Message, text: str | None, command: SlashCommand | None, bot: User) -> str | None:
    """The question that a message asks this bot; None where it does not speak to it.

    In a private chat every text is a question; elsewhere one after ``/ask``, with a mention, or in reply to
    the bot. ``/ask`` or a mention alone, in reply to another message, asks that message's text.
    """
    if command:
        return _asked_or_quoted(command.rest, message, bot) if command.name == "ask" else None
    if text is None or text.startswith("/"):
        return None
    if message.chat.type == Chat.PRIVATE:
        return text
    without_mention = _without_mentions(message, text, bot)
    if without_mention != text:
        return _asked_or_quoted(without_mention, message, bot)
    return text if _replies_to(message, bot) else None


def _asked_above(above: Message, bot: User) -> str | None:
    """What the message asked that the bot's message replies to.

    Where it is not seen to speak to the bot, its text: the bot replied to it, so it did.
    """
    text = _text(above)
    return _question(above, text, _command(text, bot), bot) or text


def _asked_or_quoted(text: str, message: Message, bot: User) -> str:
    replied = message.reply_to_message
    if not text.strip() and replied and not _replies_to(message, bot):
        return _text(replied) or text
    return text


def _replies_to(message: Message, bot: User) -> bool:
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == bot.id)


def _text(message: Message) -> str | None:
    """What is written in a message, or under its picture."""
    return message.text if message.text is not None else message.caption


def _without_mentions(message: Message, text: str, bot: User) -> str:
    """``text``, which is that of ``message``, without mentions of the bot."""
    coded = text.encode("utf-16-le", "surrogatepass")
    entities = message.entities or message.caption_entities
    kept, at = b"", 0
    for entity in sorted(entities, key=lambda entity: entity.offset):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        named = coded[start:end].decode("utf-16-le", "replace")
        is_by_name = entity.type == MessageEntity.MENTION and _is_name(named.removeprefix("@"), bot)
        is_by_id = entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == bot.id
        if is_by_name or is_by_id:
            kept, at = kept + coded[at:start], end
    return (kept + coded[at:]).decode("utf-16-le", "surrogatepass")


def _is_name(name: str, bot: User) -> bool:
    return bool(bot.username) and name.casefold() == str(bot.username).casefold()
