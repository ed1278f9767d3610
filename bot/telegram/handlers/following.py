"""Questions that a chat follows: ``/follow``, ``/following``, and the buttons that stop."""

import asyncio

from bot.citation import shown
from bot.locale.chat_phrases import ChatPhrases
from bot.serving.subscriptions import MOST, Subscription
from bot.telegram.dependencies import Dependencies
from bot.telegram.handlers.commands import Responder
from bot.telegram.handlers.leading import leads
from bot.telegram.incoming.values import IncomingMessage, IncomingPress
from bot.telegram.messages import keyboards
from bot.telegram.messages.buttons import Unfollow
from bot.telegram.messages.cutting import shortened
from bot.telegram.messages.draft import Draft, plain_draft
from retrieval import checked_question
from retrieval.errors import QuestionError

_QUESTION_ROOM = 180
"""UTF-16 units of a question in a list, so that all that a chat may follow fit into a message."""


class Following:
    """In a group only its administrators begin and stop, since all its members are told."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._with = dependencies
        self.responders: dict[str, Responder] = {}
        if dependencies.settings.telegram_subscriptions:
            self.responders = {"follow": self._follow, "following": self._list}

    async def stopped(self, press: IncomingPress, button: Unfollow) -> None:
        """A press on a button that stops a subscription: the list loses it, a notice only its buttons."""
        if press.chat is None or press.message is None:
            return
        phrases = await self._with.chooser.phrases_for(press.chat.id, press.author.language)
        if not await leads(self._with.bot, press.chat, press.author):
            await self._with.sender.notify(press.id, phrases.follow_by_administrators)
            return
        await asyncio.to_thread(self._with.subscriptions.remove, press.chat.id, button.subscription)
        await self._with.sender.notify(press.id, phrases.unfollowed)
        if button.is_in_list:
            draft = _listed(await self._of(press.chat.id), phrases)
            await self._with.sender.edit(press.chat.id, press.message, draft, phrases)
        else:
            await self._with.sender.take_buttons(press.chat.id, press.message)

    async def _follow(self, message: IncomingMessage, rest: str, phrases: ChatPhrases) -> Draft:
        if not await leads(self._with.bot, message.chat, message.author):
            return plain_draft(phrases.follow_by_administrators)
        question = rest.strip() or self._answered_by(message)
        if not question:
            return plain_draft(phrases.follow_how)
        try:
            question = checked_question(question)
        except QuestionError as error:
            return plain_draft(phrases.common.faults[error.fault])
        known = await self._of(message.chat.id)
        for one in known:
            if one.question.casefold() == question.casefold():
                return _begun(one.id, question, phrases)
        if len(known) >= MOST:
            return plain_draft(phrases.follow_too_many.format(count=MOST))
        generation = (await self._with.desk.retriever()).generation.id
        id_ = await asyncio.to_thread(
            self._with.subscriptions.add,
            message.chat.id,
            message.topic,
            message.author.id,
            question,
            generation,
        )
        return _begun(id_, question, phrases)

    def _answered_by(self, message: IncomingMessage) -> str:
        """The question that the bot's message answers to which this one replies."""
        if message.replied is None:
            return ""
        turn = self._with.turns.ended_by(message.chat.id, message.replied)
        known = self._with.conversations.question(message.chat.id, message.replied)
        return (turn.question if turn else known) or ""

    async def _list(self, message: IncomingMessage, _: str, phrases: ChatPhrases) -> Draft:
        return _listed(await self._of(message.chat.id), phrases)

    async def _of(self, chat: int) -> list[Subscription]:
        return await asyncio.to_thread(self._with.subscriptions.of_chat, chat)


def _begun(id_: int, question: str, phrases: ChatPhrases) -> Draft:
    said = phrases.followed.format(question=shortened(shown(question), _QUESTION_ROOM))
    return plain_draft(said, keyboards.to_stop([id_], phrases))


def _listed(followed: list[Subscription], phrases: ChatPhrases) -> Draft:
    if not followed:
        return plain_draft(f"{phrases.follows_nothing}\n{phrases.follow_how}")
    rows = [
        f"{number}. {shortened(shown(one.question), _QUESTION_ROOM)}"
        for number, one in enumerate(followed, start=1)
    ]
    keyboard = keyboards.to_stop_some([one.id for one in followed])
    return plain_draft("\n".join([phrases.following, *rows]), keyboard)
