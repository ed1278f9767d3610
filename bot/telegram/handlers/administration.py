"""Commands for the bot's administrators."""

import time
from importlib import metadata

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.advice import sentence
from bot.locale import ChatFrame
from bot.telegram.lines import Lines
from bot.telegram.render import plain_draft
from bot.telegram.services import Services
from retrieval.errors import DayeksozError


class Administration:
    """``/status`` and ``/reload``; others are told that these are not theirs."""

    def __init__(self, services: Services, lines: Lines) -> None:
        self._services = services
        self._lines = lines
        self._started = time.monotonic()

    async def status(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:  # noqa: ARG002
        """Figures of the running bot: no text and no id of anyone, and no setting."""
        if admitted := await self._admitted(update):
            message, words = admitted
            await self._services.sender.reply(message, plain_draft(self._figures()), words)

    async def reload(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:  # noqa: ARG002
        """Brings the index up to date with the sources."""
        admitted = await self._admitted(update)
        if admitted is None:
            return
        message, words = admitted
        await self._services.sender.reply(message, plain_draft(words.reloading), words)
        try:
            record = (await self._services.library.reload()).generation.record
        except DayeksozError as error:
            await self._services.sender.reply(message, plain_draft(sentence(error)), words)
            return
        facts = {"documents": record.documents, "passages": record.passages, "built": record.built}
        skipped = [words.frame.skipped_file(file) for file in record.skipped]
        done = "\n".join([words.reloaded.format(**facts), *skipped])
        await self._services.sender.reply(message, plain_draft(done), words)

    async def _admitted(self, update: Update) -> tuple[Message, ChatFrame] | None:
        """The message of an administrator, and the words to use; anyone else is told no."""
        message, user = update.effective_message, update.effective_user
        if message is None:
            return None
        words = await self._services.frames.of(message.chat_id, user=user)
        if self._services.access.may_administer(user.id if user else None):
            return message, words
        said = words.administrators_only.format(id=user.id if user else "?")
        await self._services.sender.reply(message, plain_draft(said), words)
        return None

    def _figures(self) -> str:
        metrics = self._services.metrics
        minutes = int(time.monotonic() - self._started) // 60
        lines = [
            f"Dayeksoz {metadata.version('dayeksoz')}",
            f"up: {minutes // 1440} d {minutes // 60 % 24} h {minutes % 60} min",
            f"ready: {'yes' if self._services.desk.is_ready else 'no'}",
            f"waiting: {self._lines.waiting}",
            *(
                f"{outcome}: {metrics.asked(outcome):.0f}"
                for outcome in ("answered", "no_answer", "invalid", "limited", "failed")
            ),
        ]
        return "\n".join([*lines, *self._index_figures()])

    def _index_figures(self) -> list[str]:
        in_use = self._services.desk.in_use
        if in_use is None:
            return []
        record = in_use.generation.record
        return [
            f"index: {in_use.generation.id}, built {record.built}",
            f"documents: {record.documents}, passages: {record.passages}",
            f"model: {record.recipe.model}",
        ]
