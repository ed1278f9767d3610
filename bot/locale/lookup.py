"""Finding the phrases of a language: those of ``xx`` are in the module ``bot.locale.xx``.

A new language needs that module and no registration; it is imported when its phrases are first used.
"""

import importlib
from types import ModuleType

from bot.locale.chat_phrases import ChatPhrases
from bot.locale.phrases import Phrases

DEFAULT = "en"
"""Where nothing tells which language a person reads: most people read some English."""


def phrases(code: str) -> Phrases:
    """What the faces say around quotes in the language ``code``."""
    found: Phrases = _module(code).PHRASES
    return found


def chat_phrases(code: str) -> ChatPhrases:
    """What the bot says in a chat in the language ``code``."""
    found: ChatPhrases = _module(code).CHAT_PHRASES
    return found


def _module(code: str) -> ModuleType:
    return importlib.import_module(f"bot.locale.{code}")
