"""All settings, read once from the environment and ``.env``.

``seeds/`` and the default data folder are in the project's folder, wherever the command is called from. A
``.env`` in the working folder takes precedence over the project's own.
"""

import difflib
import os
from itertools import chain
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.addresses import Address
from bot.errors import SettingsError
from bot.setting_kinds import (
    ApiUrl,
    Channels,
    DatabaseUrl,
    Folder,
    Ids,
    LanguageCode,
    Listener,
    OptionalAddress,
    Secret,
    StoreAddress,
    Token,
    WebhookUrl,
)
from retrieval import ModelChoice

PROJECT = Path(__file__).resolve().parent.parent
PREFIX = "DAYEKSOZ_"

_FILES = (PROJECT / ".env", ".env")
_TELEGRAM = "https://api.telegram.org/bot"


class Settings(BaseSettings):
    """What can be set, with defaults; the descriptions are the lines of ``.env.example``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=_FILES,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    corpus_dir: Folder = Field(PROJECT / "seeds", description="Folder of the sources, and of manifest.toml.")
    data_dir: Folder = Field(
        PROJECT / ".data",
        description="Folder of the index, of what was added to the corpus, and of what people told the bot. "
        "Only the index can be made anew.",
    )
    database: DatabaseUrl | None = Field(
        None,
        description="PostgreSQL database of what people told the bot, such as "
        "postgresql://user:password@host/name; by default a file in the data folder.",
    )
    cache_dir: Folder | None = Field(
        None, description="Folder of the files that running a model takes; by default the user's cache."
    )
    store: StoreAddress | None = Field(
        None,
        description="Where passages are searched: by default in the index itself; or a Milvus, "
        "such as milvus+http://127.0.0.1:19530 or milvus.db.",
    )
    index_builds: bool = Field(
        default=True,
        description="Whether the index is built here; otherwise the one that another machine keeps in the "
        "data folder is read.",
    )
    embedding_model: str = Field(
        ModelChoice().name, description="Embedding model: bundled, a model's folder, or a hub id."
    )
    reranker: str = Field(
        "",
        description="Re-ranker of the first passages: a CrossEncoder's folder, or a hub id; by default none.",
    )
    device: str = Field(
        "auto",
        description="Where the models run: auto, cpu, cuda, cuda:1 or mps. Several, such as cuda:0,cuda:1, "
        "share the embedding of a large corpus.",
    )
    precision: Literal["auto", "float32", "bfloat16", "float16"] = Field(
        "auto", description="Number format of the models: auto, float32, bfloat16 or float16."
    )
    language: LanguageCode = Field(
        "auto", description="Language around the quotes: auto (the question's), ru, kk or en."
    )
    fetch_private: bool = Field(
        default=False, description="Whether pages are also fetched from private and local networks."
    )
    fetch_pause: float = Field(1.0, ge=0, le=60, description="Seconds between two requests to one site.")

    telegram_token: Token | None = Field(None, description="The bot's token, from BotFather.")
    telegram_api_url: ApiUrl = Field(_TELEGRAM, description="Base URL of the Bot API server, ending in /bot.")
    telegram_administrators: Ids = Field(
        frozenset(),
        description="Ids of the users who may /status, /reload and add sources, separated by commas.",
    )
    telegram_allowed_users: Ids = Field(
        frozenset(), description="Ids of the only users who are answered; by default everyone is."
    )
    telegram_allowed_chats: Ids = Field(
        frozenset(), description="Ids of the only chats in which all are answered, beside the users above."
    )
    telegram_channels: Channels = Field(
        frozenset(),
        description="Channels whose posts become sources, by @name or id; the bot must be a member of each.",
    )
    telegram_user_questions: int = Field(60, ge=1, description="Most questions of one user in a minute.")
    telegram_chat_questions: int = Field(120, ge=1, description="Most questions of one chat in a minute.")
    telegram_queue: int = Field(
        200, ge=1, description="Most messages that wait at once; more are asked to come back."
    )
    telegram_answer_within: int = Field(
        86_400,
        ge=0,
        description="Seconds after which a question that came during a break is skipped.",
    )
    telegram_log_questions: bool = Field(
        default=False, description="Whether the log holds the texts of questions."
    )
    telegram_subscriptions: bool = Field(
        default=True, description="Whether chats may follow questions (/follow) and are told what is new."
    )
    telegram_notices: int = Field(
        6, ge=1, description="Most such notices to one chat in an hour; what is more comes in the last one."
    )
    telegram_health: OptionalAddress = Field(
        None, description="Where /healthz, /readyz and /metrics listen, such as 127.0.0.1:9464."
    )
    telegram_webhook_url: WebhookUrl | None = Field(
        None, description="Public address for a webhook; by default the bot polls."
    )
    telegram_webhook_listen: Listener = Field(
        Address("127.0.0.1", 8443),
        description="Where the webhook listens: an address, or unix: and a socket's path.",
    )
    telegram_webhook_secret: Secret | None = Field(
        None,
        description="Secret that Telegram sends along, of A-Z a-z 0-9 _ -; by default one is made of the key "
        "in the data folder.",
    )
    telegram_webhook_certificate: Folder | None = Field(
        None, description="Certificate (PEM) of the webhook, where no proxy has one."
    )
    telegram_webhook_key: Folder | None = Field(None, description="Its private key (PEM).")

    @property
    def is_telegrams_own_server(self) -> bool:
        return self.telegram_api_url == _TELEGRAM

    @property
    def telegram_file_url(self) -> str:
        """Base URL of the Bot API server's files."""
        return f"{self.telegram_api_url.removesuffix('bot')}file/bot"

    @property
    def additions(self) -> Path:
        """The database of what was added to the corpus."""
        return self.data_dir / "additions.sqlite3"

    @property
    def telegram_records(self) -> Path:
        """The database of what people told the bot in Telegram."""
        return self.data_dir / "telegram.sqlite3"


def read_settings() -> Settings:
    """The settings as they are now; raises SettingsError naming the first one that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first, *_ = faults = error.errors()
        name = f"{PREFIX}{first['loc'][0]}".upper()
        # A value that may be of several kinds has one fault for each kind.
        of_name = [fault["msg"] for fault in faults if fault["loc"][0] == first["loc"][0]]
        what = " or ".join(said.removeprefix("Value error, ") for said in of_name)
        raise SettingsError(f"{name}: {what}; correct it or remove it.") from error
    except (OSError, ValueError) as error:
        raise SettingsError(f".env can't be read ({error}): correct it or remove it.") from error


def unknown_settings() -> list[str]:
    """A sentence on each name in the environment or ``.env`` that looks like a setting but is none."""
    files = [dotenv_values(file) for file in _FILES]
    given = {name.upper() for name in chain(os.environ, *files)}
    known = [f"{PREFIX}{name}".upper() for name in Settings.model_fields]
    found = []
    for name in sorted(name for name in given if name.startswith(PREFIX) and name not in known):
        like = difflib.get_close_matches(name, known, n=1)
        hint = f": did you mean {like[0]}?" if like else "; .env.example names them all."
        found.append(f"{name} is not a setting{hint}")
    return found
