"""The words around a quote, in three languages. The quote itself is never translated."""

from bot.locale.chat import ChatFrame
from bot.locale.chat_english import ENGLISH_CHAT
from bot.locale.chat_kazakh import KAZAKH_CHAT
from bot.locale.chat_russian import RUSSIAN_CHAT
from bot.locale.frame import Frame
from retrieval.language import Language

__all__ = ["ChatFrame", "Frame", "chat_frame", "frame"]

_CHAT_FRAMES = {
    Language.RUSSIAN: RUSSIAN_CHAT,
    Language.KAZAKH: KAZAKH_CHAT,
    Language.ENGLISH: ENGLISH_CHAT,
}


def frame(language: Language) -> Frame:
    """The texts around a quote in ``language``."""
    return _CHAT_FRAMES[language].frame


def chat_frame(language: Language) -> ChatFrame:
    """The texts of a chat in ``language``."""
    return _CHAT_FRAMES[language]
