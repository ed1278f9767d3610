"""All settings, read once from the environment and ``.env``.

The folder of the project is where ``seeds/`` and the default data folder live, wherever the command
is called from; a ``.env`` in the working folder goes before the project's own.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from retrieval.bundled import BUNDLED
from retrieval.errors import DayeksozError
from retrieval.language import Language

PROJECT = Path(__file__).resolve().parent.parent
PREFIX = "DAYEKSOZ_"


class SettingsError(DayeksozError):
    """A setting has a value that it can't have."""


def _folder(value: object) -> object:
    return Path(value).expanduser() if isinstance(value, str) else value


Folder = Annotated[Path, BeforeValidator(_folder)]


class Settings(BaseSettings):
    """What can be set, with defaults; the descriptions are the lines of ``.env.example``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=(PROJECT / ".env", ".env"),
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    corpus_dir: Folder = Field(
        PROJECT / "seeds", description="Folder of the sources: .txt files and manifest.toml."
    )
    data_dir: Folder = Field(
        PROJECT / ".data", description="Folder of the index and other state; safe to delete."
    )
    cache_dir: Folder | None = Field(
        None, description="Folder of the unpacked model; by default the user's cache."
    )
    embedding_model: str = Field(
        BUNDLED, description="Embedding model: bundled, a model's folder, or a hub id."
    )
    device: str = Field("auto", description="Where the model runs: auto, cpu, cuda, cuda:1 or mps.")
    precision: Literal["auto", "float32", "bfloat16", "float16"] = Field(
        "auto", description="Number format of the model: auto, float32, bfloat16 or float16."
    )
    store: Literal["faiss"] = Field("faiss", description="Where vectors are kept: faiss.")
    language: Literal["auto"] | Language = Field(
        "auto", description="Language around the quotes: auto (the question's), ru, kk or en."
    )


def read_settings() -> Settings:
    """The settings as they are now; raises SettingsError naming the first one that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        name = f"{PREFIX}{fault['loc'][0]}".upper()
        raise SettingsError(f"{name}: {fault['msg']}; correct it or remove it.") from error
    except (OSError, ValueError) as error:
        raise SettingsError(f".env can't be read ({error}): correct it or remove it.") from error
