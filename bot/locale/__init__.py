"""The words around a quote, in three languages. The quote itself is never translated."""

from bot.locale.english import ENGLISH
from bot.locale.frame import Frame
from bot.locale.kazakh import KAZAKH
from bot.locale.russian import RUSSIAN
from retrieval.language import Language

__all__ = ["Frame", "frame"]

_FRAMES = {Language.RUSSIAN: RUSSIAN, Language.KAZAKH: KAZAKH, Language.ENGLISH: ENGLISH}


def frame(language: Language) -> Frame:
    """The frame's texts in ``language``."""
    return _FRAMES[language]
