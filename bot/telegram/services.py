"""What handlers work with."""

from dataclasses import dataclass

from bot.settings import Settings
from bot.telegram.access import Access, Pace
from bot.telegram.conversations import Conversations
from bot.telegram.desk import Desk
from bot.telegram.frames import Frames
from bot.telegram.library import Library
from bot.telegram.metrics import Metrics
from bot.telegram.records import Records
from bot.telegram.sender import Sender


@dataclass(frozen=True, slots=True)
class Services:
    """One of each, made in `bot.telegram.application`."""

    settings: Settings
    desk: Desk
    library: Library
    sender: Sender
    frames: Frames
    records: Records
    conversations: Conversations
    access: Access
    pace: Pace
    metrics: Metrics
