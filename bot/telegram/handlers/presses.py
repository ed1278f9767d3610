"""Presses on the buttons under an answer."""

import asyncio
import contextlib

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, Update, User
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.locale import ChatFrame
from bot.telegram import buttons
from bot.telegram.address import question_of, text_of
from bot.telegram.buttons import Action, Press
from bot.telegram.desk import Answered
from bot.telegram.draft import Draft
from bot.telegram.records import Judged
from bot.telegram.render import context_draft, quote_draft, source_draft
from bot.telegram.services import Services
from retrieval.errors import QuestionError
from retrieval.evaluation import Verdict

_VERDICTS = {Action.UP: Verdict.UP, Action.DOWN: Verdict.DOWN}


class Presses:
    """Shows another quote, its context or its source in place, or keeps a verdict."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press on any button under an answer."""
        query = update.callback_query
        if query is None:
            return
        press, message = Press.parse(query.data or ""), query.message
        refusal = self._services.pace.take(query.from_user.id, message.chat.id if message else 0)
        if refusal:
            words = await self._services.frames.of(None, user=query.from_user)
            await tell(query, words.slow_down.format(seconds=refusal.seconds))
            return
        answered = await self._answer_in(message, context.bot.bot) if press and message else None
        question = answered.answer.question if answered else ""
        chat = message.chat.id if message else None
        words = await self._services.frames.of(chat, question=question, user=query.from_user)
        number = _number(press, answered) if press and answered else None
        if press is None or message is None or answered is None or number is None:
            await tell(query, words.too_old)
        elif press.action in _VERDICTS:
            await self._judge(query, answered, number, _VERDICTS[press.action], words)
        else:
            draft = await self._draft(press.action, answered, number, words)
            await tell(query)
            await self._services.sender.edit(message.chat.id, message.message_id, draft, words)

    async def _answer_in(self, message: MaybeInaccessibleMessage, bot: User) -> Answered | None:
        """The answer that a message shows, found again by its question: the one remembered, or after a
        restart the one that the message replies to.
        """
        question = self._services.conversations.question(message.chat.id, message.message_id)
        asked = message.reply_to_message if isinstance(message, Message) else None
        if question is None and asked:
            # It asked, or there were no reply; why it did may not be seen from here.
            question = question_of(asked, bot) or text_of(asked)
        with contextlib.suppress(QuestionError):
            return await self._services.desk.ask(question or "")
        return None

    async def _draft(self, action: Action, answered: Answered, number: int, words: ChatFrame) -> Draft:
        quote = answered.answer.found[number]
        if action is Action.SOURCE:
            return source_draft(quote, number, words)
        if action is Action.CONTEXT:
            retriever = await self._services.desk.retriever()
            before, after = await asyncio.to_thread(retriever.neighbours, quote)
            return context_draft(before, quote, after, number, words)
        return quote_draft(answered.answer, number, words)

    async def _judge(
        self, query: CallbackQuery, answered: Answered, number: int, verdict: Verdict, words: ChatFrame
    ) -> None:
        answer = answered.answer
        judged = Judged(answer.question, answer.found[number], answer.answered, answered.generation)
        await asyncio.to_thread(self._services.records.judge, query.from_user.id, judged, verdict)
        self._services.metrics.verdicts.labels(verdict).inc()
        await tell(query, words.thanks[verdict])


async def tell(query: CallbackQuery, text: str | None = None) -> None:
    """Ends the waiting sign on a pressed button, with a short notice if there is one."""
    with contextlib.suppress(TelegramError):  # Telegram takes none to an old press, and none is missed
        await query.answer(text)


def _number(press: Press, answered: Answered) -> int | None:
    """The number of the quote that was pressed; None where this answer does not have it."""
    quotes = answered.answer.found
    if not press.digest:
        return press.number if press.number < len(quotes) else None
    digests = [buttons.digest(quote) for quote in quotes]
    return digests.index(press.digest) if press.digest in digests else None
