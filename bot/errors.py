"""The errors of the faces. Each message is complete: it says what is wrong and what to do about it.

::

    retrieval.errors.DayeksozError
    └── BotError
        ├── SettingsError
        ├── RecordsError
        ├── AlreadyThereError
        ├── AddressInUseError
        ├── DownloadFailedError          bot.telegram.faults
        ├── DownloadTooLargeError        bot.telegram.faults
        ├── CertificateError             bot.telegram.faults
        ├── WebhookRefusedError          bot.telegram.faults
        └── EndingError
            ├── InternalError
            ├── DeposedError
            ├── TokenMissingError        bot.telegram.faults
            ├── TokenRefusedError        bot.telegram.faults
            └── AnotherInstanceError     bot.telegram.faults

Those of Telegram stand in `bot.telegram.faults`; all others stand here.
"""

from pathlib import Path

from bot.addresses import Address, UnixSocket
from bot.exit_codes import FAILED, SETTINGS_WRONG
from retrieval.errors import DayeksozError


class BotError(DayeksozError):
    """The root of the faces' errors. ``exit_code`` is what a command that it ends exits with."""

    exit_code: int = FAILED


class SettingsError(BotError):
    """A setting has a value that it can't have."""

    exit_code = SETTINGS_WRONG


class RecordsError(BotError):
    """The records of what people told the bot can't be read or written."""


class AlreadyThereError(BotError):
    """What is to be added, at ``place``, is in the folder of sources."""

    def __init__(self, place: str, folder: Path) -> None:
        super().__init__(f"{place} is in the folder of sources {folder}: what is there is read by itself.")


class AddressInUseError(BotError):
    """Nothing can listen at ``address``."""

    def __init__(self, address: Address | UnixSocket) -> None:
        super().__init__(f"It is not possible to listen at {address}: free it, or set another address.")
        self.address = address


class EndingError(BotError):
    """The running bot can't go on; ``sentence`` says why."""

    sentence: str

    def __init__(self) -> None:
        super().__init__(self.sentence)


class DeposedError(EndingError):
    """The other workers have taken this one for dead, and have taken over what it did."""

    sentence = "This worker was silent for too long, and the others have taken over its work: start it again."


class InternalError(EndingError):
    """A part of the bot failed in a way that nobody foresaw."""

    sentence = "The bot has ended by an error of its own: the last line of its log says where."
