"""How the bot presents itself in Telegram: name, descriptions and commands, in each of its languages."""

import logging
from collections.abc import Iterable
from dataclasses import replace

from telegram import BotCommandScope, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import TelegramError

from bot.locale import lookup
from bot.locale.chat_phrases import ChatPhrases
from bot.telegram.dependencies import AnyBot
from retrieval import LANGUAGES

_LOG = logging.getLogger(__name__)

_FOLLOWING = ("follow", "following")

_ONCE = 1
"""Tries of each request: Telegram allows few changes of a name, and the next start of the bot tries again."""


async def introduce(bot: AnyBot, administrators: Iterable[int], *, follows: bool) -> None:
    """Sets what differs from what Telegram has. Failures are logged; the bot works without.

    ``follows``: whether the bot has the commands that follow questions.
    """
    steps = {
        "name": _set_name,
        "description": _set_description,
        "short description": _set_short_description,
        "commands": _set_commands,
    }
    failed = set()
    for code, phrases in _languages(follows=follows):
        for what, step in steps.items():
            try:
                await step(bot, code, phrases)
            except TelegramError:
                failed.add(what)
        for user in administrators:
            try:
                await _set_commands(bot, code, phrases, BotCommandScopeChat(user))
            except TelegramError:
                failed.add(f"commands of administrator {user}")
    if failed:
        _LOG.warning("Telegram did not take: %s. They stay there as they are.", ", ".join(sorted(failed)))


def _languages(*, follows: bool) -> list[tuple[str | None, ChatPhrases]]:
    """The phrases of each language; None stands for all languages that the bot does not speak."""
    codes = [(None, lookup.DEFAULT), *((code, code) for code in LANGUAGES)]
    found = [(code, lookup.chat_phrases(spoken)) for code, spoken in codes]
    if follows:
        return found
    return [(code, replace(phrases, commands=_without_following(phrases))) for code, phrases in found]


def _without_following(phrases: ChatPhrases) -> dict[str, str]:
    return {name: said for name, said in phrases.commands.items() if name not in _FOLLOWING}


async def _set_name(bot: AnyBot, code: str | None, phrases: ChatPhrases) -> None:
    known = await bot.get_my_name(code, rate_limit_args=_ONCE)
    if known.name != phrases.name:
        await bot.set_my_name(phrases.name, code, rate_limit_args=_ONCE)


async def _set_description(bot: AnyBot, code: str | None, phrases: ChatPhrases) -> None:
    known = await bot.get_my_description(code, rate_limit_args=_ONCE)
    if known.description != phrases.description:
        await bot.set_my_description(phrases.description, code, rate_limit_args=_ONCE)


async def _set_short_description(bot: AnyBot, code: str | None, phrases: ChatPhrases) -> None:
    known = await bot.get_my_short_description(code, rate_limit_args=_ONCE)
    if known.short_description != phrases.short_description:
        await bot.set_my_short_description(phrases.short_description, code, rate_limit_args=_ONCE)


async def _set_commands(
    bot: AnyBot, code: str | None, phrases: ChatPhrases, scope: BotCommandScope | None = None
) -> None:
    commands = {**phrases.commands, **(phrases.administrator_commands if scope else {})}
    await bot.set_my_commands(
        list(commands.items()), scope or BotCommandScopeDefault(), code, rate_limit_args=_ONCE
    )
