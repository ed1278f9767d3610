"""The composition root: what the bot is made of."""

import asyncio
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import LinkPreviewOptions
from telegram.ext import Application, ExtBot, TypeHandler
from telegram.request import HTTPXRequest

from bot.engine import open_database, open_fetcher
from bot.serving.access import Access
from bot.serving.conversations import Conversations
from bot.serving.desk import Desk
from bot.serving.intake import Intake
from bot.serving.library import Library
from bot.serving.metrics import Metrics
from bot.serving.pace import Pace
from bot.serving.phrasing import PhraseChooser
from bot.serving.records import Records
from bot.serving.refresher import Refresher
from bot.serving.replies import Replies
from bot.serving.subscriptions import Subscriptions
from bot.serving.turns import Turns
from bot.serving.workers import Workers
from bot.settings import Settings
from bot.telegram.dependencies import AnyBot, Dependencies
from bot.telegram.handlers.dispatcher import Dispatcher
from bot.telegram.handlers.gate import Gate
from bot.telegram.incoming.arrivals import Arrivals
from bot.telegram.incoming.inbox import Inbox
from bot.telegram.incoming.lines import Lines
from bot.telegram.transport.courier import Courier
from bot.telegram.transport.metrics import ApiMetrics
from bot.telegram.transport.sender import Sender
from retrieval import Engine
from retrieval.sources import Additions

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

_CONNECTIONS = 64
"""Requests at once: more than the Bot API's thirty messages a second need."""

_PATIENCE = 15.0
"""Seconds for one request to connect, or to be answered. A choice."""


class _Forgetful(Application[Any, Any, Any, Any, Any, Any]):
    """Notes no chats and users for a persistence; without one the library would never forget them."""

    def _mark_for_persistence_update(self, **_: Any) -> None:
        pass


@dataclass(frozen=True, slots=True)
class BotParts:
    """The library's application, and what its handlers work with."""

    application: App
    dependencies: Dependencies
    inbox: Inbox
    lines: Lines
    arrivals: Arrivals


def assemble(settings: Settings, engine: Engine, token: str) -> BotParts:
    """Puts the bot together; must be called inside the event loop that runs it."""
    dependencies = _dependencies(settings, engine, token)
    gate = Gate(dependencies)
    inbox = Inbox(dependencies.database, dependencies.workers, dependencies.bot)
    lines = Lines(settings.telegram_queue, dependencies.metrics, inbox, gate.refuse_busy)
    queue: asyncio.Queue[object] = asyncio.Queue()
    builder = Application.builder().application_class(_Forgetful).bot(dependencies.bot).update_queue(queue)
    application: App = builder.updater(None).concurrent_updates(lines).build()
    # The queue holds deliveries, and no handler of the library's kinds would know them.
    application.add_handler(TypeHandler(object, Dispatcher(dependencies, gate, lines).dispatch))
    arrivals = Arrivals(inbox, dependencies.workers, lines, queue)
    return BotParts(application, dependencies, inbox, lines, arrivals)


def _dependencies(settings: Settings, engine: Engine, token: str) -> Dependencies:
    metrics = Metrics()
    api_metrics = ApiMetrics(metrics.registry)
    database = open_database(settings)
    workers = Workers(database, settings.data_dir / "workers")
    bot = _bot(settings, token, Courier(api_metrics, workers))
    desk = Desk(metrics)
    library = Library(engine, desk)
    refresher = Refresher(library)
    records = Records(database)
    return Dependencies(
        settings=settings,
        bot=bot,
        desk=desk,
        library=library,
        refresher=refresher,
        intake=Intake(Additions(settings.additions), lambda: open_fetcher(settings), refresher),
        sender=Sender(bot, metrics, api_metrics, _previews(settings)),
        chooser=PhraseChooser(settings.language, records),
        database=database,
        workers=workers,
        records=records,
        replies=Replies(database),
        subscriptions=Subscriptions(database),
        conversations=Conversations(),
        turns=Turns(),
        access=Access(
            administrators=settings.telegram_administrators,
            users=settings.telegram_allowed_users,
            chats=settings.telegram_allowed_chats,
        ),
        pace=Pace(database, settings.telegram_user_questions, settings.telegram_chat_questions),
        metrics=metrics,
        api_metrics=api_metrics,
    )


def _previews(settings: Settings) -> LinkPreviewOptions | None:
    """No preview under a quote: a site that the quote names would be shown as if it were the source.

    Servers other than Telegram's may not know the option.
    """
    return LinkPreviewOptions(is_disabled=True) if settings.is_telegrams_own_server else None


def _bot(settings: Settings, token: str, courier: Courier) -> AnyBot:
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
        base_file_url=settings.telegram_file_url,
        request=request(_CONNECTIONS),
        get_updates_request=request(1),
        rate_limiter=courier,
    )
