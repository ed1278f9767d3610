"""Questions: ask, render, send."""

import logging
import time

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.locale import ChatFrame
from bot.telegram.address import question_of
from bot.telegram.conversations import Reply
from bot.telegram.draft import Draft
from bot.telegram.render import answer_draft, plain_draft
from bot.telegram.services import Services
from retrieval.errors import QuestionError

_LOG = logging.getLogger(__name__)


class Questions:
    """Answers messages that ask, and answers them anew when they are edited."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def asked(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A text, new or edited, that may be a question to the bot."""
        message = update.effective_message
        question = question_of(message, context.bot.bot) if message else None
        if message is None or question is None:
            return
        before = self._services.conversations.reply(message.chat_id, message.message_id)
        if before and before.question == question:
            return  # an edit that changed no word: a link's preview, for one
        words = await self._services.frames.of(message.chat_id, question=question, user=message.from_user)
        if not question.strip():
            await self._services.sender.reply(message, plain_draft(words.ask_how), words)
            return
        if await self._is_too_fast(message, words):
            return
        with self._services.sender.typing(message):
            draft = await self._ask(question, words)
        await self._send(message, question, draft, words, before)

    async def _is_too_fast(self, message: Message, words: ChatFrame) -> bool:
        user = message.from_user.id if message.from_user else 0
        refusal = self._services.pace.take(user, message.chat_id)
        if refusal is None:
            return False
        self._services.metrics.questions.labels("limited").inc()
        if refusal.is_first:
            notice = plain_draft(words.slow_down.format(seconds=refusal.seconds))
            await self._services.sender.reply(message, notice, words)
        return True

    async def _ask(self, question: str, words: ChatFrame) -> Draft:
        metrics = self._services.metrics
        if self._services.settings.telegram_log_questions:
            _LOG.info("Question: %s", question)
        start = time.perf_counter()
        try:
            answered = await self._services.desk.ask(question)
            draft = answer_draft(answered.answer, words)
        except QuestionError as error:
            metrics.questions.labels("invalid").inc()
            return plain_draft(words.frame.faults[error.fault])
        except Exception as error:  # noqa: BLE001 - whatever fails, the asker gets a reply
            metrics.questions.labels("failed").inc()
            _LOG.error("A question could not be answered: %s", type(error).__name__)
            return plain_draft(words.failed)
        metrics.answer_seconds.observe(time.perf_counter() - start)
        metrics.questions.labels("answered" if answered.answer.answered else "no_answer").inc()
        return draft

    async def _send(
        self, message: Message, question: str, draft: Draft, words: ChatFrame, before: Reply | None
    ) -> None:
        chat, sender = message.chat_id, self._services.sender
        if before and await sender.edit(chat, before.message, draft, words):
            reply = Reply(before.message, question)
        else:
            sent = await sender.reply(message, draft, words)
            if sent is None:
                return
            reply = Reply(sent.message_id, question)
        self._services.conversations.remember(chat, message.message_id, reply)
