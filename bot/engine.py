"""Opening the engine, the way to the web, and the database, as the settings say."""

from typing import TYPE_CHECKING

from bot.settings import Settings
from retrieval import Engine, ModelChoice, Progress, no_progress
from retrieval.sources import Additions, JoinedSource, SourceFolder

if TYPE_CHECKING:
    from bot.serving.database import Database
    from retrieval.sources import Fetcher


def open_engine(settings: Settings, progress: Progress | None = None) -> Engine:
    """The engine that ``settings`` describe; it loads nothing yet."""
    model = model_choice(settings)
    corpus = JoinedSource((SourceFolder(settings.corpus_dir), Additions(settings.additions)))
    return Engine(
        corpus,
        settings.data_dir,
        model=model,
        reranker=settings.reranker,
        store=settings.store.get_secret_value() if settings.store else "faiss",
        builds=settings.index_builds,
        progress=progress or no_progress,
    )


def model_choice(settings: Settings) -> ModelChoice:
    """The embedding model, and how it is run."""
    return ModelChoice(settings.embedding_model, settings.device, settings.precision, settings.cache_dir)


def open_fetcher(settings: Settings) -> "Fetcher":
    """What gets pages from the web; between two pages it keeps no connection open."""
    from retrieval.sources import Fetcher  # no question needs it

    return Fetcher(allow_private=settings.fetch_private, pause=settings.fetch_pause)


def open_database(settings: Settings) -> "Database":
    """The database of what people told the bot; raises RecordsError where it can't be used."""
    from bot.serving.opening import open_file, open_server  # to ask in a terminal takes no database

    if settings.database is None:
        return open_file(settings.telegram_records)
    return open_server(settings.database.get_secret_value(), settings.telegram_records.with_suffix(".key"))
