"""How the bot presents itself in Telegram: name, descriptions and commands, in three languages."""

import logging
from collections.abc import Iterable
from typing import Any, TypeAlias

from telegram import BotCommandScope, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.locale import ChatFrame, chat_frame
from retrieval.language import Language

_LOG = logging.getLogger(__name__)

AnyBot: TypeAlias = ExtBot[Any]

_ONCE = 1
"""Tries of each request: Telegram allows few changes of a name, and the next start tries again."""


async def introduce(bot: AnyBot, administrators: Iterable[int]) -> None:
    """Sets what differs from what Telegram has. What fails is logged, and harms nobody."""
    steps = {
        "name": _set_name,
        "description": _set_description,
        "short description": _set_short_description,
        "commands": _set_commands,
    }
    failed = set()
    for code, words in _languages():
        for what, step in steps.items():
            try:
                await step(bot, code, words)
            except TelegramError:
                failed.add(what)
        for user in administrators:
            try:
                await _set_commands(bot, code, words, BotCommandScopeChat(user))
            except TelegramError:
                failed.add(f"commands of administrator {user}")
    if failed:
        _LOG.warning("Telegram did not take: %s. They stay there as they are.", ", ".join(sorted(failed)))


def _languages() -> list[tuple[str | None, ChatFrame]]:
    """English stands for every language that the bot does not speak."""
    others = [(language.value, chat_frame(language)) for language in Language]
    return [(None, chat_frame(Language.ENGLISH)), *others]


async def _set_name(bot: AnyBot, code: str | None, words: ChatFrame) -> None:
    known = await bot.get_my_name(code, rate_limit_args=_ONCE)
    if known.name != words.name:
        await bot.set_my_name(words.name, code, rate_limit_args=_ONCE)


async def _set_description(bot: AnyBot, code: str | None, words: ChatFrame) -> None:
    known = await bot.get_my_description(code, rate_limit_args=_ONCE)
    if known.description != words.description:
        await bot.set_my_description(words.description, code, rate_limit_args=_ONCE)


async def _set_short_description(bot: AnyBot, code: str | None, words: ChatFrame) -> None:
    known = await bot.get_my_short_description(code, rate_limit_args=_ONCE)
    if known.short_description != words.short_description:
        await bot.set_my_short_description(words.short_description, code, rate_limit_args=_ONCE)


async def _set_commands(
    bot: AnyBot, code: str | None, words: ChatFrame, scope: BotCommandScope | None = None
) -> None:
    commands = {**words.commands, **(words.administrator_commands if scope else {})}
    await bot.set_my_commands(
        list(commands.items()), scope or BotCommandScopeDefault(), code, rate_limit_args=_ONCE
    )
