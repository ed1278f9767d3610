"""What ends the running bot, each with the exit code that a service manager can act on."""

from bot.exit_codes import ANOTHER_INSTANCE, FAILED, TOKEN_REFUSED
from retrieval.errors import DayeksozError


class EndingError(DayeksozError):
    """The bot can't go on."""

    exit_code: int
    sentence: str

    def __init__(self) -> None:
        super().__init__(self.sentence)


class TokenMissingError(EndingError):
    exit_code = TOKEN_REFUSED
    sentence = "There is no bot token: ask @BotFather for one and set DAYEKSOZ_TELEGRAM_TOKEN."


class TokenRefusedError(EndingError):
    exit_code = TOKEN_REFUSED
    sentence = "Telegram refuses the bot token: set DAYEKSOZ_TELEGRAM_TOKEN to the one @BotFather shows."


class AnotherInstanceError(EndingError):
    exit_code = ANOTHER_INSTANCE
    sentence = "Another instance of this bot is running with the same token: stop one of the two."


class OwnError(EndingError):
    exit_code = FAILED
    sentence = "The bot has ended by an error of its own: the last line of its log says where."


class AddressInUseError(DayeksozError):
    """The bot can't listen where it is set to."""

    def __init__(self, address: str) -> None:
        super().__init__(f"It is not possible to listen at {address}: free it, or set another address.")


class CertificateError(DayeksozError):
    """The webhook's certificate can't be used."""

    def __init__(self, path: str) -> None:
        super().__init__(f"The webhook can't use {path}: it takes a certificate and its key, both PEM files.")


class WebhookRefusedError(DayeksozError):
    """Telegram takes no webhook at this address."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Telegram refuses the webhook ({why}): correct DAYEKSOZ_TELEGRAM_WEBHOOK_URL.")
