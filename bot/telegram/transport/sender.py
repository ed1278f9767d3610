"""Sending replies, edits and notices: each draft is proven just before, and each refusal has its meaning."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence

from telegram import Bot, InlineQueryResult, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.locale.chat_phrases import ChatPhrases
from bot.serving.metrics import Metrics
from bot.telegram.incoming.values import IncomingMessage
from bot.telegram.messages.draft import Draft, plain_draft
from bot.telegram.transport.metrics import ApiMetrics
from retrieval.errors import ProofError

_LOG = logging.getLogger(__name__)

_TYPING_SHOWS = 4.0
"""Seconds between signs of typing; Telegram takes each away after five."""


class Sender:
    """Sends drafts. Where a quotation can't be proven, an apology takes the place of the draft."""

    def __init__(
        self, bot: Bot, metrics: Metrics, api: ApiMetrics, previews: LinkPreviewOptions | None
    ) -> None:
        """``previews``: whether links get previews; None for a server that does not know the option."""
        self._bot = bot
        self._metrics = metrics
        self._api = api
        self.previews = previews
        self._tasks: set[asyncio.Task[None]] = set()

    async def reply(self, to: IncomingMessage, draft: Draft, phrases: ChatPhrases) -> int | None:
        """Replies to a message, in its topic.

        Returns the number of the new message; None where nothing can be sent there.
        """
        parameters = ReplyParameters(to.number, allow_sending_without_reply=True)
        return await self._send(to.chat.id, to.topic, draft, phrases, parameters)

    async def send(self, chat: int, topic: int | None, draft: Draft, phrases: ChatPhrases) -> int | None:
        """Sends a message that replies to none, into ``topic`` if it is given.

        Returns the number of the new message; None where nothing can be sent there.
        """
        return await self._send(chat, topic, draft, phrases, None)

    async def edit(self, chat: int, message: int, draft: Draft, phrases: ChatPhrases) -> bool:
        """Puts ``draft`` into a message of the bot; returns whether it stands there now."""
        draft = self.proven(draft, phrases)
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

    async def take_buttons(self, chat: int, message: int) -> None:
        """Removes the buttons under a message of the bot."""
        with contextlib.suppress(BadRequest, Forbidden):  # they are gone, or the chat is
            await self._bot.edit_message_reply_markup(chat, message, reply_markup=None)

    async def notify(self, press: str, text: str | None = None) -> None:
        """Ends the waiting sign on the button of ``press``, with a short notice if there is one."""
        with contextlib.suppress(TelegramError):  # Telegram takes none to an old press, and nobody misses it
            await self._bot.answer_callback_query(press, text)

    async def offer(
        self, query: str, results: Sequence[InlineQueryResult], *, cached: int | None = None
    ) -> None:
        """Offers ``results`` to whoever typed ``query``.

        Telegram may show them to the same person for ``cached`` seconds; None leaves that to Telegram.
        """
        await self._bot.answer_inline_query(query, results, cache_time=cached, is_personal=True)

    @contextlib.contextmanager
    def typing(self, to: IncomingMessage) -> Iterator[None]:
        """Shows in the chat of ``to`` that the bot is at work."""
        done = asyncio.Event()
        task = asyncio.create_task(self._type(to, done))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            yield
        finally:
            done.set()

    def proven(self, draft: Draft, phrases: ChatPhrases) -> Draft:
        """``draft``, or an apology in its place; also for what is sent in other ways."""
        try:
            return draft.proven()
        except ProofError as error:
            self._metrics.proof_failures.inc()
            _LOG.error("Not sent: %s", error)
            return plain_draft(phrases.unproven)

    async def _send(
        self,
        chat: int,
        topic: int | None,
        draft: Draft,
        phrases: ChatPhrases,
        reply_parameters: ReplyParameters | None,
    ) -> int | None:
        draft = self.proven(draft, phrases)

        async def send(chat: int) -> Message:
            return await self._bot.send_message(
                chat,
                draft.text,
                entities=draft.entities,
                reply_markup=draft.keyboard,
                link_preview_options=self.previews,
                reply_parameters=reply_parameters,
                message_thread_id=topic,
            )

        sent = await self._attempt(send, chat)
        return sent.message_id if sent else None

    async def _attempt(self, send: Callable[[int], Awaitable[Message]], chat: int) -> Message | None:
        try:
            return await send(chat)
        except ChatMigrated as moved:
            return await send(moved.new_chat_id)
        except Forbidden:
            self._blocked()
            return None

    def _blocked(self) -> bool:
        """Counts that a user has blocked the bot, or a group has removed it, which is no error of ours."""
        self._api.errors.labels("blocked").inc()
        _LOG.info("A chat does not take messages of the bot any more.")
        return False

    async def _type(self, to: IncomingMessage, done: asyncio.Event) -> None:
        with contextlib.suppress(TelegramError):  # a missing sign harms nobody
            while not done.is_set():
                await self._bot.send_chat_action(to.chat.id, ChatAction.TYPING, message_thread_id=to.topic)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(done.wait(), _TYPING_SHOWS)
