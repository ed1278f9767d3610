"""Questions: ask, render, send."""

import asyncio
import logging
import time

from bot.errors import RecordsError
from bot.locale.chat_phrases import ChatPhrases
from bot.serving.phrasing import language_of_answer, language_of_question
from bot.serving.replies import Reply
from bot.telegram.dependencies import Dependencies
from bot.telegram.incoming.values import IncomingMessage
from bot.telegram.messages.answer_drafts import answer_draft
from bot.telegram.messages.draft import Draft, plain_draft
from retrieval.errors import QuestionError

_LOG = logging.getLogger(__name__)


class Questions:
    """Answers messages that ask, and answers them anew when they are edited."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._with = dependencies

    async def asked(self, message: IncomingMessage, question: str) -> None:
        """A message, new or edited, that asks ``question``."""
        before = await self._earlier(message, question)
        if before and before.is_to_same:
            return  # the edit changed no word, or the bot was killed just after it had replied
        phrases = await self._phrases(message, language_of_question(question))
        if not question.strip():
            await self._with.sender.reply(message, plain_draft(phrases.ask_how), phrases)
            return
        if await self._is_too_fast(message, phrases):
            return
        with self._with.sender.typing(message):
            draft, phrases = await self._ask(message, question, phrases)
        await self._send(message, question, draft, phrases, before)

    async def _phrases(self, message: IncomingMessage, language: str | None) -> ChatPhrases:
        return await self._with.chooser.phrases_for(
            message.chat.id, message.author.language, asked_in=language
        )

    async def _is_too_fast(self, message: IncomingMessage, phrases: ChatPhrases) -> bool:
        refusal = self._with.pace.take(message.author.id, message.chat.id)
        if refusal is None:
            return False
        self._with.metrics.questions.labels("limited").inc()
        if refusal.is_first:
            notice = plain_draft(phrases.slow_down.format(seconds=refusal.seconds))
            await self._with.sender.reply(message, notice, phrases)
        return True

    async def _ask(
        self, message: IncomingMessage, question: str, phrases: ChatPhrases
    ) -> tuple[Draft, ChatPhrases]:
        """The reply, and the phrases that it uses: an answer's, or ``phrases`` where there is none."""
        metrics = self._with.metrics
        if self._with.settings.telegram_log_questions:
            _LOG.info("Question: %s", question)
        start = time.perf_counter()
        try:
            answer = (await self._with.desk.ask(question)).answer
            phrases = await self._phrases(message, language_of_answer(answer))
            draft = answer_draft(answer, phrases)
        except QuestionError as error:
            metrics.questions.labels("invalid").inc()
            return plain_draft(phrases.common.faults[error.fault]), phrases
        except Exception as error:  # noqa: BLE001 - whatever fails, the person who asked gets a reply
            metrics.questions.labels("failed").inc()
            _LOG.error("A question could not be answered: %s", type(error).__name__)
            return plain_draft(phrases.failed), phrases
        metrics.answer_seconds.observe(time.perf_counter() - start)
        metrics.questions.labels("answered" if answer.answered else "no_answer").inc()
        return draft, phrases

    async def _send(
        self,
        message: IncomingMessage,
        question: str,
        draft: Draft,
        phrases: ChatPhrases,
        before: Reply | None,
    ) -> None:
        chat, sender = message.chat.id, self._with.sender
        if before and await sender.edit(chat, before.message, draft, phrases):
            number: int | None = before.message
        else:
            number = await sender.reply(message, draft, phrases)
        if number is not None:
            await self._remember(message, number, question)

    async def _earlier(self, message: IncomingMessage, question: str) -> Reply | None:
        find = self._with.replies.find
        try:
            return await asyncio.to_thread(find, message.chat.id, message.number, question)
        except RecordsError as error:
            _LOG.warning("%s", error)  # a second reply is better than none
            return None

    async def _remember(self, message: IncomingMessage, reply: int, question: str) -> None:
        chat, author = message.chat.id, message.author.id
        self._with.conversations.remember(chat, reply, question)
        remember = self._with.replies.remember
        try:
            await asyncio.to_thread(remember, chat, message.number, reply, question, author)
        except RecordsError as error:
            _LOG.warning("%s", error)
