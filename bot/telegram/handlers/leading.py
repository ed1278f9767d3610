"""Who decides for a chat."""

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.telegram.incoming.values import Author, ChatRoom


async def leads(bot: Bot, chat: ChatRoom, author: Author) -> bool:
    """Whether ``author`` decides for ``chat``: in private always, in a group as one of its administrators,
    of whom an anonymous one writes in its name. False where Telegram does not say.
    """
    if chat.is_private or author.id == chat.id:
        return True
    if not author.is_person:
        return False
    try:
        member = await bot.get_chat_member(chat.id, author.id)
    except TelegramError:
        return False
    return member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
