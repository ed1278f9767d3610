"""What handlers work with."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram.ext import ExtBot

from bot.serving.access import Access
from bot.serving.conversations import Conversations
from bot.serving.database import Database
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
from bot.telegram.transport.metrics import ApiMetrics
from bot.telegram.transport.sender import Sender

AnyBot: TypeAlias = ExtBot[Any]


@dataclass(frozen=True, slots=True)
class Dependencies:
    """One of each, made in `bot.telegram.application`."""

    settings: Settings
    bot: AnyBot
    desk: Desk
    library: Library
    refresher: Refresher
    intake: Intake
    sender: Sender
    chooser: PhraseChooser
    database: Database
    workers: Workers
    records: Records
    replies: Replies
    subscriptions: Subscriptions
    conversations: Conversations
    turns: Turns
    access: Access
    pace: Pace
    metrics: Metrics
    api_metrics: ApiMetrics
