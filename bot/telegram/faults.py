"""The errors that only Telegram brings; `bot.errors` shows where they stand among the others."""

from bot.errors import BotError, EndingError
from bot.exit_codes import ANOTHER_INSTANCE, TOKEN_REFUSED


class TokenMissingError(EndingError):
    """No token is set."""

    exit_code = TOKEN_REFUSED
    sentence = "There is no bot token: ask @BotFather for one and set DAYEKSOZ_TELEGRAM_TOKEN."


class TokenRefusedError(EndingError):
    """Telegram does not accept the token, now or any more."""

    exit_code = TOKEN_REFUSED
    sentence = "Telegram refuses the bot token: set DAYEKSOZ_TELEGRAM_TOKEN to the one @BotFather shows."


class AnotherInstanceError(EndingError):
    """Another process polls with the same token."""

    exit_code = ANOTHER_INSTANCE
    sentence = "Another instance of this bot is running with the same token: stop one of the two."


class DownloadFailedError(BotError):
    """Telegram does not give a file that was sent to the bot."""

    def __init__(self) -> None:
        super().__init__("The file could not be downloaded from Telegram: send it once more.")


class DownloadTooLargeError(BotError):
    """A file is larger than the Bot API server gives to bots."""

    def __init__(self) -> None:
        super().__init__("Telegram gives bots no file above 20 MB: split it, or use 'dayeksoz add'.")


class CertificateError(BotError):
    """The webhook's certificate, or its key, can't be read or does not fit."""

    def __init__(self, path: str) -> None:
        super().__init__(f"The webhook can't use {path}: it takes a certificate and its key, both PEM files.")


class WebhookRefusedError(BotError):
    """Telegram does not accept the webhook's address."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Telegram refuses the webhook ({why}): correct DAYEKSOZ_TELEGRAM_WEBHOOK_URL.")
