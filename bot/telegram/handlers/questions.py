"""Questions: ask, render, send."""

import asyncio
import logging
import time
from dataclasses import dataclass, replace

from bot.errors import RecordsError
from bot.locale.chat_phrases import ChatPhrases
from bot.serving.phrasing import language_of_answer, language_of_question
from bot.serving.replies import Reply
from bot.serving.understanding import (
    ASKS_FOR_MORE,
    about_quote_text,
    nothing_next,
    reply_to,
    said_next,
    understood,
)
from bot.telegram.dependencies import Dependencies
from bot.telegram.incoming.values import IncomingMessage
from bot.telegram.messages.answer_drafts import answer_draft
from bot.telegram.messages.draft import Draft, plain_draft
from retrieval import Answer, checked_question
from retrieval.conversation import AboutQuote, Reading, ReadingKind, Said, Turn
from retrieval.documents import Quote
from retrieval.errors import QuestionError

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Replied:
    """A reply in ``phrases``; with the turn that it ends, if it says something of the corpus, and the answer
    that was found, if one was looked for.
    """

    draft: Draft
    phrases: ChatPhrases
    turn: Turn | None = None
    answer: Answer | None = None

    @property
    def kind(self) -> str:
        """As metrics count it."""
        if self.answer is None:
            return "talk"
        return "answered" if self.answer.answered else "no_answer"


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
            replied = await self._reply(message, question, phrases)
        number = await self._send(message, question, replied, before)
        if replied.turn and number is not None:
            self._with.turns.remember(message.chat.id, message.author.id, number, replied.turn)

    async def _phrases(self, message: IncomingMessage, language: str | None) -> ChatPhrases:
        return await self._with.chooser.phrases_for(
            message.chat.id, message.author.language, asked_in=language
        )

    async def _is_too_fast(self, message: IncomingMessage, phrases: ChatPhrases) -> bool:
        refusal = await asyncio.to_thread(self._with.pace.take, message.author.id, message.chat.id)
        if refusal is None:
            return False
        self._with.metrics.questions.labels("limited").inc()
        if refusal.is_first:
            notice = plain_draft(phrases.slow_down.format(seconds=refusal.seconds))
            await self._with.sender.reply(message, notice, phrases)
        return True

    async def _reply(self, message: IncomingMessage, question: str, phrases: ChatPhrases) -> _Replied:
        """What to say to a message; ``phrases`` are for where the answer does not show another language."""
        metrics = self._with.metrics
        if self._with.settings.telegram_log_questions:
            _LOG.info("Question: %s", question)
        start = time.perf_counter()
        try:
            replied = await self._said_to(message, checked_question(question), phrases)
        except QuestionError as error:
            metrics.questions.labels("invalid").inc()
            return _Replied(plain_draft(phrases.common.faults[error.fault]), phrases)
        except Exception as error:  # noqa: BLE001 - whatever fails, the person who asked gets a reply
            metrics.questions.labels("failed").inc()
            _LOG.error("A question could not be answered: %s", type(error).__name__)
            return _Replied(plain_draft(phrases.failed), phrases)
        if replied.answer:
            metrics.answer_seconds.observe(time.perf_counter() - start)
        metrics.questions.labels(replied.kind).inc()
        return replied

    async def _said_to(self, message: IncomingMessage, question: str, phrases: ChatPhrases) -> _Replied:
        """The friendly word for a remark, or what there is on a question as it is read after the last one."""
        previous = self._previous(message)
        self._with.turns.leaned_on(message.chat.id, message.number, previous)
        meaning = understood(question, previous)
        if isinstance(meaning, Said):
            phrases = await self._phrases(message, meaning.language)
            retriever = await self._with.desk.retriever()
            said = await asyncio.to_thread(reply_to, meaning.remark, retriever, phrases.common)
            return _Replied(plain_draft(said), phrases)
        if meaning.kind is ReadingKind.UNCLEAR:
            return _Replied(plain_draft(phrases.common.unclear), phrases)
        if meaning.about_quote in ASKS_FOR_MORE and previous and previous.quote:
            return await self._more_after(previous, previous.quote, meaning.about_quote, phrases)
        if meaning.about_quote and previous and previous.quote:
            note = about_quote_text(meaning.about_quote, previous.quote, phrases.common)
            shown = Answer(previous.question, phrases.common.language, 1.0, (previous.quote,), ())
            return _Replied(answer_draft(shown, phrases, note), phrases, previous)
        return await self._answer_to(message, meaning)

    async def _more_after(
        self, previous: Turn, quote: Quote, about: AboutQuote, phrases: ChatPhrases
    ) -> _Replied:
        """The passage that follows a quote, or a word that there is none."""
        retriever = await self._with.desk.retriever()
        following = await asyncio.to_thread(said_next, retriever, quote, about)
        if following is None:
            return _Replied(plain_draft(nothing_next(quote, about, phrases.common)), phrases, previous)
        shown = Answer(previous.question, phrases.common.language, 1.0, (following,), ())
        return _Replied(answer_draft(shown, phrases), phrases, replace(previous, quote=following))

    async def _answer_to(self, message: IncomingMessage, reading: Reading) -> _Replied:
        answer = (await self._with.desk.ask(reading)).answer
        phrases = await self._phrases(message, language_of_answer(answer))
        note = phrases.common.read_as.format(question=reading.shown) if reading.is_changed else ""
        turn = Turn(reading.question, answer.quotes[0] if answer.quotes else None, reading=reading)
        return _Replied(answer_draft(answer, phrases, note), phrases, turn, answer)

    def _previous(self, message: IncomingMessage) -> Turn | None:
        """What a message leans on: the message of the bot's that it replies to, else in private the last one.

        A command leans only on what it replies to, and an edited message on what it leaned on before.
        """
        turns, chat = self._with.turns, message.chat
        if message.is_edited:
            return turns.before(chat.id, message.number)
        if message.replied is not None:
            turn = turns.ended_by(chat.id, message.replied)
            if message.selected:
                return replace(turn or Turn(""), selected=message.selected)
            return turn
        if chat.is_private and message.command is None:
            return turns.last(chat.id, message.author.id)
        return None

    async def _send(
        self, message: IncomingMessage, question: str, replied: _Replied, before: Reply | None
    ) -> int | None:
        """Sends the reply, or puts it in the place of the one before; returns the number of its message."""
        chat, sender = message.chat.id, self._with.sender
        if before and await sender.edit(chat, before.message, replied.draft, replied.phrases):
            number: int | None = before.message
        else:
            number = await sender.reply(message, replied.draft, replied.phrases)
        if number is not None:
            await self._remember(message, number, question)
        return number

    async def _earlier(self, message: IncomingMessage, question: str) -> Reply | None:
        find = self._with.replies.find
        try:
            return await asyncio.to_thread(find, message.chat.id, message.number, question)
        except RecordsError as error:
            _LOG.warning("%s", error)  # a second reply is better than none
            return None

    async def _remember(self, message: IncomingMessage, reply: int, question: str) -> None:
        """First of all on the disk: until then, whoever takes over would answer again."""
        chat, author = message.chat.id, message.author.id
        try:
            await self._with.replies.remember(chat, message.number, reply, question, author)
        except RecordsError as error:
            _LOG.warning("%s", error)
        self._with.conversations.remember(chat, reply, question)
