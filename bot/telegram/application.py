"""The composition root: what the bot is made of, and in which order its handlers are tried."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import LinkPreviewOptions, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.settings import Settings
from bot.telegram.access import Access, Pace
from bot.telegram.buttons import LANGUAGE_DATA, PAGE_DATA
from bot.telegram.conversations import Conversations
from bot.telegram.courier import Courier
from bot.telegram.desk import Desk
from bot.telegram.frames import Frames
from bot.telegram.handlers.administration import Administration
from bot.telegram.handlers.commands import Commands
from bot.telegram.handlers.errors import Errors
from bot.telegram.handlers.gate import Gate
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.presses import Presses
from bot.telegram.handlers.questions import Questions
from bot.telegram.library import Library
from bot.telegram.lines import Lines
from bot.telegram.matching import ASKS, GIVES_COMMAND, NEW, NEW_OR_EDITED, gives
from bot.telegram.metrics import Metrics
from bot.telegram.records import Records
from bot.telegram.sender import Sender
from bot.telegram.services import Services
from retrieval import Engine

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

_CONNECTIONS = 64
_PATIENCE = 15.0
"""Seconds for one request to connect, or to be answered."""

_BEFORE_ALL = -1


class _Forgetful(Application[Any, Any, Any, Any, Any, Any]):
    """The library notes each chat and user for a persistence, and without one never forgets them."""

    def _mark_for_persistence_update(self, **_: Any) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Assembled:
    """The library's application, and what its handlers work with."""

    application: App
    services: Services
    lines: Lines


def assemble(settings: Settings, engine: Engine, token: str) -> Assembled:
    """Puts the bot together; must be called inside the event loop that runs it."""
    metrics = Metrics()
    bot = _bot(settings, token, metrics)
    desk = Desk(metrics)
    records = Records(settings.data_dir)
    services = Services(
        settings=settings,
        desk=desk,
        library=Library(engine, desk),
        sender=Sender(bot, metrics, _previews(settings)),
        frames=Frames(settings, records),
        records=records,
        conversations=Conversations(),
        access=Access(settings),
        pace=Pace(settings.telegram_user_questions, settings.telegram_chat_questions),
        metrics=metrics,
    )
    gate = Gate(services)
    lines = Lines(settings.telegram_queue, metrics, lambda update: gate.busy(update, bot.bot))
    builder = Application.builder().application_class(_Forgetful)
    application: App = builder.bot(bot).updater(None).concurrent_updates(lines).build()
    application.add_handler(TypeHandler(Update, gate.check), _BEFORE_ALL)
    _add_handlers(application, services, lines)
    application.add_error_handler(Errors(services).failed)
    return Assembled(application, services, lines)


def _add_handlers(application: App, services: Services, lines: Lines) -> None:
    """The first handler that wants an update gets it."""
    questions, presses, inline = Questions(services), Presses(services), Inline(services)
    commands, administration = Commands(services), Administration(services, lines)
    application.add_handlers(
        [
            MessageHandler(NEW_OR_EDITED & ASKS, questions.asked),
            MessageHandler(NEW & gives("status"), administration.status),
            MessageHandler(NEW & gives("reload"), administration.reload),
            MessageHandler(NEW & GIVES_COMMAND, commands.given),
            MessageHandler(NEW & filters.ATTACHMENT, commands.not_text),
            CallbackQueryHandler(commands.page_pressed, PAGE_DATA),
            CallbackQueryHandler(commands.language_pressed, LANGUAGE_DATA),
            CallbackQueryHandler(presses.pressed),
            InlineQueryHandler(inline.typed),
        ]
    )


def _previews(settings: Settings) -> LinkPreviewOptions | None:
    """None under a quote: a site that it names would be shown as if it were the source.

    Servers other than Telegram's may not know the option.
    """
    return LinkPreviewOptions(is_disabled=True) if settings.is_telegrams_own_server else None


def _bot(settings: Settings, token: str, metrics: Metrics) -> ExtBot[Any]:
    def request(connections: int) -> HTTPXRequest:
        return HTTPXRequest(
            connection_pool_size=connections,
            connect_timeout=_PATIENCE,
            read_timeout=_PATIENCE,
            write_timeout=_PATIENCE,
            pool_timeout=_PATIENCE,
        )

    return ExtBot(
        token,
        base_url=settings.telegram_api_url,
        request=request(_CONNECTIONS),
        get_updates_request=request(1),
        rate_limiter=Courier(metrics),
    )
