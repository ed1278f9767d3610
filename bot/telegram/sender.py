"""The only place that sends: proves a draft just before, and knows what each refusal of Telegram means."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator

from telegram import Bot, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.locale import ChatFrame
from bot.telegram.draft import Draft
from bot.telegram.metrics import Metrics
from bot.telegram.render import plain_draft
from retrieval.errors import ProofError

_LOG = logging.getLogger(__name__)

_TYPING_SHOWS = 4.0
"""Seconds; Telegram takes the sign away after five."""


class Sender:
    """Sends drafts. Where a quotation can't be proven, an apology goes out in its place."""

    def __init__(self, bot: Bot, metrics: Metrics, previews: LinkPreviewOptions | None) -> None:
        """``previews``: what to say of link previews; None for a server that takes no word on them."""
        self._bot = bot
        self.previews = previews
        self._metrics = metrics
        self._tasks: set[asyncio.Task[None]] = set()

    async def reply(self, to: Message, draft: Draft, words: ChatFrame) -> Message | None:
        """Replies to a message, in its topic; None where nothing can be sent there."""
        draft = self.proven(draft, words)

        async def send(chat: int) -> Message:
            return await self._bot.send_message(
                chat,
                draft.text,
                entities=draft.entities,
                reply_markup=draft.keyboard,
                link_preview_options=self.previews,
                reply_parameters=ReplyParameters(to.message_id, allow_sending_without_reply=True),
                message_thread_id=_topic(to),
            )

        return await self._attempt(send, to.chat_id)

    async def edit(self, chat: int, message: int, draft: Draft, words: ChatFrame) -> bool:
        """Puts ``draft`` into a message of the bot; whether it stands there now."""
        draft = self.proven(draft, words)
        try:
            await self._bot.edit_message_text(
                draft.text,
                chat_id=chat,
                message_id=message,
                entities=draft.entities,
                reply_markup=draft.keyboard,
                link_preview_options=self.previews,
            )
        except BadRequest as error:
            return "not modified" in str(error).lower()
        except Forbidden:
            return self._blocked()
        return True

    @contextlib.contextmanager
    def typing(self, to: Message) -> Iterator[None]:
        """Shows in the chat of ``to`` that the bot is at work."""
        done = asyncio.Event()
        task = asyncio.create_task(self._type(to, done))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            yield
        finally:
            done.set()

    def proven(self, draft: Draft, words: ChatFrame) -> Draft:
        """``draft``, or an apology in its place; for what is sent by other ways, too."""
        try:
            return draft.proven()
        except ProofError as error:
            self._metrics.proof_failures.inc()
            _LOG.error("Not sent: %s", error)
            return plain_draft(words.unproven)

    async def _attempt(self, send: Callable[[int], Awaitable[Message]], chat: int) -> Message | None:
        try:
            return await send(chat)
        except ChatMigrated as moved:
            return await send(moved.new_chat_id)
        except Forbidden:
            self._blocked()
            return None

    def _blocked(self) -> bool:
        """The user has blocked the bot, or it was put out of the group: their right, and no error."""
        self._metrics.api_errors.labels("blocked").inc()
        _LOG.info("A chat does not take messages of the bot any more.")
        return False

    async def _type(self, to: Message, done: asyncio.Event) -> None:
        with contextlib.suppress(TelegramError):  # a sign that is missing harms nobody
            while not done.is_set():
                await self._bot.send_chat_action(to.chat_id, ChatAction.TYPING, message_thread_id=_topic(to))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(done.wait(), _TYPING_SHOWS)


def _topic(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None
