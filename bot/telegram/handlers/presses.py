"""Presses on the buttons under an answer."""

import asyncio
import contextlib

from bot.locale.chat_phrases import ChatPhrases
from bot.serving.desk import DeskAnswer
from bot.serving.phrasing import language_of_answer
from bot.serving.records import Judgement
from bot.telegram.dependencies import Dependencies
from bot.telegram.incoming.values import IncomingPress
from bot.telegram.messages.answer_drafts import context_draft, quote_draft
from bot.telegram.messages.buttons import Action, Press, digest
from bot.telegram.messages.draft import Draft
from bot.telegram.messages.source_drafts import source_draft
from retrieval.errors import QuestionError
from retrieval.evaluation import Verdict

_VERDICTS = {Action.UP: Verdict.UP, Action.DOWN: Verdict.DOWN}


class Presses:
    """Shows another quote, its context or its source in place, or keeps a verdict."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._with = dependencies

    async def pressed(self, incoming: IncomingPress, press: Press | None) -> None:
        """A press on a button under an answer; None stands for a button that is not ours."""
        author, chat, message = incoming.author, incoming.chat, incoming.message
        refusal = await asyncio.to_thread(self._with.pace.take, author.id, chat.id if chat else 0)
        if refusal:
            phrases = await self._with.chooser.phrases_for(None, author.language)
            await self._with.sender.notify(incoming.id, phrases.slow_down.format(seconds=refusal.seconds))
            return
        found = await self._answer_in(incoming) if press else None
        phrases = await self._with.chooser.phrases_for(
            chat.id if chat else None,
            author.language,
            asked_in=language_of_answer(found.answer) if found else None,
        )
        number = _number(press, found) if press and found else None
        if press is None or chat is None or message is None or found is None or number is None:
            await self._with.sender.notify(incoming.id, phrases.too_old)
        elif press.action in _VERDICTS:
            await self._judge(incoming, found, number, _VERDICTS[press.action], phrases)
        else:
            draft = await self._draft(press.action, found, number, phrases)
            await self._with.sender.notify(incoming.id)
            await self._with.sender.edit(chat.id, message, draft, phrases)

    async def _answer_in(self, incoming: IncomingPress) -> DeskAnswer | None:
        """The answer that a message shows, found again by its question.

        The question is the one remembered, or after a restart that of the message above.
        """
        if incoming.chat is None or incoming.message is None:
            return None
        turn = self._with.turns.ended_by(incoming.chat.id, incoming.message)
        asked = turn.reading or turn.question if turn else None
        asked = asked or self._with.conversations.question(incoming.chat.id, incoming.message)
        with contextlib.suppress(QuestionError):
            return await self._with.desk.ask(asked or incoming.asked or "")
        return None

    async def _draft(self, action: Action, found: DeskAnswer, number: int, phrases: ChatPhrases) -> Draft:
        quote = found.answer.found[number]
        if action is Action.SOURCE:
            return source_draft(quote, number, phrases)
        if action is Action.CONTEXT:
            retriever = await self._with.desk.retriever()
            before, after = await asyncio.to_thread(retriever.neighbours, quote)
            return context_draft(before, quote, after, number, phrases)
        return quote_draft(found.answer, number, phrases)

    async def _judge(
        self, incoming: IncomingPress, found: DeskAnswer, number: int, verdict: Verdict, phrases: ChatPhrases
    ) -> None:
        """Keeps a person's verdict. Those of a service user are nobody's in particular, and none is kept."""
        if not incoming.author.is_person:
            await self._with.sender.notify(incoming.id)
            return
        answer = found.answer
        judgement = Judgement(
            answer.question, answer.found[number], answer.answered, found.generation, verdict
        )
        await asyncio.to_thread(self._with.records.judge, incoming.author.id, judgement)
        self._with.metrics.verdicts.labels(verdict).inc()
        await self._with.sender.notify(incoming.id, phrases.thanks[verdict])


def _number(press: Press, found: DeskAnswer) -> int | None:
    """The number of the quote that was pressed; None where this answer does not have it."""
    quotes = found.answer.found
    if not press.digest:
        return press.number if press.number < len(quotes) else None
    digests = [digest(quote) for quote in quotes]
    return digests.index(press.digest) if press.digest in digests else None
