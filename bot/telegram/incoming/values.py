"""What arrives, parsed: one value for each update. Everything after it works with this value alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.telegram.messages.buttons import Button


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote or pressed: a person, or a chat in whose name somebody wrote.

    ``id`` is the person's number, or the chat's; ``language`` that of the person's app, an IETF tag.
    """

    id: int
    is_person: bool
    language: str | None


@dataclass(frozen=True, slots=True)
class ChatRoom:
    """Where something was written: a private chat, or any other kind."""

    id: int
    is_private: bool


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """``/name rest``."""

    name: str
    rest: str


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that was sent, by Telegram's name of it, with its own name, and its size in bytes; 0 where that
    is not told.
    """

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A message, new or edited.

    ``question`` is what it asks the bot, and ``command`` what it orders; each is None where there is none.
    ``/ask`` is both. ``replied`` is the number of the bot's message that it replies to, and ``selected`` the
    part of that which it quotes. ``album`` names the album of a picture or a file, and ``moved_to`` the
    number that the chat has from now on.
    """

    author: Author
    chat: ChatRoom
    number: int
    topic: int | None
    sent: datetime
    is_edited: bool
    question: str | None
    command: SlashCommand | None
    replies_to_bot: bool
    has_attachment: bool
    file: IncomingFile | None
    album: str | None
    moved_to: int | None
    replied: int | None = None
    selected: str = ""

    @property
    def speaks_to_bot(self) -> bool:
        """Whether the bot is meant: always in a private chat, elsewhere by a question or a command."""
        return self.chat.is_private or self.question is not None or self.command is not None

    @property
    def line(self) -> int:
        """The number of the line in which this waits for its turn."""
        return self.chat.id


@dataclass(frozen=True, slots=True)
class IncomingPress:
    """A press on a button under the bot's message ``message`` in ``chat``.

    Both are None where Telegram does not say. ``button`` is None for one that is not ours; ``asked`` is what
    the message above asked, if it can be seen.
    """

    id: str
    author: Author
    chat: ChatRoom | None
    message: int | None
    button: Button | None
    asked: str | None

    @property
    def line(self) -> int:
        """The number of the line in which this waits for its turn."""
        return self.chat.id if self.chat else self.author.id


@dataclass(frozen=True, slots=True)
class IncomingQuery:
    """What a person has typed after the bot's name in any chat."""

    id: str
    author: Author
    text: str

    @property
    def line(self) -> int:
        """The number of the line in which this waits for its turn."""
        return self.author.id


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel; ``name`` is that of its public address, None for a private one."""

    id: int
    title: str
    name: str | None


@dataclass(frozen=True, slots=True)
class IncomingPost:
    """A post of a channel that the bot is a member of, new or edited.

    ``content`` is the post as a message of a Telegram Desktop export; None where it has no text. ``album``
    names the album that it is part of.
    """

    channel: Channel
    number: int
    is_edited: bool
    album: str | None
    content: Mapping[str, Any] | None

    @property
    def line(self) -> int:
        """The number of the line in which this waits for its turn."""
        return self.channel.id


Addressed: TypeAlias = IncomingMessage | IncomingPress | IncomingQuery
"""What somebody addresses to the bot."""

Incoming: TypeAlias = Addressed | IncomingPost


@dataclass(frozen=True, slots=True, eq=False)
class Delivery:
    """One arrival of an update, by Telegram's number of it.

    ``tries``: how often it was begun before, by workers each of which was killed meanwhile. ``is_kept``:
    whether it is in the database until it is done.
    """

    id: int
    incoming: Incoming
    tries: int = 0
    is_kept: bool = True
