"""Commands for the bot's administrators."""

import time
from importlib import metadata

from bot.advice import sentence
from bot.citation import shown
from bot.locale.chat_phrases import ChatPhrases
from bot.telegram.dependencies import Dependencies
from bot.telegram.handlers.adding import Adding
from bot.telegram.handlers.posts import Posts
from bot.telegram.incoming.lines import Lines
from bot.telegram.incoming.values import IncomingMessage
from bot.telegram.messages.draft import plain_draft
from retrieval.errors import DayeksozError

_OUTCOMES = ("answered", "no_answer", "invalid", "limited", "failed")


class Administration:
    """``/status``, ``/reload`` and ``/add``; anyone else is told that only administrators may use them."""

    def __init__(self, dependencies: Dependencies, lines: Lines, posts: Posts, adding: Adding) -> None:
        self._with = dependencies
        self._lines = lines
        self._posts = posts
        self._adding = adding
        self._started = time.monotonic()

    async def status(self, message: IncomingMessage) -> None:
        """Shows figures of the running bot: no text and no id of anyone, and no setting."""
        if phrases := await self._admitted(message):
            await self._say(message, self._figures(phrases), phrases)

    async def reload(self, message: IncomingMessage) -> None:
        """Brings the index up to date with the sources."""
        phrases = await self._admitted(message)
        if phrases is None:
            return
        await self._say(message, phrases.reloading, phrases)
        try:
            record = (await self._with.library.reload()).generation.record
        except DayeksozError as error:
            await self._say(message, sentence(error), phrases)
            return
        facts = {"documents": record.documents, "passages": record.passages, "built": record.built}
        skipped = [phrases.common.skipped_file(file) for file in record.skipped]
        await self._say(message, "\n".join([phrases.reloaded.format(**facts), *skipped]), phrases)

    async def add(self, message: IncomingMessage) -> None:
        """Adds pages to the corpus."""
        phrases = await self._admitted(message)
        if phrases and message.command:
            await self._adding.commanded(message, message.command.rest, phrases)

    async def _admitted(self, message: IncomingMessage) -> ChatPhrases | None:
        """The phrases to use with an administrator; None for anyone else, who is told no."""
        author = message.author
        phrases = await self._with.chooser.phrases_for(message.chat.id, author.language)
        if self._with.access.may_administer(author.id):
            return phrases
        await self._say(message, phrases.administrators_only.format(id=author.id), phrases)
        return None

    async def _say(self, message: IncomingMessage, text: str, phrases: ChatPhrases) -> None:
        await self._with.sender.reply(message, plain_draft(text), phrases)

    def _figures(self, phrases: ChatPhrases) -> str:
        minutes = int(time.monotonic() - self._started) // 60
        bot = phrases.status.format(
            version=metadata.version("dayeksoz"),
            days=minutes // 1440,
            hours=minutes // 60 % 24,
            minutes=minutes % 60,
            ready=phrases.yes if self._with.desk.is_ready else phrases.no,
            worker=self._with.workers.number,
            workers=len(self._with.workers.alive),
            waiting=self._lines.waiting,
            **{outcome: f"{self._with.metrics.asked(outcome):.0f}" for outcome in _OUTCOMES},
        )
        return "\n".join([bot, *self._index_figures(phrases), *self._ignored(phrases)])

    def _ignored(self, phrases: ChatPhrases) -> list[str]:
        """A sentence on each channel that the bot is in without taking its posts."""
        return [
            phrases.ignored_channel.format(
                title=shown(channel.title), channel=f"@{channel.name}" if channel.name else channel.id
            )
            for channel in self._posts.ignored.values()
        ]

    def _index_figures(self, phrases: ChatPhrases) -> list[str]:
        in_use = self._with.desk.in_use
        if in_use is None:
            return []
        record = in_use.generation.record
        return [
            phrases.status_index.format(
                generation=in_use.generation.id,
                built=record.built,
                documents=record.documents,
                passages=record.passages,
                model=record.recipe.model,
            )
        ]
